"""History: what happened to a cycle, an appraisal or one score, who did it, and what it changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from api.operations.known import regulation_of, require_case, require_cycle, require_meeting
from api.operations.names import Names, Person
from api.operations.store import Store
from api.operations.texts import opened_texts
from api.sentences import Change, Told, tell
from domain.aggregates import AGGREGATES
from domain.appraisal import events as e
from domain.appraisal.revision import events as v
from domain.appraisal.state import Appraisal
from domain.cycle import events as c
from domain.event import Event, Record
from domain.explanation import Explanation, readable
from domain.refusal import Reason, Refused
from domain.regulation import leaves_for, numbers, tailored
from domain.streams import appraisal_stream, case_stream, cycle_stream, kind, meeting_stream
from store.codec import decode, decode_meta
from store.log import StoredEvent

_OF_RESULT = (e.ResultReturned, e.RecommendationTaken, e.ResultApproved, v.RevisionApproved, v.RevisionReturned)
_ABOUT_ALL = (e.AppraisalOpened, *_OF_RESULT)
"""Events that concern every score of an appraisal."""


class Happening(Record):
    """One event as people read it; `texts` are what was written in confidence, by what they are.

    `role`, `acting_for` and `mandate` say in what capacity the actor acted, `document` by which number; older events do
    not say.
    """

    position: int
    stream: str
    version: int
    event: UUID
    type: str
    at: datetime
    actor: Person
    role: str | None
    acting_for: Person | None
    mandate: str | None
    document: str | None
    what: str
    changes: tuple[Change, ...]
    texts: dict[str, str]


class Histories(Record):
    """A history, oldest first."""

    of: str
    title: str
    happenings: tuple[Happening, ...]


class _Folded(NamedTuple):
    """An event as stored and as its class, how it is told, and the only indicator whose texts are wanted, if any."""

    stored: StoredEvent
    happened: Event
    told: Told
    only: str | None = None


class History:
    """Reads streams back from the log itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, ref: str) -> Histories:
        """The history of a cycle, `cycle:appraisee`, `cycle:appraisee:indicator`, `case:id` or `meeting:id`."""
        match ref.split(":"):
            case ["case", case] if case:
                state = await require_case(self._store, case)
                return await self.of_stream(case_stream(case), ref, f"Case {case}", state.authority)
            case ["meeting", meeting] if meeting:
                _, held = await require_meeting(self._store, meeting)
                return await self.of_stream(meeting_stream(meeting), ref, f"Meeting {meeting}", held.authority)
            case [cycle] if cycle:
                return await self._cycle(ref, cycle)
            case [cycle, appraisee] if cycle and appraisee:
                return await self._appraisal(ref, cycle, appraisee)
            case [cycle, appraisee, indicator] if cycle and appraisee and indicator:
                return await self._score(ref, cycle, appraisee, indicator)
            case _:
                raise Refused(
                    Reason.INVALID,
                    f"history of {ref!r}",
                    "is none that is kept",
                    "Ask for CYCLE, CYCLE:APPRAISEE, CYCLE:APPRAISEE:INDICATOR, case:ID or meeting:ID",
                )

    async def of_stream(self, stream: str, ref: str, title: str, authority: str) -> Histories:
        """The history of a whole stream, whose actors are named in the directory of that authority."""
        read = await self._store.log.read_stream(stream)
        return await self._told(ref, title, authority, list(_folded(read)))

    async def _cycle(self, ref: str, cycle: str) -> Histories:
        state = await require_cycle(self._store, cycle)
        return await self.of_stream(cycle_stream(cycle), ref, f"Cycle {state.title}", state.authority)

    async def _appraisal(self, ref: str, cycle: str, appraisee: str) -> Histories:
        state = await self._opened(cycle, appraisee)
        stream = appraisal_stream(cycle, appraisee)
        return await self.of_stream(stream, ref, f"Appraisal of {appraisee} in {cycle}", state.authority)

    async def _score(self, ref: str, cycle: str, appraisee: str, indicator: str) -> Histories:
        """The events a score rests on, those of its cycle among them, each told as far as it concerns the score."""
        state = await self._opened(cycle, appraisee)
        rulebook = await regulation_of(self._store, cycle)
        leaves = {leaf.id: leaf for leaf in leaves_for(rulebook, appraisee)}
        if indicator not in leaves:
            raise Refused(
                Reason.NOT_FOUND,
                f"score {ref}",
                f"does not exist: {appraisee} is not appraised on {indicator}",
                f"Its indicators are {', '.join(leaves)}",
            )
        label = f"{numbers(tailored(rulebook, appraisee))[indicator]} {leaves[indicator].name}"  # as explained
        of_cycle = await self._store.log.read_stream(cycle_stream(cycle))
        own = await self._store.log.read_stream(appraisal_stream(cycle, appraisee))
        kept = [
            narrowed
            for folded in (*_folded(of_cycle), *_folded(own))
            if (narrowed := _narrowed(folded, appraisee, indicator, label))
        ]
        kept.sort(key=lambda folded: folded.stored.position)
        return await self._told(ref, f"Score of {appraisee} on {label}", state.authority, kept)

    async def _opened(self, cycle: str, appraisee: str) -> Appraisal:
        _, state = await self._store.load(appraisal_stream(cycle, appraisee), Appraisal)
        if not state.opened:
            raise Refused(
                Reason.NOT_FOUND,
                f"appraisal {cycle}:{appraisee}",
                "does not exist",
                f"See 'kaohe cycle status {cycle}' for its appraisals",
            )
        return state

    async def _told(self, ref: str, title: str, authority: str, folded: Sequence[_Folded]) -> Histories:
        names = Names(self._store, authority)
        happenings = [await self._happening(one, names) for one in folded]
        return Histories(of=ref, title=title, happenings=tuple(happenings))

    async def _happening(self, one: _Folded, names: Names) -> Happening:
        stored, _, told, only = one
        meta = decode_meta(stored)
        return Happening(
            position=stored.position,
            stream=stored.stream,
            version=stored.version,
            event=stored.event_id,
            type=stored.type,
            at=stored.occurred_at,
            actor=await names.of(meta.actor),
            role=meta.role,
            acting_for=await names.of(meta.acting_for) if meta.acting_for else None,
            mandate=meta.mandate,
            document=meta.document,
            what=told.sentence,
            changes=told.changes,
            texts=await opened_texts(self._store.codec, stored, only),
        )


def _folded(events: Sequence[StoredEvent]) -> Iterator[_Folded]:
    """Each event told on the state it met."""
    if not events:
        return
    aggregate = AGGREGATES[kind(events[0].stream)]
    state: Any = aggregate.initial()
    for stored in events:
        happened = decode(stored)
        yield _Folded(stored, happened, tell(happened, state))
        state = aggregate.evolve(state, happened)


def _narrowed(folded: _Folded, appraisee: str, indicator: str, label: str) -> _Folded | None:
    """The event as far as it concerns one score; nothing when it does not."""
    stored, happened, told, _ = folded
    match happened:
        case e.ResultComputed(result=result):
            said = Told(f"The result was computed by the rulebook: {_scored(result.explanation, label)}")
            return folded._replace(told=said, only=indicator)
        case v.ResultRevised(result=result):
            changes = tuple(change for change in told.changes if change.indicator == indicator)
            said = Told(f"{told.sentence} Then {_scored(result.explanation, label)}", changes, told.indicators)
            return folded._replace(told=said, only=indicator)
        case _ if isinstance(happened, _ABOUT_ALL):
            return folded
        case _ if kind(stored.stream) == "cycle":
            return _of_cycle(folded, appraisee, indicator)
        case _ if indicator in told.indicators:
            changes = tuple(change for change in told.changes if change.indicator == indicator)
            return folded._replace(told=Told(told.sentence, changes, told.indicators), only=indicator)
        case _:
            return None


def _of_cycle(folded: _Folded, appraisee: str, indicator: str) -> _Folded | None:
    """The launch, which fixes the rulebook; the draw, when it chose this value; the peers, when they compare it."""
    happened = folded.happened
    match happened:
        case c.CycleLaunched():
            return folded
        case c.SampleDrawn(drawn=drawn) if c.DrawnItem(appraisee=appraisee, indicator=indicator) in drawn:
            share = f"one of {len(drawn)} of {happened.frame}"
            by = "seed" if happened.value is None else f"value {happened.value} and salt"
            told = Told(f"The value was drawn for verification, {share}, by {by} {happened.seed}.")
            return folded._replace(told=told, only=indicator)
        case c.PeersTabulated() if indicator in folded.told.indicators:
            return folded
        case _:
            return None


def _scored(explanation: Explanation, label: str) -> str:
    """What a score came to, and by which rule."""
    node = _node(explanation, label)
    score = "missing" if node is None or node.score is None else readable(node.score)
    return f"{label} scored {score}" + (f", by the rule: {node.rule}." if node else ".")


def _node(explanation: Explanation, label: str) -> Explanation | None:
    if explanation.label == label:
        return explanation
    return next((found for child in explanation.children if (found := _node(child, label))), None)
