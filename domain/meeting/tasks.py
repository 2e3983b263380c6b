"""What a meeting asks of people: to attend, to open it, to deliberate and vote, to conclude and to close."""

from collections.abc import Iterator, Mapping

from domain.appraisal.events import Duty
from domain.command import Command
from domain.directory import Role
from domain.meeting.closing import CloseMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.sitting import OpenMeeting, RecuseMember
from domain.meeting.state import Meeting, Motion
from domain.refusal import Reason, Refused
from domain.tasks import Actions, OpenDuty, Place, Stands, States, TaskSource

_ACTIONS: Mapping[str, Actions] = {
    "attend": {"recuse": RecuseMember},
    "open": {"open": OpenMeeting},
    "deliberate": {"move": MoveMotion, "recuse": RecuseMember},
    "vote": {"vote": CastVote},
    "conclude": {"conclude": ConcludeItem},
    "close": {"close": CloseMeeting},
}
_ABOUT: Mapping[str, str] = {"deliberate": "item", "vote": "motion", "conclude": "item"}
"""The field that says what a duty is about, where its key does."""


def _duties(state: Meeting) -> Iterator[OpenDuty]:
    """Every duty there is or was by now, with how it stands."""
    members = Duty(key="attend", role=Role.MEMBER, persons=tuple(state.seats))
    ahead = not state.opened and not state.lapsed
    over = Stands.OVER if state.lapsed else Stands.DONE
    yield OpenDuty(members, "Attend the meeting", state.at, state.lapses, stands=Stands.OPEN if ahead else over)
    yield _of_office("open", "Open the meeting", state, Stands.OPEN if ahead else over)
    for item in state.before_it if state.opened else ():
        yield from _on_item(item, state)
    for motion in state.motions.values():
        yield _on_motion(motion, state)
    if state.opened:
        stands = Stands.DONE if state.closed else Stands.WAITING if state.unconcluded else Stands.OPEN
        yield _of_office("close", "Close the meeting with its minutes", state, stands)


def _on_item(item: str, state: Meeting) -> Iterator[OpenDuty]:
    motion, done = state.open_motion, item in state.concluded or state.closed
    others = motion is not None and motion.item != item
    if persons := state.voting(item):
        stands = Stands.DONE if done else Stands.WAITING if motion else Stands.OPEN
        duty = Duty(key=f"deliberate.{item}", role=Role.MEMBER, persons=persons)
        yield OpenDuty(duty, f"Deliberate on {item}", stands=stands)
    stands = Stands.DONE if done else Stands.WAITING if others else Stands.OPEN
    yield _of_office(f"conclude.{item}", f"Write down what is concluded on {item}", state, stands)


def _on_motion(motion: Motion, state: Meeting) -> OpenDuty:
    """A vote is asked of those who have not cast it; of one that is decided, it was of those who have."""
    is_open = motion.carried is None
    missing = tuple(person for person in state.voting(motion.item) if person not in motion.votes)
    duty = Duty(key=f"vote.{motion.number}", role=Role.MEMBER, persons=missing if is_open else tuple(motion.votes))
    return OpenDuty(
        duty, f"Vote on motion {motion.number}: {motion.item}", stands=Stands.OPEN if is_open else Stands.DONE
    )


def _of_office(key: str, title: str, state: Meeting, stands: Stands) -> OpenDuty:
    clock = (state.at, state.lapses) if key == "open" else (None, None)
    return OpenDuty(Duty(key=key, role=Role.OFFICE), title, *clock, stands=stands)


def _open_duties(state: Meeting, _states: States) -> tuple[OpenDuty, ...]:
    return tuple(asked for asked in _duties(state) if asked.stands is Stands.OPEN)


def _find(state: Meeting, _states: States, key: str) -> OpenDuty | None:
    return next((asked for asked in _duties(state) if asked.duty.key == key), None)


def _ways(key: str) -> Actions:
    return _ACTIONS.get(key.partition(".")[0], {})


def _command_for(key: str, action: str | None, fields: Mapping[str, object]) -> Command:
    ways, (kind, _, about) = _ways(key), key.partition(".")
    if not ways:
        raise Refused(Reason.NOT_FOUND, f"task {key}", "is of no known kind", f"Kinds are {', '.join(_ACTIONS)}")
    action = action or next(iter(ways))
    if action not in ways:
        mend = f"Ways to act on it: {', '.join(ways)}"
        raise Refused(Reason.INVALID, f"task {key}", f"cannot be done by {action!r}", mend)
    given, subject = dict(fields), _ABOUT.get(kind)
    if subject and str(given.setdefault(subject, about)) != about:
        problem = f"is not about {subject} {given[subject]}"
        mend = f"Leave the {subject} out, or act on the task that is about it"
        raise Refused(Reason.INVALID, f"task {key}", problem, mend)
    return ways[action].model_validate(given)


TASKS = TaskSource(
    place=lambda state: Place(state.authority, state.cycle),
    reads=lambda _: (),
    open_duties=_open_duties,
    find=_find,
    ways=_ways,
    command_for=_command_for,
)
