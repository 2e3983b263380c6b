"""The term: regulation enacted, cycles launched and played to their close with an accident, and read back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo.accident import Killed, kill_worker
from deploy.demo.authority import Authority, Run
from deploy.demo.door import Door
from deploy.demo.enacting import enact_at_once, enact_step_by_step
from deploy.demo.failed import Failed
from deploy.demo.meeting import deliberate
from deploy.demo.players import PLAYERS, office
from deploy.demo.proof import Log, require_nothing_lost, require_the_script
from deploy.demo.screen import CycleCount, Screen, Sight
from deploy.demo.script import FIRST, LIAR, SECOND
from deploy.demo.shell import Shell
from deploy.demo.stage import Stage
from deploy.local.supervisor import Supervisor
from domain.directory import Role

_LOOK = 0.4
_LONGEST = 280.0
"""Seconds after which a term that does not end is given up."""
_QUARTERS = {1: ("01-01", "03-31"), 2: ("04-01", "06-30"), 3: ("07-01", "09-30"), 4: ("10-01", "12-31")}
_BUSY_STEP = "counseling"
"""The step of the first year in which the worker is killed; clocks that matter to the script come well after it."""


@dataclass(frozen=True)
class Played:
    """A term that is over and in order."""

    term: str
    years: Sequence[Run]
    log: Log
    door: Door
    killed: Killed

    @property
    def corrected(self) -> str:
        """The indicator of the first false value that verification found."""
        what, _, _ = self.log.of(f"{self.years[0].cycle}:{LIAR}", "ValueCorrected")[0].changes[0]
        return what.removeprefix("value of ")


class Play:
    """One run of the demo over a runtime that is up."""

    def __init__(self, city: Authority, district: Authority, door: Door, shell: Shell, screen: Screen) -> None:
        self._city, self._district = city, district
        self._door, self._shell, self._screen = door, shell, screen
        self._term = Run(f"{city.id}-term-{FIRST}", city, city.rulebooks["term"], SECOND)
        self._years = {year: Run(f"{city.id}-{year}", city, city.rulebooks["annual"], year) for year in (FIRST, SECOND)}
        self._below = Run(f"{district.id}-{FIRST}", district, district.rulebooks["annual"], FIRST)
        self._quarters = [
            Run(f"{run.cycle}-{number}", city, city.rulebooks["quarter"], run.year, number)
            for run in self._years.values()
            for number in _QUARTERS
        ]
        runs = [self._term, *self._years.values(), self._below, *self._quarters]
        self._stage = Stage(door, {run.cycle: run for run in runs}, screen.say)
        self._status: dict[str, Mapping[str, Any]] = {}

    async def run(self, supervisor: Supervisor) -> Played:
        """Plays the term; raises `Failed` when it does not go as promised."""
        await self._found()
        try:
            async with asyncio.timeout(_LONGEST), asyncio.TaskGroup() as group:
                acting = group.create_task(self._stage.run(PLAYERS))
                watching = group.create_task(self._watch())
                dying = group.create_task(supervisor.failed())
                accident = group.create_task(
                    kill_worker(supervisor, self._door.ledger, self._is_busy, self._screen.say)
                )
                await self._play()
                for task in (acting, watching, dying, accident):
                    task.cancel()
        except TimeoutError:
            raise Failed(f"The term is not over after {_LONGEST:g} seconds: {self._standing()}") from None
        if accident.cancelled():
            raise Failed("The term was over before the worker could be killed in the midst of work")
        self._screen.say("The term is closed; reading back what the log holds")
        others = [*(f"case:{case}" for case in self._stage.cases), *(f"meeting:joint-{year}" for year in self._years)]
        log = await Log.read(self._door, list(self._stage.runs.values()), others)
        require_nothing_lost(log, self._door)
        require_the_script(log)
        return Played(self._term.cycle, list(self._years.values()), log, self._door, accident.result())

    # ------------------------------------------------------------ the founding

    async def _found(self) -> None:
        """Through both doors: a program of the operator's calls the API, people type commands."""
        for place in (self._city, self._district):
            self._screen.say(f"POST /api/v1/directories: who is who in {place.id}")
            await self._door.publish_directory(place.directory.model_dump(mode="json"))
        await enact_step_by_step(self._city, "annual", self._shell)
        for place, name in ((self._city, "quarter"), (self._city, "term"), (self._district, "annual")):
            await enact_at_once(place, name, self._stage)

    # ------------------------------------------------------------ the term

    async def _play(self) -> None:
        await self._launch(self._term, f"{FIRST}-01-01", f"{SECOND}-12-31", "Term (任期)")
        async with asyncio.TaskGroup() as group:
            group.create_task(self._year(self._years[FIRST]))
            group.create_task(self._district_year(within=self._years[FIRST]))
        await self._year(self._years[SECOND], follows=self._years[FIRST])
        self._stage.years_over.set()
        await self._closed(self._term)

    async def _year(self, run: Run, follows: Run | None = None) -> None:
        """A year of the city within its term, with the joint meeting when all results have been computed."""
        links = {"within": self._term.cycle} | ({"follows": follows.cycle} if follows else {})
        await self._launch(run, f"{run.year}-01-01", f"{run.year}-12-31", f"Annual appraisal {run.year}", **links)
        for quarter in self._quarters:
            if quarter.year == run.year:
                first, last = _QUARTERS[quarter.quarter or 1]
                days = f"{run.year}-{first}", f"{run.year}-{last}"
                await self._launch(quarter, *days, f"Quarter {quarter.quarter} of {run.year}", within=run.cycle)
        await self._until(run, _all_computed)
        await deliberate(self._stage, run)
        await self._closed(run)
        await office.rank_and_use(self._stage, run)

    async def _district_year(self, within: Run) -> None:
        """The year of the district below, within the city's: what its departments come to counts there."""
        run = self._below
        await self._until(within, lambda status: status["version"] > 0)
        days = f"{run.year}-01-01", f"{run.year}-12-31"
        await self._launch(run, *days, f"Annual appraisal of the district {run.year}", within=within.cycle)
        await self._closed(run)

    async def _launch(self, run: Run, start: str, end: str, title: str, **links: str) -> None:
        officer = run.authority.holders(Role.OFFICE)[0]
        self._screen.say(f"POST /api/v1/cycles: {run.cycle}, {title}")
        launch: dict[str, object] = {
            "cycle": run.cycle,
            "title": title,
            "rulebook": run.rulebook.id,
            "period": {"start": start, "end": end},
            "appraisees": run.authority.appraisees,
        }
        await self._stage.send(officer, "/cycles", launch | links)

    async def _closed(self, run: Run) -> None:
        await self._until(run, lambda status: bool(status["closed"]))
        self._screen.say(f"{run.cycle} is closed")

    async def _until(self, run: Run, reached: Callable[[Mapping[str, Any]], bool]) -> None:
        while True:
            status = self._status.get(run.cycle)
            if status and reached(status):
                return
            await asyncio.sleep(_LOOK)

    # ------------------------------------------------------------ looking on

    async def _watch(self) -> None:
        """Looks at every cycle that is launched and not closed, shows it, and keeps its time."""
        while True:
            for line in await self._door.cycles():
                name = line["cycle"]
                if not self._status.get(name, {}).get("closed"):
                    self._status[name] = await self._door.status(name)
                    await office.keep_time(self._stage, self._status[name])
            self._screen.show(self._sight())
            await asyncio.sleep(_LOOK)

    def _sight(self) -> Sight:
        ledger = self._door.ledger
        return Sight(
            [_count(status) for _, status in sorted(self._status.items())],
            len(ledger.acknowledged),
            sum(ledger.ballots.values()),
        )

    def _is_busy(self) -> bool:
        """Whether a third of the first year's appraisals have come to the busy step."""
        status = self._status.get(self._years[FIRST].cycle, {})
        opened = {step["step"]: step["opened"] for step in status.get("steps", ())}
        return 3 * int(opened.get(_BUSY_STEP, 0)) >= len(self._city.appraisees)

    def _standing(self) -> str:
        counts = [_count(status) for status in self._status.values()]
        return "; ".join(f"{one.cycle} is at {one.step}" for one in counts if not one.closed) or "nothing is launched"


def _all_computed(status: Mapping[str, Any]) -> bool:
    computed = [line["appraisee"] for line in status["appraisals"] if line["total"] is not None]
    return len(computed) == int(status["appraisees"])


def _count(status: Mapping[str, Any]) -> CycleCount:
    """How far a cycle is: the last step that has opened for anybody, and in how many appraisals it has ended."""
    begun = [step for step in status["steps"] if step["opened"]]
    last = begun[-1] if begun else status["steps"][0]
    return CycleCount(
        cycle=status["cycle"],
        appraisees=status["appraisees"],
        step=last["step"],
        ended=last["ended"],
        overdue=sum(step["overdue"] for step in status["steps"]),
        lapsed=sum(step["lapsed"] for step in status["steps"]),
        closed=status["closed"],
    )
