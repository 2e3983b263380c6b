"""The clocks of one appraisal: the cycle's, but for steps that have times of their own.

An appraisal reopened, and one that joined late, have such. Whatever the cycle gives everybody later than that counts
for them as well: an extension that goes further, and the length of every pause since.
"""

from collections.abc import Mapping

from domain.appraisal.state import Appraisal
from domain.cycle.state import Cycle, OwnTimes
from domain.cycle.steering import moved_by_pause
from domain.schedule import StepName, StepTimes


def schedule_of(state: Appraisal, cycle: Cycle) -> Mapping[StepName, StepTimes]:
    """The instants in force for the appraisal, in the order of the steps."""
    own = state.own or cycle.joined.get(state.appraisee)
    if own is None:
        return cycle.schedule
    return {step: _later(times, own, cycle) for step, times in cycle.schedule.items()}


def _later(common: StepTimes, own: OwnTimes, cycle: Cycle) -> StepTimes:
    times = own.times.get(common.step)
    if times is None:
        return common
    for since, until in cycle.pauses:
        if until > own.set_at:
            began = max(since, own.set_at)
            times = moved_by_pause(times, began, until - began)
    return times if times.due > common.due else common
