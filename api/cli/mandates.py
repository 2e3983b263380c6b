"""`kaohe directory certify`, `substitute`, `delegate`, `declare-interest`, and what ends them."""

# ruff: noqa: D417, PLR0913 - options that several commands share are described where they are defined; fields are many

from collections.abc import Mapping
from uuid import UUID, uuid4

from api.cli.answering import operating
from api.cli.options import Actor, CommandId, Document
from api.cli.output import line
from domain.substitutions import StandingIn


async def certify(
    person: str,
    *,
    authority: str,
    role: str,
    begins: str,
    ends: str,
    training: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Certify somebody for a role after a training. A later training renews what lapses.

    Args:
        person: The id of the person.
        authority: The id of the appraising authority.
        role: The role, such as verifier.
        begins: From when it counts, such as 2026-03-01T00:00:00+08:00.
        ends: When it lapses.
        training: The reference of the training, by which anyone finds it.
    """
    command = command or uuid4()
    fields = {"person": person, "role": role, "begins": begins, "ends": ends, "training": training}
    async with operating(command, document) as operations:
        done = await operations.directories.certify(authority, fields, actor, command)
        line(f"Certificate of {person}: {done.says}, at version {done.version} of the directory of {authority}.")


async def substitute(
    person: str,
    by: str,
    *,
    authority: str,
    begins: str,
    ends: str,
    reason: str,
    roles: tuple[str, ...] = (),
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Let somebody stand in for a person who is away. The person arranges it, or the performance office.

    Args:
        person: The id of the person who is away.
        by: The id of who stands in.
        authority: The id of the appraising authority.
        begins: From when, such as 2026-03-01T00:00:00+08:00.
        ends: Until when.
        reason: Why; it becomes part of the record.
        roles: The roles, with one option each; all of the person's post when left out.
    """
    fields = {"person": person, "substitute": by, "begins": begins, "ends": ends, "reason": reason, "roles": roles}
    await _stand_in(authority, fields, actor, command, document)


async def delegate(
    by: str,
    *,
    authority: str,
    begins: str,
    ends: str,
    reason: str,
    roles: tuple[str, ...] = (),
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Hand on roles of the own post for a time.

    Args:
        by: The id of who acts instead.
        authority: The id of the appraising authority.
        begins: From when, such as 2026-03-01T00:00:00+08:00.
        ends: Until when.
        reason: Why; it becomes part of the record.
        roles: The roles, with one option each; all of the own post when left out.
    """
    fields = {"person": actor or "", "substitute": by, "begins": begins, "ends": ends, "reason": reason, "roles": roles}
    await _stand_in(authority, {**fields, "kind": StandingIn.DELEGATION.value}, actor, command, document)


async def _stand_in(
    authority: str, fields: Mapping[str, object], actor: str | None, command: UUID | None, document: str | None
) -> None:
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.directories.substitute(authority, fields, actor, command)
        shown = await operations.directories.show(authority)
    number, by = max(one.number for one in shown.substitutions), fields["substitute"]
    line(f"Standing in by {by}, number {number}: {done.says}, at version {done.version} of the directory.")


async def end_substitution(
    number: int,
    *,
    authority: str,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """End a substitution or delegation before its time. Either of the two does it, or the performance office.

    Args:
        number: Its number, as 'kaohe directory show' lists it.
        authority: The id of the appraising authority.
        reason: Why; it becomes part of the record.
    """
    command = command or uuid4()
    fields = {"number": number, "reason": reason}
    async with operating(command, document) as operations:
        done = await operations.directories.end_substitution(authority, fields, actor, command)
        line(f"Substitution {number}: end {done.says}, at version {done.version} of the directory of {authority}.")


async def declare_interest(
    person: str,
    unit: str,
    *,
    authority: str,
    ground: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Declare an interest in a unit. Whoever has one does not judge the unit.

    Args:
        person: The id of the person, who declares it, or the performance office.
        unit: The id of the unit.
        authority: The id of the appraising authority.
        ground: What the person has to do with the unit.
    """
    command = command or uuid4()
    fields = {"person": person, "unit": unit, "ground": ground}
    async with operating(command, document) as operations:
        done = await operations.directories.declare_interest(authority, fields, actor, command)
        line(f"Interest of {person} in {unit}: {done.says}, at version {done.version} of the directory of {authority}.")


async def end_interest(
    person: str,
    unit: str,
    *,
    authority: str,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """State that an interest in a unit is over, as the performance office.

    Args:
        person: The id of the person.
        unit: The id of the unit.
        authority: The id of the appraising authority.
        reason: Why the person may judge the unit again.
    """
    command = command or uuid4()
    fields = {"person": person, "unit": unit, "reason": reason}
    async with operating(command, document) as operations:
        done = await operations.directories.end_interest(authority, fields, actor, command)
        line(f"End of it: {done.says}, at version {done.version} of the directory of {authority}.")
