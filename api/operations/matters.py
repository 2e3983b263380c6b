"""What a task is to decide on, opened for reading: what was written, proposed or computed, and by whom."""

from collections.abc import Iterator, Sequence
from itertools import islice

from api.operations.store import Store
from api.operations.texts import opened_texts
from api.sentences.meetings import quota
from api.sentences.words import instant
from domain.appraisal import events as e
from domain.appraisal import notice_events as n
from domain.appraisal.feedback_events import RemedyOpen
from domain.appraisal.goal_setting import events as g
from domain.appraisal.revision import events as v
from domain.event import Event, Record
from domain.exact import text
from domain.meeting import events as m
from store.codec import decode
from store.log import StoredEvent

_OF: dict[str, tuple[type, ...]] = {
    "confirm-goals": (e.GoalsSet,),
    "audit-goals": (e.GoalsSet,),
    "close-goal-comments": (e.GoalsSet, g.GoalsAudited, g.GoalsCommented),
    "negotiate-goals": (e.GoalsSet, g.GoalsAudited, g.GoalCommentsClosed, g.GoalDisputed),
    "negotiate-goals-by-office": (e.GoalsSet, g.GoalsCommented, g.GoalDisputed),
    "fix-goals": (e.GoalsSet, g.GoalCommentsClosed, g.GoalDisputed),
    "set-goals": (e.GoalsReturned,),
    "talk": (e.TalkOpened, e.ActionsProposed),
    "talk-by-office": (e.TalkOpened, e.ActionsProposed),
    "verify": (e.ReportSubmitted,),
    "judge": (e.ReportSubmitted,),
    "approve": (e.ResultComputed, e.RecommendationTaken),
    "vote": (m.MotionMoved,),
    "approve-revision": (v.ResultRevised,),
    "answer-objection": (n.ObjectionRaised,),
    "issue-feedback": (e.ResultComputed,),
    "answer-feedback": (e.ResultComputed, e.FeedbackIssued),
    "record-silence": (e.FeedbackIssued,),
}


_EACH = (g.GoalsCommented, g.GoalDisputed)
"""Events that all count since the goals were last set."""


_NUMBERED = (n.ObjectionRaised, m.MotionMoved)
"""Events of which the duty's key says the number."""


class Matter(Record):
    """One thing to decide on: what it is, what it says, and the person it comes from."""

    what: str
    text: str
    by: str


async def matters(store: Store, key: str, stream: str) -> tuple[Matter, ...]:
    """What a duty is to decide on; of most events of a kind the last counts, of a talk those of the last talk."""
    kind, _, about = key.partition(".")
    found: list[Matter] = []
    stored, talk = await store.log.read_stream(stream), 0
    for wanted in _OF.get(kind, ()):
        if wanted in _EACH:
            found += await _each(store, stored, wanted)
            continue
        last = next((one for one in reversed(stored) if one.type == wanted.__name__), None)
        if wanted in _NUMBERED:
            last = _numbered(stored, wanted, int(about))
        if last is None:
            continue
        happened = decode(last)
        if isinstance(happened, e.TalkOpened):
            talk = happened.talk
        if isinstance(happened, e.ActionsProposed) and happened.talk != talk:
            continue  # of a talk before
        by = _by(last)
        found += [
            Matter(what=what, text=said, by=by) for what, said in (*_stated(happened, kind), *_of_a_meeting(happened))
        ]
        opened = await opened_texts(store.codec, last, about if kind == "verify" else None)
        found += [Matter(what=name, text=said, by=by) for name, said in opened.items()]
    return tuple(found)


def _stated(happened: Event, kind: str) -> Iterator[tuple[str, str]]:
    """What an event says besides its sealed texts, as far as a duty of that kind decides on it."""
    match happened:
        case e.GoalsSet(goals=goals):
            for goal in goals:
                if goal.target is not None:
                    yield f"own target {goal.indicator}", text(goal.target)
        case e.ResultComputed(result=result) | v.ResultRevised(result=result):
            yield "total", "none" if result.total is None else text(result.total)
            yield "grade", result.grade or ""
            for part in result.explanation.children:
                score = "missing" if part.score is None else text(part.score)
                yield part.label, f"{score}: {part.rule}"
        case e.ReportSubmitted(values=values) if kind == "judge":
            for one in values:
                if one.value is not None:
                    yield f"reported {one.indicator}", f"{text(one.value)} {one.unit}"
        case e.FeedbackIssued(remedies=remedies):
            yield from ((f"remedy {remedy.name}", _until(remedy)) for remedy in remedies)


def _of_a_meeting(happened: Event) -> Iterator[tuple[str, str]]:
    """What a motion is for, with the quotas that it would lead to, or what the meeting recommends."""
    match happened:
        case e.RecommendationTaken(meeting=meeting, after=after):
            yield f"recommended by meeting {meeting}", after or "no grade"
        case m.MotionMoved(before=before, after=after, quotas=quotas) if after is not None:
            yield "grade earned", before or ""
            yield "grade to recommend", after
            yield from (("quota, were it carried", quota(kept)) for kept in quotas)


def _until(remedy: RemedyOpen) -> str:
    until = "" if remedy.until is None else f", until {instant(remedy.until)}"
    return f"may be asked for of {remedy.to}{until}"


def _numbered(stored: Sequence[StoredEvent], wanted: type, number: int) -> StoredEvent | None:
    """The event of a type that has that number, from 1."""
    those = (one for one in stored if one.type == wanted.__name__)
    return next(islice(those, number - 1, None), None)


def _by(stored: StoredEvent) -> str:
    return str(getattr(decode(stored), "by", ""))


async def _each(store: Store, stored: Sequence[StoredEvent], wanted: type) -> list[Matter]:
    """What every event of a type says, since the goals were last set."""
    began = max((one.version for one in stored if one.type == e.GoalsSet.__name__), default=0)
    found = []
    for one in stored:
        if one.version > began and one.type == wanted.__name__:
            said = await opened_texts(store.codec, one)
            found += [Matter(what=_about(one, name), text=it, by=_by(one)) for name, it in said.items()]
    return found


def _about(stored: StoredEvent, name: str) -> str:
    match decode(stored):
        case g.GoalDisputed(indicator=indicator, target=target, side=side):
            proposed = "" if target is None else f", target {text(target)} proposed"
            return f"{indicator} disputed by the side of the {side.value}{proposed}"
        case g.GoalsCommented(voice=voice):
            return f"comment ({voice.value.replace('_', ' ')})"
        case _:
            return name
