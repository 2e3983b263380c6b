"""The importer: sends the commands of a plan, through the operations every door has, once and no more."""

import asyncio
from collections.abc import Callable

from api.importing.plan import Plan, command_id, draft_of
from api.importing.rehearsal import rehearse
from api.importing.reports import Report
from api.operations import Operations
from api.operations.cycles import CycleStatus, StepStatus
from api.operations.store import Done, person
from domain.command import SYSTEM_OPERATOR, Command
from domain.directory import Role
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.force import PublishDraft
from domain.enactment.state import Stage
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, directory_stream, rulebook_stream
from store.clock import Clock, system_clock
from store.faults import LogUnavailable

OPENS_WITHIN = 60.0
"""Seconds for which an import waits until every appraisal has opened its reporting, when its time has come."""
_LOOK = 0.2
DRAFT = "draft of the rulebook"
"""What was recorded of a rulebook that the committee has yet to approve."""

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

    The first directory is the operator's to publish, since it has to begin somewhere, and so is a rulebook before it.
    Once there is a performance office, the directory is the actor's, and the rulebook a draft of his that the committee
    has to approve. What an import before this one has published stays its publisher's, so that a second import repeats
    the first. Without an actor nobody can launch.
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
        """Publishes directory and rulebook and, if asked to, launches the cycle; writes nothing unless all can be.

        Where the committee has to approve the rulebook first, its draft is left with the committee: then a launch is
        refused until it has, and the same import made again.
        """
        plan = self._plan
        await self._require_own_cycle()
        publishing, has_office = await self._publishing()
        await rehearse(self._operations, plan, self._actor, publishing, await self._clock(), launch=launch)
        steps = 3 if launch else 2
        done: list[Written] = []
        if not has_office:
            self._tell("publishing the rulebook", 0, steps)
            done.append(await self._publish_rulebook())
        self._tell("publishing the directory", len(done), steps)
        known = command_id(publishing, directory_stream(plan.directory.authority), plan.directory)
        named = None if publishing == SYSTEM_OPERATOR else publishing
        published = await self._operations.directories.publish(plan.directory, named, known)
        done.insert(0, self._written("directory", published))
        if has_office:
            self._tell("drafting the rulebook", 1, steps)
            done.append(await self._enact_rulebook())
        if launch:
            self._tell("launching the cycle", 2, steps)
            done.append(await self._launch())
        self._tell("published", steps, steps)
        return tuple(done)

    async def _publishing(self) -> tuple[str, bool]:
        """Who publishes the directory, and whether there is a performance office.

        That is the operator, if he did so before or there is no office yet.
        """
        wish = self._plan.directory
        try:
            shown = await self._operations.directories.show(wish.authority)
        except Refused as refused:
            if refused.reason is not Reason.NOT_FOUND:
                raise
            return SYSTEM_OPERATOR, False
        has_office = any(Role.OFFICE in post.roles for post in shown.posts)
        before = await self._operations.recorded(command_id(SYSTEM_OPERATOR, directory_stream(wish.authority), wish))
        return SYSTEM_OPERATOR if before or not has_office else person(self._actor), has_office

    async def _launch(self) -> Written:
        acting, plan = person(self._actor), self._plan
        known = command_id(acting, cycle_stream(self._cycle), plan.launch)
        if not await self._operations.recorded(known):
            await self._require_in_force()
        return self._written("cycle", await self._operations.cycles.launch(plan.launch, acting, known))

    # ------------------------------------------------------------ the rulebook

    async def _publish_rulebook(self) -> Written:
        """Puts the rulebook into force in one step, unless it has been before."""
        plan, rulebooks = self._plan, self._operations.rulebooks
        stream = rulebook_stream(plan.launch.rulebook)
        version, state = await rulebooks.load(plan.launch.rulebook)
        if plan.rulebook_hash in state.versions:
            return Written(what="rulebook", stream=stream, version=version, replayed=True)
        known = command_id(SYSTEM_OPERATOR, stream, plan.rulebook)
        return self._written("rulebook", await rulebooks.publish_at_once(plan.rulebook.document, None, known))

    async def _enact_rulebook(self) -> Written:
        """Brings the rulebook as far as the performance office can: drafted, checked and, once approved, published."""
        plan, name = self._plan, self._plan.launch.rulebook
        version, state = await self._operations.rulebooks.load(name)
        done = Written(what="rulebook", stream=rulebook_stream(name), version=version, replayed=True)
        if plan.rulebook_hash in state.versions:
            return done
        draft = state.draft if state.draft and state.draft.hash == plan.rulebook_hash else None
        if draft is None:
            done = await self._act(draft_of(plan), done.version)
        if draft is None or draft.stage is Stage.DRAFT:
            done = await self._act(CheckDraft(), done.version)
        if draft is not None and draft.stage is Stage.APPROVED:
            return await self._act(PublishDraft(), done.version)
        return done.model_copy(update={"what": DRAFT})

    async def _act(self, wish: Command, version: int) -> Written:
        """Sends one command, whose id is made of what it is decided on, too: a draft may be written again later."""
        acting, name = person(self._actor), self._plan.launch.rulebook
        known = command_id(acting, f"{rulebook_stream(name)} {version}", wish)
        if isinstance(wish, DraftRegulation):
            done = await self._operations.rulebooks.draft(wish.document, wish.reason, acting, known, version)
        else:
            done = await self._operations.rulebooks.act(name, wish, acting, known, version)
        return self._written("rulebook", done)

    async def _require_in_force(self) -> None:
        """Refuses a launch on another version than the plan's."""
        name, content = self._plan.launch.rulebook, self._plan.rulebook_hash
        _, state = await self._operations.rulebooks.load(name)
        if state.in_force == content:
            return
        thing = f"cycle {self._cycle}"
        if state.draft is not None and state.draft.hash == content:
            raise Refused(
                Reason.CONFLICT,
                thing,
                f"is not launched: the draft of rulebook {name} is {state.draft.stage.value}, and not approved",
                f"Consult on it or waive that, let the committee approve it with 'kaohe rulebook approve {name} "
                f"--content {content}', and run the same import again",
            )
        raise Refused(
            Reason.CONFLICT,
            thing,
            f"is not launched: the version of rulebook {name} that this import published is not in force any more",
            "Enact that version again, or import under the version in force",
        )

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
