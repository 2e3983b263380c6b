"""Whether a rulebook's public notice holds together: its step, its clock, and time enough for it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.procedures import PublicNotice
from domain.schedule import StepName


def notice_findings(rulebook: Rulebook, trials: Sequence[datetime]) -> Iterator[Finding]:
    """What keeps a public notice from being carried out; `trials` are instants at which its step may open."""
    steps = [rule.step for rule in rulebook.steps]
    notice = rulebook.public_notice
    if notice is None:
        if StepName.NOTICE in steps:
            place = f"steps.{steps.index(StepName.NOTICE) + 1}.step"
            problem = "the step notice has no public notice to give"
            yield Finding(place=place, problem=problem, mend="State public_notice, or leave the step out")
        return
    if StepName.NOTICE not in steps:
        problem = "no step notice carries it out"
        yield Finding(place="public_notice", problem=problem, mend="Add the step notice after the step result")
    elif StepName.RESULT not in steps:
        place = f"steps.{steps.index(StepName.NOTICE) + 1}.step"
        mend = "Add the step result before it"
        yield Finding(place=place, problem="there is no result to give notice of", mend=mend)
    if notice.clock is not None:
        yield from _clock(notice, rulebook, trials)
    elif notice.then is None:
        problem = "it neither lasts nor announces anything"
        yield Finding(place="public_notice", problem=problem, mend="Name its clock, how it is announced, or both")


def _clock(notice: PublicNotice, rulebook: Rulebook, trials: Sequence[datetime]) -> Iterator[Finding]:
    clock = next((one for one in rulebook.clocks if one.id == notice.clock), None)
    if clock is None:
        mend = f"There are: {', '.join(one.id for one in rulebook.clocks) or 'none'}"
        yield Finding(place="public_notice.clock", problem=f"there is no clock {notice.clock!r}", mend=mend)
        return
    if clock.within is None or not clock.at_least:
        problem = f"clock {clock.id} does not give others a time of at least some length"
        yield Finding(place="public_notice.clock", problem=problem, mend="Name one with within and at_least")
        return
    rule = next((one for one in rulebook.steps if one.step is StepName.NOTICE), None)
    add = rulebook.calendar.add
    if rule and any(add(at, rule.due) < add(at, clock.within) for at in trials):
        place = f"steps.{rulebook.steps.index(rule) + 1}.due"
        problem = f"it is due {rule.due} after it opens, before a notice of {clock.within} is over"
        yield Finding(place=place, problem=problem, mend=f"Let it be due {clock.within} after it opens, or later")
