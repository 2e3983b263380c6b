"""Who does which duty, and when: from a seed, from the shares of the late and the silent, and from the directory."""

from datetime import datetime, timedelta
from fractions import Fraction

from domain.appraisal.rights import entitled
from domain.appraisal.state import Appraisal
from domain.directory import Directory
from domain.rehearsal.chance import between, chance
from domain.rehearsal.plan import Behaviour
from domain.tasks import OpenDuty

_ANY_TIME = timedelta(days=14)
"""How long people take for what is not due at any time."""


class People:
    """The synthetic actors."""

    def __init__(self, seed: str, behaviour: Behaviour) -> None:
        self._seed = seed
        self._behaviour = behaviour

    def able(self, asked: OpenDuty, directory: Directory, task: str) -> list[str]:
        """Who may do a duty, in the order in which they are asked to."""
        duty = asked.duty
        named = duty.persons or directory.holders(duty.role, duty.unit)
        known = [person for person in named if entitled(duty, person, directory)]
        return sorted(known, key=lambda person: (chance(self._seed, task, person), person))

    def speak(self, task: str, person: str) -> bool:
        """Whether one of many who share a duty, as voters do, has done the own part of it when it ends."""
        return chance(self._seed, "speak", task, person) >= self._behaviour.silent

    def when(self, asked: OpenDuty, task: str, now: datetime, behind: int = 0) -> datetime | None:
        """When the duty will be done, late ones after their due instant; never, by the silent.

        Whoever is prompt leaves time to those `behind`, whose duties wait for this one.
        """
        kind, part = chance(self._seed, "kind", task), chance(self._seed, "part", task)
        if kind < self._behaviour.silent:
            return None
        due = asked.due or now + _ANY_TIME
        in_time = 1 - Fraction(self._behaviour.late)
        if kind >= in_time and asked.ends and asked.ends > due:
            return max(now, between(due, asked.ends, part))
        return max(now, between(now, now + (due - now) / (behind + 1), part))


def owner(asked: OpenDuty) -> str:
    """The person or the office that a duty is asked of, in a few words."""
    duty = asked.duty
    if len(duty.persons) == 1:
        return duty.persons[0]
    return f"{duty.role.value} of {duty.unit}" if duty.unit else duty.role.value


def behind(asked: OpenDuty, state: object) -> int:
    """How many duties of the step wait for one, those that wait for them among them."""
    step = state.current if isinstance(state, Appraisal) else None
    after = {duty.after: duty.key for duty in step.undone if duty.after} if step else {}
    key, number = asked.duty.key, 0
    while key in after:
        key, number = after[key], number + 1
    return number
