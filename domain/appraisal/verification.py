"""Verification: a verifier confirms or corrects each reported value that was drawn; the report itself stays."""

from domain.appraisal import events as e
from domain.appraisal.rights import require_duty, require_no_part, rulebook_of, task_id
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

    The value must be given; it is null when what was reported has no value at all.
    """

    indicator: str
    value: Exact | None
    unit: str
    reason: str


def confirm_value(wish: ConfirmValue, state: Appraisal, context: Context) -> list[Event]:
    _require_verifier(wish.indicator, state, context)
    cites = state.reported[wish.indicator].cites[0]
    return [e.ValueConfirmed(indicator=wish.indicator, cites=cites, by=context.actor)]


def correct_value(wish: CorrectValue, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_verifier(wish.indicator, state, context)
    leaf = indicator(rulebook_of(state, context), wish.indicator)
    unit = leaf.unit or ""
    known = state.reported[wish.indicator]
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
    return [
        e.ValueCorrected(
            indicator=wish.indicator,
            was=known.value,
            value=wish.value,
            cites=known.cites[0],
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def _require_verifier(checked: str, state: Appraisal, context: Context) -> str:
    key = f"verify.{checked}"
    require_duty(state, context, StepName.VERIFICATION, key)
    thing = f"task {task_id(state, key)}"
    require_no_part(state, context, thing)
    return thing
