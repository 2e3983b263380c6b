"""The importer: sends the commands of a plan, through the operations every door has, once and no more."""

import asyncio
from collections.abc import Callable

from api.importing.plan import Plan, command_id
from api.importing.rehearsal import rehearse
from api.importing.reports import Report
from api.operations import Operations
from api.operations.cycles import CycleStatus, StepStatus
from api.operations.store import Done, person, publisher
from domain.command import SYSTEM_OPERATOR
from domain.directory import Role
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, directory_stream, rulebook_stream
from store.clock import Clock, system_clock
from store.faults import LogUnavailable

OPENS_WITHIN = 60.0
"""Seconds for which an import waits until every appraisal has opened its reporting, when its time has come."""
_LOOK = 0.2

Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class Written(Record):
    """One thing an import recorded; `replayed` when an import before this one had."""

    what: str
    stream: str
    version: int
    replayed: bool


class Importer:
    """Imports one plan; `actor` is a person of the performance office.

    The first directory is the operator's to publish, since it has to begin somewhere; once there is a performance
    office, it is the actor's. What an import before this one has published stays its publisher's, so that a second
    import repeats the first. Without an actor nobody can launch, and the rulebook comes before the directory.
    """

    def __init__(
        self,
        operations: Operations,
        plan: Plan,
        actor: str | None = None,
        *,
        tell: Tell = lambda *_: None,
        clock: Clock = system_clock,
    ) -> None:
        self._operations = operations
        self._plan = plan
        self._actor = actor
        self._tell = tell
        self._clock = clock
        self._cycle = plan.launch.cycle

    async def publish(self, *, launch: bool = False) -> tuple[Written, ...]:
        """Publishes directory and rulebook and, if asked to, launches the cycle; writes nothing unless all can be."""
        plan, regulations = self._plan, self._operations.regulations
        acting = person(self._actor) if launch else publisher(self._actor)
        await self._require_own_cycle()
        publishing = await self._publishing()
        await rehearse(self._operations, plan, self._actor, publishing, await self._clock(), launch=launch)
        steps = 3 if launch else 2
        done: list[Written] = []
        if self._actor is None:
            done.append(await self._publish_rulebook(acting))
        self._tell("publishing the directory", len(done), steps)
        known = command_id(publishing, directory_stream(plan.directory.authority), plan.directory)
        named = None if publishing == SYSTEM_OPERATOR else publishing
        done.insert(0, self._written("directory", await regulations.publish_directory(plan.directory, named, known)))
        if self._actor is not None:
            self._tell("publishing the rulebook", 1, steps)
            done.append(await self._publish_rulebook(acting))
        if launch:
            self._tell("launching the cycle", 2, steps)
            known = command_id(acting, cycle_stream(self._cycle), plan.launch)
            launched = await self._operations.cycles.launch(plan.launch, acting, known)
            done.append(self._written("cycle", launched))
        self._tell("published", steps, steps)
        return tuple(done)

    async def _publishing(self) -> str:
        """Who publishes the directory: the operator, if he did so before or there is no performance office yet."""
        wish = self._plan.directory
        if await self._operations.recorded(command_id(SYSTEM_OPERATOR, directory_stream(wish.authority), wish)):
            return SYSTEM_OPERATOR
        try:
            shown = await self._operations.regulations.show_directory(wish.authority)
        except Refused as refused:
            if refused.reason is not Reason.NOT_FOUND:
                raise
            return SYSTEM_OPERATOR
        has_office = any(Role.OFFICE in post.roles for post in shown.posts)
        return person(self._actor) if has_office else SYSTEM_OPERATOR

    async def _publish_rulebook(self, acting: str) -> Written:
        plan = self._plan
        stream = rulebook_stream(plan.launch.rulebook)
        known = command_id(acting, stream, plan.rulebook)
        try:
            document = plan.rulebook.document
            done = await self._operations.regulations.publish_rulebook(document, self._actor, known)
        except Refused as refused:
            if refused.reason not in (Reason.CONFLICT, Reason.FORBIDDEN):
                raise
            shown = await self._operations.regulations.show_rulebook(plan.launch.rulebook)
            if shown.in_force != plan.rulebook_hash:
                raise
            return Written(what="rulebook", stream=stream, version=shown.version, replayed=True)
        return self._written("rulebook", done)

    async def _require_own_cycle(self) -> None:
        """Refuses when a cycle of that id runs under another rulebook or version: that one was not imported here.

        Where the views cannot tell, the log decides on the launch itself.
        """
        try:
            running = await self._operations.cycles.status(self._cycle)
        except LogUnavailable:
            return
        except Refused as refused:
            if refused.reason is not Reason.NOT_FOUND:
                raise
            return  # there is none yet
        if running.rulebook_hash != self._plan.rulebook_hash:
            raise Refused(
                Reason.CONFLICT,
                f"cycle {self._cycle}",
                "has been launched with other content than this table and profile make",
                "Import under another id with --cycle, or import what it was launched with",
            )

    # ------------------------------------------------------------ values

    async def report(self) -> tuple[Written, ...]:
        """Reports every appraisee's values in the name of its head; waits a little until reporting has opened.

        The values of years before are recorded first, in the name of the lead department's head.
        """
        await self._require_own_cycle()
        await self._until_open()
        done: list[Written] = []
        refusals: list[Refused] = []
        for report in self._plan.reports:
            self._tell("reporting values", len(done) + len(refusals), len(self._plan.reports))
            try:
                done.append(await self._submit(report))
            except Refused as refused:
                refusals.append(refused)
        self._tell("reported", len(done), len(self._plan.reports))
        if refusals:
            first = refusals[0]
            problem = f"{first.problem}; {len(done)} of {len(self._plan.reports)} reports are recorded"
            mend = (
                f"{first.mend}. What was reported from another file stays; a cycle of its own (--cycle) takes this one"
            )
            raise Refused(first.reason, first.thing, problem, mend)
        return tuple(done)

    async def _submit(self, one: Report) -> Written:
        if one.past:
            stream, past = appraisal_stream(self._cycle, one.appraisee), one.record()
            known = command_id(one.lead_head, stream, past)
            await self._operations.facts.record(f"{self._cycle}:{one.appraisee}", past, one.lead_head, known)
        task = f"{self._cycle}:{one.appraisee}:report"
        known = command_id(one.head, appraisal_stream(self._cycle, one.appraisee), one.report)
        fields = one.report.model_dump(mode="json")
        done = await self._operations.tasks.complete(task, one.head, "submit", fields, known)
        return self._written(f"values of {one.appraisee}", done)

    async def _until_open(self) -> None:
        """Returns when the reporting step has opened in every appraisal; refuses when that is not to be now."""
        until = asyncio.get_running_loop().time() + OPENS_WITHIN
        opened, total = 0, len(self._plan.reports)
        while True:
            late = asyncio.get_running_loop().time() > until
            try:
                running = await self._operations.cycles.status(self._cycle)
            except LogUnavailable:  # the views are behind, or away for a moment
                if late:
                    raise
            else:
                step = self._reporting(running)
                if step.opened >= running.appraisees:
                    return
                if step.opens > await self._clock() and not step.opened:
                    raise self._not_open(f"opens on {step.opens.isoformat()}")
                opened = step.opened
                if late:
                    raise self._not_open(f"has opened in {opened} of {total} appraisals, {OPENS_WITHIN:g} seconds on")
            self._tell("waiting until reporting opens", opened, total)
            await asyncio.sleep(_LOOK)

    def _reporting(self, running: CycleStatus) -> StepStatus:
        found = next((step for step in running.steps if step.step == StepName.REPORTING), None)
        if found is None:
            raise self._not_open("is no step of its rulebook")
        return found

    def _not_open(self, problem: str) -> Refused:
        return Refused(
            Reason.CONFLICT,
            f"reporting in cycle {self._cycle}",
            problem,
            f"Run the import with --report again when it is open; see 'kaohe cycle status {self._cycle}'",
        )

    @staticmethod
    def _written(what: str, done: Done) -> Written:
        return Written(what=what, stream=done.stream, version=done.version, replayed=done.replayed)
