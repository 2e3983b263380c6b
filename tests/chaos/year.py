"""A whole cycle played over HTTP: everybody does what the open tasks ask of them, the same in every run."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from domain.rulebook import RULEBOOK
from tests import sample
from tests.chaos.clients import Clients
from tests.players import same_id

UNITS = tuple(f"bureau-{number}" for number in range(1, 9))
BUSY_STEP = "scoring"
"""The step with the most to do at once, six commands in each unit; nobody acts in it before everybody can."""

_LOOK = 0.05
_TOO_LONG = 90
_VALUES = {"budget": ("%", 88), "delays": ("days", 9), "hotline": ("%", 83)}


async def publish(clients: Clients) -> None:
    """Publishes the sample directory, and enacts the sample rulebook with time enough for any accident.

    All that is reported is drawn for verification, so that the sample is the same whatever its seed.
    """
    await clients.send(same_id("directory"), None, "/directories", sample.sample_directory(UNITS))
    rulebook = sample.sample_rulebook(steps=sample.sample_steps(due="PT2H"), verification={"share": "1"})
    for actor, path, body in (
        (sample.OFFICE, "drafts", {"document": rulebook}),
        (sample.OFFICE, "annual/check", {}),
        (sample.OFFICE, "annual/consultation/waiver", {"reason": "The year has begun"}),
        (sample.COMMITTEE, "annual/approval", {"hash": RULEBOOK.content(rulebook).hash}),
        (sample.OFFICE, "annual/publication", {}),
    ):
        await clients.send(same_id("rulebook", path), actor, f"/rulebooks/{path}", body)


async def launch(clients: Clients, cycle: str) -> None:
    body = {
        "cycle": cycle,
        "title": "Annual appraisal 2026",
        "rulebook": sample.RULEBOOK,
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "appraisees": UNITS,
    }
    await clients.send(same_id(cycle, "launch"), sample.OFFICE, "/cycles", body)


class Year:
    """One cycle and everybody in it. A task is acted on once, as soon as it is listed.

    `at_wave` is called when the tasks of the busy step are there, right before they are acted on.
    """

    def __init__(self, clients: Clients, cycle: str, *, at_wave: Callable[[], None] = lambda: None) -> None:
        self._clients = clients
        self._cycle = cycle
        self._at_wave = at_wave

    async def play(self) -> None:
        """Plays until the cycle is closed, which takes some seconds; fails when that takes far too long."""
        known: set[str] = set()
        busy: list[Mapping[str, Any]] = []
        async with asyncio.timeout(_TOO_LONG), asyncio.TaskGroup() as acts:
            while not (await self._clients.get(f"/cycles/{self._cycle}"))["closed"]:
                page = await self._clients.get("/tasks", cycle=self._cycle)
                fresh = [task for task in page["tasks"] if task["id"] not in known]
                known |= {task["id"] for task in fresh}
                busy += [task for task in fresh if task["step"] == BUSY_STEP]
                ready = [task for task in fresh if task["step"] != BUSY_STEP]
                if {task["appraisee"] for task in busy} == set(UNITS):
                    self._at_wave()
                    ready, busy = [*ready, *busy], []
                for task in ready:
                    acts.create_task(self._act(task["id"], task["appraisee"]), name=task["id"])
                await asyncio.sleep(_LOOK)

    async def _act(self, task: str, unit: str) -> None:
        kind, _, about = task.rpartition(":")[2].partition(".")
        await _ACTS[kind](self, task, unit, about)

    async def do(self, actor: str, task: str, action: str, **fields: Any) -> None:  # noqa: ANN401 - JSON
        body = {"action": action, "fields": fields}
        await self._clients.send(same_id(task, actor, action), actor, f"/tasks/{task}/completion", body)


Act = Callable[[Year, str, str, str], Awaitable[None]]


def _once(actor: Callable[[str, str], str], action: str, **fields: Any) -> Act:  # noqa: ANN401 - JSON
    """One person acts in one way; who, follows from the unit and what the task is about."""

    async def act(year: Year, task: str, unit: str, about: str) -> None:
        await year.do(actor(unit, about), task, action, **fields)

    return act


async def _report(year: Year, task: str, unit: str, _about: str) -> None:
    values = [
        {"indicator": indicator, "value": str(value + UNITS.index(unit)), "unit": measure}
        for indicator, (measure, value) in _VALUES.items()
    ]
    await year.do(_head(unit), task, "submit", values=values)


async def _talk(year: Year, task: str, unit: str, _about: str) -> None:
    head, office = (_head(unit), task), (sample.OFFICE, f"{task}-by-office")
    await year.do(*head, "open", topic="How the year goes")
    await year.do(*head, "propose", actions=["Meet monthly"])
    await year.do(*office, "agree")
    await asyncio.gather(year.do(*office, "close"), year.do(*head, "close"))


async def _nothing(_year: Year, _task: str, _unit: str, _about: str) -> None:
    """The office's part of a talk is played with the head's."""


async def _vote(year: Year, task: str, unit: str, _about: str) -> None:
    voters: Sequence[str] = [f"{unit}-staff-{number}" for number in (1, 2, 3)]
    votes = zip(voters, ("78", "84", "91"), strict=True)
    await asyncio.gather(*(year.do(person, task, "cast", score=score) for person, score in votes))


def _head(unit: str, _about: str = "") -> str:
    return f"{unit}-head"


def _office(_unit: str, _about: str) -> str:
    return sample.OFFICE


_ACTS: Mapping[str, Act] = {
    "set-goals": _once(_head, "set", goals=[{"indicator": "budget", "measures": "Do it steadily"}]),
    "confirm-goals": _once(_office, "confirm"),
    "talk": _talk,
    "talk-by-office": _nothing,
    "report": _report,
    "verify": _once(lambda _unit, _about: "supervision-1", "confirm"),
    "judge": _once(lambda _unit, _about: "supervision-head", "judge", points="87.5"),
    "rate": _once(lambda _unit, leader: leader, "rate", score="90"),
    "ballot": _vote,
    "compute": _once(_office, "compute"),
    "approve": _once(lambda _unit, _about: "committee-1", "approve"),
    "issue-feedback": _once(
        _office,
        "issue",
        causes="Steady work",
        recommendations="Go on",
        findings=[{"indicator": name, "cause": "Floods", "recommendation": "Dykes"} for name in _VALUES],
    ),
    "answer-feedback": _once(_head, "acknowledge"),
}
