"""The rehearsal: a plan is decided from beginning to end in memory, so that nothing is written unless all of it can be.

What it decides on is what the store holds now. The store decides again, and its word is final.
"""

from datetime import datetime

from api.importing.plan import Plan, command_id
from api.operations import Operations
from api.operations.store import person, publisher
from domain import directory as directories
from domain import rulebook as rulebooks
from domain.command import SYSTEM_OPERATOR, Context
from domain.cycle import launch as launches
from domain.cycle.state import Cycle
from domain.directory import Directory, Post, Role
from domain.event import Private
from domain.refusal import Reason, Refused
from domain.regulation import parse
from domain.rulebook import Rulebooks
from domain.streams import directory_stream, rulebook_stream


async def rehearse(  # noqa: PLR0913 - what a rehearsal decides on, each by its name
    operations: Operations, plan: Plan, actor: str | None, publishing: str, now: datetime, *, launch: bool
) -> None:
    """Refuses what the directory, which `publishing` publishes, the rulebook or the launch would be refused for."""
    who_is_who = await _directory(operations, plan)
    in_force = await _rulebooks(operations, plan)
    done = await operations.recorded(command_id(publishing, directory_stream(plan.directory.authority), plan.directory))
    publishing_now = None if done else publishing
    rehearse_on(plan, actor, now, launch=launch, publishing=publishing_now, who_is_who=who_is_who, in_force=in_force)


def rehearse_on(  # noqa: PLR0913 - what a rehearsal decides on, each by its name
    plan: Plan,
    actor: str | None,
    now: datetime,
    *,
    launch: bool,
    publishing: str | None = SYSTEM_OPERATOR,
    who_is_who: Directory | None = None,
    in_force: Rulebooks | None = None,
) -> None:
    """The same on states given; on those of an empty store, when there are none. The directory may be done."""
    before = directory = who_is_who or directories.initial()
    if publishing is not None:
        for happened in directories.decide(plan.directory, directory, Context(now, publishing)):
            directory = directories.evolve(directory, happened)
    # Without an actor the rulebook is published first: the operator may no more once there is an office.
    states: dict[str, Directory | Rulebooks] = {
        directory_stream(plan.launch.authority): before if actor is None else directory
    }
    published = in_force or rulebooks.initial()
    events = []
    if published.in_force != plan.rulebook_hash:
        events = rulebooks.decide(plan.rulebook, published, Context(now, publisher(actor), states=states))
    for happened in events:
        published = rulebooks.evolve(published, happened)
    if launch:
        states[rulebook_stream(plan.launch.rulebook)] = published
        launches.launch(plan.launch, Cycle(), Context(now, person(actor), states=states))


def rehearse_dry(plan: Plan, now: datetime) -> None:
    """The same on an empty store, the cycle launched by an officer of the profile's own if there is one."""
    officer = next((one.id for one in plan.directory.people if Role.OFFICE in one.roles), None)
    rehearse_on(plan, officer, now, launch=officer is not None)


async def _directory(operations: Operations, plan: Plan) -> Directory | None:
    try:
        shown = await operations.regulations.show_directory(plan.directory.authority)
    except Refused as refused:
        if refused.reason is not Reason.NOT_FOUND:
            raise
        return None
    posts = {
        post.person: Post(
            person=post.person, name=Private(data_subject=post.person, text=""), unit=post.unit, roles=post.roles
        )
        for post in shown.posts
    }
    return Directory({unit.id: unit for unit in shown.units}, posts)


async def _rulebooks(operations: Operations, plan: Plan) -> Rulebooks | None:
    try:
        shown = await operations.regulations.show_rulebook(plan.launch.rulebook)
    except Refused as refused:
        if refused.reason is not Reason.NOT_FOUND:
            raise
        return None
    return Rulebooks({shown.in_force: parse(shown.document)}, shown.in_force, shown.version)
