"""The rehearsal: a plan is decided from beginning to end in memory, so that nothing is written unless all of it can be.

What it decides on is what the store holds now. The store decides again, and its word is final.
"""

from datetime import datetime

from api.importing.plan import Plan, command_id, draft_of
from api.operations import Operations
from api.operations.store import person
from domain import directory as directories
from domain import rulebook as rulebooks
from domain.command import SYSTEM_OPERATOR, Context
from domain.cycle import launch as launches
from domain.cycle.state import Cycle
from domain.directory import Directory, Post, Role
from domain.enactment.state import Publication, into_force
from domain.event import Private
from domain.refusal import Reason, Refused
from domain.rulebook import Rulebooks
from domain.streams import directory_stream, rulebook_stream


async def rehearse(  # noqa: PLR0913 - what a rehearsal decides on, each by its name
    operations: Operations, plan: Plan, actor: str | None, publishing: str, now: datetime, *, launch: bool
) -> None:
    """Refuses what the directory, which `publishing` publishes, the rulebook or the launch would be refused for."""
    who_is_who = await _directory(operations, plan)
    _, enacted = await operations.rulebooks.load(plan.launch.rulebook)
    done = await operations.recorded(command_id(publishing, directory_stream(plan.directory.authority), plan.directory))
    publishing_now = None if done else publishing
    rehearse_on(plan, actor, now, launch=launch, publishing=publishing_now, who_is_who=who_is_who, enacted=enacted)


def rehearse_on(  # noqa: PLR0913 - what a rehearsal decides on, each by its name
    plan: Plan,
    actor: str | None,
    now: datetime,
    *,
    launch: bool,
    publishing: str | None = SYSTEM_OPERATOR,
    who_is_who: Directory | None = None,
    enacted: Rulebooks | None = None,
) -> None:
    """The same on states given; on those of an empty store, when there are none. The directory may be done.

    A draft that the committee has yet to approve is launched on here as if it were in force, so that what is wrong with
    the launch is said at once.
    """
    before = directory = who_is_who or directories.initial()
    if publishing is not None:
        for happened in directories.decide(plan.directory, directory, Context(now, publishing)):
            directory = directories.evolve(directory, happened)
    known, of_directory = enacted or rulebooks.initial(), directory_stream(plan.launch.authority)
    if plan.rulebook_hash not in known.versions:
        if not before.holders(Role.OFFICE):  # the operator comes first: he may no more once there is an office
            rulebooks.decide(plan.rulebook, known, Context(now, SYSTEM_OPERATOR, states={of_directory: before}))
        elif known.draft is None or known.draft.hash != plan.rulebook_hash:
            rulebooks.decide(draft_of(plan), known, Context(now, person(actor), states={of_directory: directory}))
    if launch:
        states = {of_directory: directory, rulebook_stream(plan.launch.rulebook): _in_force(plan, known)}
        launches.launch(plan.launch, Cycle(), Context(now, person(actor), states=states))


def _in_force(plan: Plan, known: Rulebooks) -> Rulebooks:
    """The rulebook as it will be when the plan's version is in force."""
    return into_force(
        known,
        rulebooks.RULEBOOK,
        plan.launch.rulebook,
        plan.launch.authority,
        plan.rulebook.document,
        Publication(plan.rulebook_hash),
    )


def rehearse_dry(plan: Plan, now: datetime) -> None:
    """The same on an empty store, the cycle launched by an officer of the profile's own if there is one."""
    officer = next((one.id for one in plan.directory.people if Role.OFFICE in one.roles), None)
    rehearse_on(plan, officer, now, launch=officer is not None)


async def _directory(operations: Operations, plan: Plan) -> Directory | None:
    try:
        shown = await operations.directories.show(plan.directory.authority)
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
