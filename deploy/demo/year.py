"""The year: regulation enacted, cycle launched and played to its close with an accident on the way, and read back."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from deploy.demo.accident import Killed, kill_worker
from deploy.demo.city import City
from deploy.demo.door import Acknowledged, Door
from deploy.demo.enacting import enact
from deploy.demo.failed import Failed
from deploy.demo.players import PLAYERS, office
from deploy.demo.proof import Year, require_nothing_lost, require_the_script
from deploy.demo.screen import Screen, Sight, StepCount
from deploy.demo.script import LIAR
from deploy.demo.shell import Shell
from deploy.demo.stage import Stage
from deploy.local.supervisor import Supervisor
from domain.directory import Role
from domain.streams import cycle_stream

_LOOK = 0.4
_LONGEST = 240.0
"""Seconds after which a year that does not end is given up."""
_BUSY_STEP = "counseling"
"""The step with the most commands one after the other; clocks that matter to the script come well after it."""


@dataclass(frozen=True)
class Played:
    """A year that is over and in order."""

    cycle: str
    year: Year
    door: Door
    killed: Killed

    @property
    def corrected(self) -> str:
        """The indicator of the first false value that verification found."""
        what, _, _ = self.year.of(LIAR, "ValueCorrected")[0].changes[0]
        return what.removeprefix("value of ")


class Play:
    """One run of the demo over a runtime that is up."""

    def __init__(self, city: City, door: Door, shell: Shell, screen: Screen) -> None:
        self._city, self._door, self._shell, self._screen = city, door, shell, screen
        self._today = date.today()  # noqa: DTZ011 - which year it is for whoever looks on
        self._cycle = f"{city.rulebook.id}-{self._today.year}"
        self._status: Mapping[str, Any] = {}

    async def run(self, supervisor: Supervisor) -> Played:
        """Plays the year; raises `Failed` when it does not go as promised."""
        await self._launch()
        stage = Stage(self._city, self._door, self._cycle, self._screen.say)
        try:
            async with asyncio.timeout(_LONGEST), asyncio.TaskGroup() as group:
                acting = group.create_task(stage.run(PLAYERS))
                dying = group.create_task(supervisor.failed())
                accident = group.create_task(
                    kill_worker(supervisor, self._door.ledger, self._is_busy, self._screen.say)
                )
                await self._follow(stage)
                for task in (acting, dying, accident):
                    task.cancel()
        except TimeoutError:
            raise Failed(f"The year is not over after {_LONGEST:g} seconds: {self._standing()}") from None
        if accident.cancelled():
            raise Failed("The year was over before the worker could be killed in the midst of work")
        self._screen.say("The cycle is closed; reading back what the log holds")
        year = await Year.read(self._door, self._city, self._cycle)
        require_nothing_lost(year, self._door)
        require_the_script(year)
        return Played(self._cycle, year, self._door, accident.result())

    async def _launch(self) -> None:
        """Through both doors: a program of the operator's calls the API, people type commands."""
        officer, year = self._city.holders(Role.OFFICE)[0], self._today.year
        self._screen.say("POST /api/v1/directories: who is who")
        await self._door.publish_directory(self._city.directory.model_dump(mode="json"))
        await enact(self._city, self._shell)
        command = uuid4()
        await self._shell.run(
            *("cycle", "launch", self._cycle, "--rulebook", self._city.rulebook.id),
            *("--start", f"{year}-01-01", "--end", f"{year}-12-31"),
            *("--title", f"Annual appraisal {year} ({year}年度绩效考核)"),
            *("--as", officer, "--id", str(command), "--appraisees", *self._city.appraisees),
            shown=f"cycle launch {self._cycle} --rulebook {self._city.rulebook.id} --as {officer} ...",
        )
        self._door.ledger.acknowledged.append(Acknowledged(command, cycle_stream(self._cycle), "launch"))

    async def _follow(self, stage: Stage) -> None:
        """Watches the cycle until it is closed."""
        while not self._status.get("closed"):
            self._status = await self._door.status(self._cycle)
            self._screen.show(self._sight())
            await office.keep_time(stage, self._status)
            await asyncio.sleep(_LOOK)

    def _sight(self) -> Sight:
        ledger = self._door.ledger
        steps = [
            StepCount(step["step"], step["opened"], step["ended"], step["lapsed"], step["overdue"])
            for step in self._status["steps"]
        ]
        return Sight(self._status["appraisees"], steps, len(ledger.acknowledged), sum(ledger.ballots.values()))

    def _is_busy(self) -> bool:
        """Whether a third of the appraisals have come to the busy step."""
        opened = {step["step"]: step["opened"] for step in self._status.get("steps", ())}
        return 3 * int(opened.get(_BUSY_STEP, 0)) >= len(self._city.appraisees)

    def _standing(self) -> str:
        steps = self._status.get("steps", ())
        return (
            ", ".join(f"{step['step']} has ended in {step['ended']}" for step in steps) or "nothing has been launched"
        )
