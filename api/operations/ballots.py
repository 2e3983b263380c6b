"""The internal ballot: cast into the box, and counted when everybody has, without a name or a time of day."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from activities.contracts import BALLOTS, command_id
from api.mistakes import fitting
from api.operations.store import Done, Store
from domain.appraisal.events import Duty
from domain.appraisal.rights import asked_of
from domain.appraisal.scoring import require_ballot_score
from domain.appraisal.state import Appraisal
from domain.cycle.state import Cycle
from domain.event import Record
from domain.exact import Exact, simplest, text
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import cycle_stream
from store.counting import count_ballots

CAST = "cast"


class CastBallot(Record):
    """Scores the own unit from 0 to 100, in secret."""

    score: Exact


class Ballots:
    """Casts ballots and has them counted."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def cast(self, task: str, stream: str, voter: str, action: str | None, fields: Mapping[str, Any]) -> Done:
        """Puts a ballot into the box; the last of the electorate's empties it into the log.

        No command id stands on a ballot, since it would join it to a person: a retry is refused as cast already.
        """
        thing = f"task {task}"
        if action not in (None, CAST):
            raise Refused(Reason.INVALID, thing, f"cannot be done by {action!r}", f"Ways to act on it: {CAST}")
        score = fitting(CastBallot, dict(fields), thing).score
        loaded, state = await self._store.load(stream, Appraisal)
        if await self._store.ballots.has_cast(state.cycle, state.appraisee, voter):
            raise Refused(Reason.CONFLICT, thing, "has been cast already and counts", "Nothing is left to do")
        duty = await self._duty(thing, state)
        if voter not in duty.persons:
            raise Refused(
                Reason.FORBIDDEN,
                thing,
                f"is asked of {asked_of(duty)}, not of {voter}",
                "See 'kaohe task list --as YOU' for your own tasks",
            )
        require_ballot_score(score, thing)
        box = self._store.ballots
        plain = text(simplest(Fraction(score)))  # the way a number is written may tell who wrote it
        await box.cast(state.cycle, state.appraisee, voter, plain, electorate=duty.persons)
        turnout = await box.turnout(state.cycle, state.appraisee)
        cast = Done(stream=stream, version=loaded.version, position=loaded.position, replayed=False, shown=True)
        return cast if turnout.cast < turnout.eligible else await self._count(stream, cast)

    async def _duty(self, thing: str, state: Appraisal) -> Duty:
        """The ballot's duty while it is open, else a refusal that says what is in the way."""
        step = state.steps.get(StepName.SCORING)
        duty = next((duty for duty in step.duties if duty.key == "ballot"), None) if step else None
        if step is None:
            raise Refused(
                Reason.CONFLICT,
                thing,
                "belongs to step scoring, which has not opened",
                f"See 'kaohe cycle status {state.cycle}' for when it opens",
            )
        if duty is None:
            raise Refused(Reason.NOT_FOUND, thing, "does not exist: no ballot is held", "Nothing needs to be done")
        if duty.key in step.done or step.ended:
            raise Refused(Reason.CONFLICT, thing, "is over: the ballots have been counted", "Nothing needs to be done")
        _, cycle = await self._store.load(cycle_stream(state.cycle), Cycle)
        if cycle.stands_still:
            raise Refused(
                Reason.CONFLICT, thing, f"waits, because cycle {state.cycle} is paused", "Try again when it goes on"
            )
        return duty

    async def _count(self, stream: str, cast: Done) -> Done:
        """Empties the box into the log; a step that has stopped meanwhile is left to be counted at its end."""
        store = self._store
        try:
            counted = await count_ballots(
                store.executor, store.ballots, stream, command_id(stream, BALLOTS), await store.clock()
            )
        except Refused as refused:
            if refused.reason is not Reason.CONFLICT:
                raise
            return cast
        if counted is None:
            return cast
        shown = await store.wait(counted.position)
        return cast.model_copy(update={"version": counted.version, "position": counted.position, "shown": shown})
