"""The one place that wires: what each of Kaohe's processes is made of, from the settings it was given."""

import asyncio
from datetime import timedelta

import uvicorn
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.cases import CaseActivities
from activities.clocks import ClockActivities
from activities.cycles import CycleActivities
from activities.follower import Follower
from activities.gates import Gatekeeper
from activities.meetings import MeetingActivities
from activities.steps import StepActivities
from activities.teller import Teller
from activities.wakes import Waker
from api.http import create_app
from deploy.core import CONNECTIONS, Core, database_url, missing, open_core, open_operations, views_engine
from deploy.settings import Settings
from domain.aggregates import TIMED
from store.nudge import Nudge
from store.patience import patiently
from store.views.definitions.every import every_view
from store.views.projector import Projector
from workflows.appraisal import Appraisal
from workflows.case import Case
from workflows.cycle import AnnualCycle, PeacetimeCycle, SpecialCycle, TermCycle
from workflows.meeting import Meeting

WORKFLOWS = (TermCycle, AnnualCycle, PeacetimeCycle, SpecialCycle, Appraisal, Case, Meeting)

RUNNER = SandboxedWorkflowRunner(
    # Our own pure rooms need no second import in every run; what they may import, import-linter holds.
    restrictions=SandboxRestrictions.default.with_passthrough_modules("domain", "activities.contracts", "rfc8785")
)
_DRAIN = timedelta(seconds=10)
_STICKY = timedelta(seconds=2)
"""How long tasks wait for the worker that has their run in memory, before any other takes them: a kill costs this."""


async def connect_temporal(settings: Settings) -> Client:
    """Connects to Temporal, with the data converter that all of Kaohe's messages use."""
    if settings.temporal_address is None:
        raise missing("TEMPORAL_ADDRESS", "Temporal")
    return await Client.connect(
        settings.temporal_address, namespace=settings.temporal_namespace, data_converter=pydantic_data_converter
    )


def worker(client: Client, core: Core, task_queue: str) -> Worker:
    """The worker of all workflows and of everything they ask for.

    Few workflow tasks run at once: they are Python on one processor, and a mass replay must not starve the rest.
    """
    steps = StepActivities(core.executor, core.ballots, core.clock)
    cycles = CycleActivities(core.executor, core.clock)
    clocks = ClockActivities(core.executor, TIMED, core.clock)
    cases = CaseActivities(core.executor)
    meetings = MeetingActivities(core.executor)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=list(WORKFLOWS),
        activities=[
            steps.read_step,
            steps.advance_step,
            steps.close_appraisal,
            cycles.read_cycle,
            cycles.advance_cycle,
            cycles.open_appraisals,
            clocks.read_clock,
            clocks.advance_clock,
            cases.note_case,
            cases.close_case,
            meetings.report_meeting,
        ],
        workflow_runner=RUNNER,
        max_concurrent_workflow_tasks=8,
        max_concurrent_activities=CONNECTIONS,
        max_concurrent_local_activities=CONNECTIONS,
        graceful_shutdown_timeout=_DRAIN,
        sticky_queue_schedule_to_start_timeout=_STICKY,
    )


async def serve_worker(settings: Settings) -> None:
    """Runs a worker until cancelled."""
    async with open_core(settings) as core:
        await worker(await connect_temporal(settings), core, settings.task_queue).run()


async def serve_log(settings: Settings, *, rebuild_views: bool = False) -> None:
    """Runs the log services (views, gates, teller, follower) until cancelled, or until one of them cannot go on."""
    async with open_core(settings) as core, views_engine(settings) as views:
        client = await connect_temporal(settings)
        waker = Waker(client, settings.task_queue)
        await run_log_services(core, database_url(settings), views, waker, rebuild_views=rebuild_views)


async def serve_api(settings: Settings) -> None:
    """Serves the HTTP API until cancelled."""
    async with open_operations(settings) as operations:
        config = uvicorn.Config(
            create_app(operations),
            host=settings.api_host,
            port=settings.api_port,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=5,
        )
        await uvicorn.Server(config).serve()


async def run_log_services(
    core: Core, url: str, views: AsyncEngine, waker: Waker, *, rebuild_views: bool = False
) -> None:
    """Views, gates, teller and follower over one log."""
    shown = Nudge()
    projector = await Projector.open(url, every_view(), nudge=shown, of=core.log.nudge)
    try:
        await patiently("views", projector.prepare)
        if rebuild_views:
            await projector.rebuild()
        async with asyncio.TaskGroup() as group:
            group.create_task(projector.run(), name="views")
            group.create_task(Gatekeeper(core.executor, views, shown).run(), name="gates")
            group.create_task(Teller(core.executor, core.ballots, core.clock).run(), name="teller")
            group.create_task(Follower(core.log, waker).run(), name="follower")
    finally:
        await projector.close()
