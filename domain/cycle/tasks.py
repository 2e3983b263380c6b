"""What a cycle itself asks of people, besides what its appraisals do."""

from collections.abc import Iterator, Mapping

from domain.appraisal.events import Duty
from domain.command import Command
from domain.cycle import draw_value, hearings
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.cycle.uses import deciding, proposing
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.tasks import Actions, OpenDuty, Place, Stands, States, TaskSource

_WAYS: Mapping[str, Actions] = {
    draw_value.KEY: {"give": draw_value.GiveDrawValue},
    "propose-uses": {"propose": proposing.ProposeUses},
    "decide-uses": {"decide": deciding.DecideUses},
    "answer-referrals": {"answer": deciding.AnswerReferral},
}
_TITLES: Mapping[str, str] = {
    draw_value.KEY: "Give the value to draw the sample by",
    "propose-uses": "Propose uses of the results",
    "decide-uses": "Decide on uses of the results",
    "answer-referrals": "Record what came of referrals for accountability",
}


def _duties(state: Cycle, states: States) -> tuple[OpenDuty, ...]:
    """Every duty there ever was, with how it stands."""
    return (*_draw(state), *_hearings(state, states), *_uses(state, states))


def _uses(state: Cycle, states: States) -> Iterator[OpenDuty]:
    """What is to be done about uses of results, also after the close of the cycle."""
    may_propose = _may_propose(state, states)
    if may_propose or state.uses.ranking:
        yield _of_uses("propose-uses", Role.OFFICE, is_open=may_propose)
    if state.uses.by_id:
        yield _of_uses("decide-uses", Role.COMMITTEE, is_open=bool(state.uses.undecided))
    if any(use.referred for use in state.uses.by_id.values()):
        yield _of_uses("answer-referrals", Role.OFFICE, is_open=bool(state.uses.unanswered))


def _may_propose(state: Cycle, states: States) -> bool:
    """Whether there is a ranking that no uses were proposed from, and a rulebook that provides any."""
    if state.rankings == state.uses.ranking:
        return False
    rulebook = regulation_of(state, states)
    return bool(rulebook.uses or rulebook.consequences or rulebook.liabilities or rulebook.leaders)


def _of_uses(key: str, role: Role, *, is_open: bool) -> OpenDuty:
    return OpenDuty(Duty(key=key, role=role), _TITLES[key], stands=Stands.OPEN if is_open else Stands.DONE)


def _hearings(state: Cycle, states: States) -> Iterator[OpenDuty]:
    """The meetings that have to be held by a day, also after the close of the cycle."""
    for rule, due, held in hearings.dated(state, regulation_of(state, states)):
        stands = Stands.DONE if held else Stands.OVER if state.cancelled else Stands.OPEN
        duty = Duty(key=f"{hearings.KEY}.{rule.id}", role=Role.OFFICE)
        yield OpenDuty(duty, f"Convene: {rule.name}", due=due, stands=stands)


def _draw(state: Cycle) -> tuple[OpenDuty, ...]:
    asked = state.draw
    if asked is None or state.cancelled:
        return ()
    stands = Stands.OPEN if asked.value is None else Stands.DONE
    duty = Duty(key=draw_value.KEY, role=asked.asked_of)
    overdue = stands is Stands.OPEN and asked.escalated > 0
    return (OpenDuty(duty, _TITLES[duty.key], due=asked.due, overdue=overdue, stands=stands),)


def _open_duties(state: Cycle, states: States) -> tuple[OpenDuty, ...]:
    return tuple(one for one in _duties(state, states) if one.stands is Stands.OPEN)


def _find(state: Cycle, states: States, key: str) -> OpenDuty | None:
    return next((one for one in _duties(state, states) if one.duty.key == key), None)


def _ways(key: str) -> Actions:
    return _WAYS.get(key, {})


def _command_for(key: str, action: str | None, fields: Mapping[str, object]) -> Command:
    ways = _ways(key)
    if key.partition(".")[0] == hearings.KEY:
        mend = "Convene it with 'kaohe meeting convene'; when it closes, the task is done"
        raise Refused(Reason.INVALID, f"task {key}", "is done by a meeting", mend)
    if not ways:
        raise Refused(Reason.NOT_FOUND, f"task {key}", "is of no known kind", f"Kinds are {', '.join(_WAYS)}")
    action = action or next(iter(ways))
    if action not in ways:
        mend = f"Ways to act on it: {', '.join(ways)}"
        raise Refused(Reason.INVALID, f"task {key}", f"cannot be done by {action!r}", mend)
    return ways[action].model_validate(fields)


TASKS = TaskSource(
    place=lambda state: Place(state.authority, state.id),
    reads=regulation_streams,
    open_duties=_open_duties,
    find=_find,
    ways=_ways,
    command_for=_command_for,
)
