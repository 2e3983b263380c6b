"""Verification: a verifier confirms or corrects each reported value that was drawn; the report itself stays."""

from pydantic import Field

from domain.appraisal import events as e
from domain.appraisal.folding.fold import fold
from domain.appraisal.recording.false_reports import consequences
from domain.appraisal.rights import directory_of, require_disinterested, require_duty, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private
from domain.exact import Exact, text
from domain.refusal import Reason, Refused
from domain.regulation import indicator
from domain.schedule import StepName


@command
class ConfirmValue(Command):
    """Finds a drawn value right."""

    indicator: str


@command
class CorrectValue(Command):
    """Finds a drawn value wrong and says what is right, in the indicator's unit, and how that was found.

    The value must be given; it is null when what was reported has no value at all. False data is found under one of the
    rulebook's liabilities for it, with the `kind` or the `points` of the case where the rule that counts it asks for
    them. Left out, these are not part of the command, which so is the same as before there were findings.
    """

    indicator: str
    value: Exact | None
    unit: str
    reason: str
    found: e.Found = Field(default=e.Found.ERROR, exclude_if=lambda found: found is e.Found.ERROR)
    liability: str | None = Field(default=None, exclude_if=lambda liability: liability is None)
    kind: str | None = Field(default=None, exclude_if=lambda kind: kind is None)
    points: Exact | None = Field(default=None, exclude_if=lambda points: points is None)


def confirm_value(wish: ConfirmValue, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_verifier(wish.indicator, state, context)
    _require_looked_into(wish.indicator, state, context, thing)
    known = state.verifiable[wish.indicator]
    return [
        e.ValueConfirmed(
            indicator=wish.indicator,
            cites=known.cites[0],
            rests_on=_looked_at(wish.indicator, state),
            settles=_settles(wish.indicator, known.value, None, state, context),
            by=context.actor,
        )
    ]


def correct_value(wish: CorrectValue, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_verifier(wish.indicator, state, context)
    _require_proper(wish, state, context, thing)
    known = state.verifiable[wish.indicator]
    settles = _settles(wish.indicator, wish.value, wish.found, state, context)
    corrected = e.ValueCorrected(
        indicator=wish.indicator,
        was=known.value,
        value=wish.value,
        cites=known.cites[0],
        found=wish.found,
        rests_on=_looked_at(wish.indicator, state),
        settles=settles,
        reason=Private(data_subject=context.actor, text=wish.reason),
        by=context.actor,
    )
    if wish.found is e.Found.ERROR or wish.liability is None:
        return [corrected]
    following = consequences(
        fold(state, [corrected]),
        context,
        indicator=wish.indicator,
        liability=wish.liability,
        kind=wish.kind,
        points=wish.points,
        reason=wish.reason,
    )
    return [corrected, *following] if settles else [corrected]


def _require_proper(wish: CorrectValue, state: Appraisal, context: Context, thing: str) -> None:
    leaf = indicator(rulebook_of(state, context), wish.indicator)
    unit = leaf.unit or ""
    known = state.verifiable[wish.indicator]
    if wish.unit != unit:
        raise Refused(
            Reason.INVALID, thing, f"gives the value in {wish.unit!r}", f"Give it in {unit!r}, the rulebook's unit"
        )
    if wish.value is not None and not leaf.takes_number:
        mend = "Leave it without a value; the lead department records the cases"
        raise Refused(Reason.INVALID, thing, "gives a number of cases that each have points of their own", mend)
    if wish.value == known.value:
        was = "no value" if known.value is None else text(known.value)
        raise Refused(Reason.INVALID, thing, f"corrects {was} to the same", "Confirm it instead")
    if not wish.reason.strip():
        raise Refused(Reason.INVALID, thing, "corrects without a reason", "Say how the right value was found")
    if (wish.found is e.Found.FALSE_DATA) is (wish.liability is None):
        problem = f"finds {wish.found.value}, and {'no' if wish.liability is None else 'a'} liability"
        mend = "Name the liability of false data, and none of an error"
        raise Refused(Reason.INVALID, thing, problem, mend)


# ---------------------------------------------------------------- several verifiers


def _settles(about: str, value: Exact | None, found: e.Found | None, state: Appraisal, context: Context) -> bool:
    """Whether with this finding as many verifiers have found the same as the rulebook wants."""
    same = [one for one in state.findings.get(about, ()) if (one.value, one.found) == (value, found)]
    return len(same) + 1 >= rulebook_of(state, context).verification.verifiers


def _require_verifier(checked: str, state: Appraisal, context: Context) -> str:
    key = f"verify.{checked}"
    require_duty(state, context, StepName.VERIFICATION, key)
    thing = f"task {task_id(state, key)}"
    require_disinterested(state, context, thing)
    eyes = directory_of(state, context).eyes(context.actor)
    if any(finding.by in eyes for finding in state.findings.get(checked, ())):
        problem = f"has a finding of {context.actor} already"
        raise Refused(Reason.CONFLICT, thing, problem, "Let another verifier look into it")
    return thing


# ---------------------------------------------------------------- other sources, and visits


def _require_looked_into(about: str, state: Appraisal, context: Context, thing: str) -> None:
    """Refuses to confirm before another source was asked, or the place visited, where the rulebook wants that."""
    rule = rulebook_of(state, context).verification
    if about in rule.cross_checked and not any(indicator == about for indicator, _ in state.recorded.checks):
        problem = f"confirms {about}, which the rulebook wants checked against another source"
        raise Refused(Reason.CONFLICT, thing, problem, "Record the cross-check first")
    if rule.visits is None or about not in rule.visits.indicators:
        return
    most = max((visit.outsiders for visit in state.recorded.visits.get(about, ())), default=None)
    if most is None or most < rule.visits.outsiders:
        seen = "and nobody has been there" if most is None else f"and {most} came along"
        problem = f"confirms {about}, which is seen on site with {rule.visits.outsiders} outsiders, {seen}"
        raise Refused(Reason.CONFLICT, thing, problem, "Record such a visit first")


def _looked_at(about: str, state: Appraisal) -> tuple[int, ...]:
    """The versions of the cross-checks and visits there are about a value."""
    checks = [check.cites for (indicator, _), check in state.recorded.checks.items() if indicator == about]
    visits = [visit.cites for visit in state.recorded.visits.get(about, ())]
    return tuple(sorted({*checks, *visits}))
