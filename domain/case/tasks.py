"""The act of a case that is open, as a task."""

from collections.abc import Mapping

from domain.case.doing import DoAct, ReturnToAct
from domain.case.state import Case, Turn
from domain.command import Command
from domain.refusal import Reason, Refused
from domain.tasks import Actions, OpenDuty, Place, Stands, States, TaskSource

_WAYS: Actions = {"do": DoAct, "return": ReturnToAct}


def _open_duties(state: Case, _states: States) -> tuple[OpenDuty, ...]:
    return () if state.current is None else (_asked(state.current, state),)


def _find(state: Case, _states: States, key: str) -> OpenDuty | None:
    last = next((turn for turn in reversed(state.turns) if turn.act == key), None)
    return None if last is None else _asked(last, state)


def _asked(turn: Turn, state: Case) -> OpenDuty:
    clock, is_open = turn.opened.clock, turn is state.current
    stands = Stands.OPEN if is_open else Stands.DONE if turn.done else Stands.OVER
    title = f"{turn.opened.title[:1].upper()}{turn.opened.title[1:]}"
    return OpenDuty(turn.opened.duty, title, clock.due, clock.ends, turn.fell_due and is_open, stands)


def _command_for(key: str, action: str | None, fields: Mapping[str, object]) -> Command:
    action = action or next(iter(_WAYS))
    if action not in _WAYS:
        mend = f"Ways to act on it: {', '.join(_WAYS)}"
        raise Refused(Reason.INVALID, f"task {key}", f"cannot be done by {action!r}", mend)
    if fields.get("act", key) != key:
        problem = f"is not about act {fields['act']}"
        raise Refused(Reason.INVALID, f"task {key}", problem, "Leave the act out, or act on its own task")
    return _WAYS[action].model_validate({**fields, "act": key})


TASKS = TaskSource(
    place=lambda state: Place(state.authority, state.cycle, state.appraisee),
    reads=lambda _state: (),
    open_duties=_open_duties,
    find=_find,
    ways=lambda _key: _WAYS,
    command_for=_command_for,
)
