"""People who do their duties: for each open duty, who acts and what they say; the same in every run."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.appraisal.attainment import attained
from domain.appraisal.counseling import AgreeActions, CloseTalk, OpenTalk, ProposeActions
from domain.appraisal.events import Duty
from domain.appraisal.feedback import AcknowledgeFeedback, FindingEntry, IssueFeedback, RecordSilence
from domain.appraisal.goals import ConfirmGoals, GoalEntry, SetGoals
from domain.appraisal.notice import AnnounceResult, CloseNotice, PublishNotice
from domain.appraisal.recording.record import CloseRecord
from domain.appraisal.reporting import SubmitReport, ValueEntry
from domain.appraisal.result import ApproveResult, ComputeResult
from domain.appraisal.rights import entitled
from domain.appraisal.scoring import JudgeIndicator, RateAppraisee
from domain.appraisal.state import Appraisal
from domain.appraisal.verification import ConfirmValue
from domain.command import Command
from domain.cycle.draw_value import KEY, GiveDrawValue, possible_givers
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.directory import Directory, Role
from domain.refusal import Refused
from domain.regulation import Rulebook, leaves_for
from domain.streams import appraisal_stream, cycle_stream, directory_stream
from tests.runtime import Running


def same_id(*parts: object) -> UUID:
    """The id of a command a player gives: the same in every run, as a client's that retries is."""
    return uuid5(NAMESPACE_URL, "/".join(map(str, parts)))


def _set_goals(state: Appraisal, _duty: Duty, rulebook: Rulebook) -> Command:
    leaf = leaves_for(rulebook, state.appraisee)[0]
    return SetGoals(goals=(GoalEntry(indicator=leaf.id, measures="Do it steadily"),))


def _report(state: Appraisal, _duty: Duty, rulebook: Rulebook) -> Command:
    measured = [leaf for leaf in leaves_for(rulebook, state.appraisee) if leaf.reported]
    return SubmitReport(
        values=tuple(ValueEntry(indicator=leaf.id, value=leaf.target, unit=str(leaf.unit)) for leaf in measured)
    )


def _issue_feedback(state: Appraisal, _duty: Duty, rulebook: Rulebook) -> Command:
    findings = [
        FindingEntry(indicator=one.indicator.id, cause="Understaffed", recommendation="Fill the posts")
        for one in attained(state, rulebook)
        if one.short
    ]
    return IssueFeedback(causes="Steady work", recommendations="Go on", findings=tuple(findings))


_ACTS: Mapping[str, Callable[[Appraisal, Duty, Rulebook], Command]] = {
    "set-goals": _set_goals,
    "confirm-goals": lambda *_: ConfirmGoals(),
    "report": _report,
    "verify": lambda _state, duty, _rulebook: ConfirmValue(indicator=duty.key.partition(".")[2]),
    "judge": lambda _state, duty, _rulebook: JudgeIndicator(indicator=duty.key.partition(".")[2], points="87.5"),
    "rate": lambda *_: RateAppraisee(score="90"),
    "close-record": lambda *_: CloseRecord(),
    "compute": lambda *_: ComputeResult(),
    "approve": lambda *_: ApproveResult(),
    "publish-notice": lambda *_: PublishNotice(),
    "close-notice": lambda *_: CloseNotice(),
    "announce-result": lambda *_: AnnounceResult(),
    "issue-feedback": _issue_feedback,
    "record-silence": lambda *_: RecordSilence(served="By courier", why="Nobody is there"),
    "answer-feedback": lambda *_: AcknowledgeFeedback(),
}


def _talk(state: Appraisal, side: Role) -> Command | None:
    """What one side does next in the talk; nothing while it is the other's turn."""
    if not state.talks:
        return OpenTalk(topic="How the year goes") if side is Role.HEAD else None
    talk = state.talks[len(state.talks)]
    if talk.proposed_at is None:
        return ProposeActions(actions=("Meet monthly",)) if side is Role.HEAD else None
    if not talk.agreed:
        return AgreeActions() if side is Role.OFFICE else None
    return None if side in talk.closed_by else CloseTalk()


class Players:
    """Everybody in a cycle, each doing what the open duties ask; `skip` names duties nobody does."""

    def __init__(self, running: Running, cycle: str, *, skip: frozenset[str] = frozenset()) -> None:
        self._running = running
        self._cycle = cycle
        self._skip = skip

    async def play_until(self, reached: Callable[[], Awaitable[bool]], seconds: float = 90) -> None:
        """Acts on every open duty until the condition is true."""

        async def acted() -> bool:
            done = await reached()
            if not done:
                await self.act()
            return done

        await self._running.until(acted, seconds)

    async def play_to_the_end(self, seconds: float = 90) -> None:
        async def closed() -> bool:
            found: Cycle = (await self._running.core.executor.load(cycle_stream(self._cycle))).state
            return found.closed

        await self.play_until(closed, seconds)

    async def act(self) -> None:
        """Does, once, all that can be done now."""
        load = self._running.core.executor.load
        cycle: Cycle = (await load(cycle_stream(self._cycle))).state
        if cycle.paused_at is not None:
            return
        directory: Directory = (await load(directory_stream(cycle.authority))).state
        rulebook = regulation_of(cycle, {name: (await load(name)).state for name in regulation_streams(cycle)})
        if cycle.draw and cycle.draw.value is None:
            await self._give_value(cycle, directory)
        for appraisee in cycle.appraisees:
            stream = appraisal_stream(cycle.id, appraisee)
            state: Appraisal = (await load(stream)).state
            step = state.current
            for duty in step.open_duties if step else ():
                if duty.key not in self._skip:
                    await self._do(state, duty, directory, rulebook)

    async def _give_value(self, cycle: Cycle, directory: Directory) -> None:
        """Gives the value to draw by, unless nobody is to; one given in between is no mistake."""
        if cycle.draw is None or KEY in self._skip:
            return
        stream, [giver, *_] = cycle_stream(cycle.id), possible_givers(cycle.draw.asked_of, cycle.appraisees, directory)
        await self._running.do(giver, stream, GiveDrawValue(value="314159"), command=same_id(stream, KEY))

    async def _do(self, state: Appraisal, duty: Duty, directory: Directory, rulebook: Rulebook) -> None:
        stream = appraisal_stream(state.cycle, state.appraisee)
        if duty.key == "ballot":
            await self._vote(state, duty)
            return
        if duty.key == "close-notice" and state.notice.until and await self._running.core.clock() < state.notice.until:
            return
        actor = next(person for person in sorted(directory.posts) if entitled(duty, person, directory))
        if duty.key in ("talk", "talk-by-office"):
            wish = _talk(state, duty.role)
        else:
            wish = _ACTS[duty.key.partition(".")[0]](state, duty, rulebook)
        if wish is None:
            return
        again = (state.reopened,) if state.reopened else ()
        try:
            await self._running.do(actor, stream, wish, command=same_id(stream, duty.key, type(wish).__name__, *again))
        except Refused:
            if (await self._running.core.executor.load(stream)).version == state.version:
                raise  # nothing came in between, so the refusal was a mistake of ours

    async def _vote(self, state: Appraisal, duty: Duty) -> None:
        box = self._running.core.ballots
        for person in duty.persons:
            try:
                await box.cast(state.cycle, state.appraisee, person, "80", electorate=duty.persons)
            except Refused:
                return  # has voted
        await self._running.count_ballots(appraisal_stream(state.cycle, state.appraisee))
