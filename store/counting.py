"""Counting: the ballot box of an appraisal is emptied into the log, once."""

from datetime import UTC, datetime
from uuid import UUID

from domain.appraisal.scoring import CountBallots
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_BALLOT_BOX, BallotBatch
from domain.schedule import StepName
from store.ballots import BallotBox
from store.execute import Executor, Outcome


async def count_ballots(
    executor: Executor, box: BallotBox, stream: str, command_id: UUID, now: datetime
) -> Outcome | None:
    """Closes the box and appends its ballots; None when no ballot is held there, or it has been counted.

    The event bears the day alone. Safe to repeat: a batch stays the same until it is in the log. Raises `Refused` when
    the step does not take it now; the ballots then stay in the closed box until the step takes them.
    """
    state: Appraisal = (await executor.load(stream)).state
    if state.ballots_cite is not None:
        left = await box.claim_batch(state.cycle, state.appraisee)  # whoever counted was cut off before the end
        await box.discard(left.number)
        return None
    step = state.steps.get(StepName.SCORING)
    if step is None or step.ended or all(duty.key != "ballot" for duty in step.undone):
        return None
    batch = await box.claim_batch(state.cycle, state.appraisee)
    outcome = await executor.execute(
        command_id,
        SYSTEM_BALLOT_BOX,
        stream,
        CountBallots(),
        now=now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
        ballots=BallotBatch(scores=batch.scores, cast=len(batch.scores)),
    )
    await box.discard(batch.number)
    return outcome
