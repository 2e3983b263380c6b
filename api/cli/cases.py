"""`kaohe case`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from cyclopts import Parameter

from api.cli.answering import operating, refusing
from api.cli.options import Actor, CommandId, Document, Expected, Json
from api.cli.output import as_json, instant, line, table
from api.documents import load
from domain.refusal import Reason, Refused

if TYPE_CHECKING:
    from api.operations.cases import Asked, CaseShown

States = Annotated[tuple[str, ...], Parameter(name="--state")]


async def open_(  # noqa: PLR0913 - what makes a case
    case: str,
    procedure: str,
    *,
    cycle: str | None = None,
    appraisee: str | None = None,
    against: str | None = None,
    ground: str | None = None,
    outcome: str | None = None,
    state: States = (),
    data: Path | None = None,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Open a case by doing the first act of its procedure.

    Args:
        case: The id of the new case.
        procedure: The procedure of the cycle's rulebook, such as problem-notice.
        cycle: The cycle it belongs to.
        appraisee: The appraisee it concerns.
        against: The case whose decision it objects to.
        ground: One of the grounds that the procedure names.
        outcome: The outcome of the first act, where it has any.
        state: Something that the act must state, NAME=TEXT; as often as needed.
        data: A file with these fields and the content, in YAML or JSON; options stand above it.
    """
    with refusing():
        fields = _fields(data, state, outcome)
    given = {"cycle": cycle, "appraisee": appraisee, "against": against, "ground": ground}
    fields |= {"case": case, "procedure": procedure} | {name: one for name, one in given.items() if one is not None}
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cases.open(fields, actor, command)
        line(f"Case {case}: opening {done.says}, at version {done.version} of its stream.")


async def act(  # noqa: PLR0913 - what makes an act
    case: str,
    act: str,
    *,
    outcome: str | None = None,
    state: States = (),
    data: Path | None = None,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Do an act of a case.

    Args:
        case: The id of the case.
        act: The act, as 'kaohe case show' lists it.
        outcome: Its outcome, where it has any.
        state: Something that it must state, NAME=TEXT; as often as needed.
        data: A file with these fields and the content, in YAML or JSON; options stand above it.
    """
    with refusing():
        fields = _fields(data, state, outcome) | {"act": act}
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cases.act(case, fields, actor, command, expected_version=expect)
        line(f"Case {case}: act {act} {done.says}, at version {done.version} of its stream.")


async def return_(  # noqa: PLR0913 - what makes an act
    case: str,
    act: str,
    *,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Send the matter back to an earlier act.

    Args:
        case: The id of the case.
        act: The act that sends it back.
        reason: What is to be mended.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cases.send_back(case, act, reason, actor, command, expected_version=expect)
        line(f"Case {case}: return {done.says}, at version {done.version} of its stream.")


async def withdraw(  # noqa: PLR0913 - what makes an act
    case: str,
    *,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Take back what was asked for.

    Args:
        case: The id of the case.
        reason: Why.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cases.withdraw(case, reason, actor, command, expected_version=expect)
        line(f"Case {case}: withdrawal {done.says}, at version {done.version} of its stream.")


async def show(case: str, *, json: Json = False) -> None:
    """Show a case with every act so far.

    Args:
        case: The id of the case.
    """
    async with operating() as operations:
        found = await operations.cases.show(case)
    as_json(found) if json else _show(found)


def _show(found: "CaseShown") -> None:
    whom = f" about {found.appraisee}" if found.appraisee else ""
    line(f"Case {found.case} ({found.kind}, procedure {found.procedure}) in cycle {found.cycle}{whom}: {found.stands}")
    if found.outcome:
        line(f"Its outcome is {found.outcome}{', and it is granted' if found.granted else ''}.")
    line()
    table(
        ("act", "asked of", "due", "late", "done by", "outcome"),
        [
            (one.act, one.asked_of, one.due and instant(one.due), one.late, ", ".join(one.done_by), one.outcome)
            for one in found.turns
        ],
        empty="",
    )
    if found.asks:
        line()
        line(f"Act {found.asks.act}: {found.asks.does}")
        for what, names in _asked(found.asks):
            if names:
                line(f"    {what}: {', '.join(names)}")


def _asked(asks: "Asked") -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What an act asks for, each with its names."""
    one = {"it brings": asks.content, "it may be sent back to": asks.returns_to}
    several = {"it states": asks.states, "its outcomes": asks.outcomes, "granted by": asks.grants}
    return (*several.items(), *((what, (name,) if name else ()) for what, name in one.items()))


async def listed(
    *, cycle: str | None = None, appraisee: str | None = None, unsettled: bool = False, json: Json = False
) -> None:
    """List cases, the latest first.

    Args:
        cycle: Of this cycle only.
        appraisee: About this appraisee only.
        unsettled: Those with acts ahead only.
    """
    async with operating() as operations:
        found = await operations.cases.listed(cycle, appraisee, unsettled=unsettled)
    if json:
        as_json(found)
        return
    table(
        ("case", "kind", "procedure", "cycle", "appraisee", "act", "due", "overdue", "outcome", "stands"),
        [
            (
                one.case,
                one.kind,
                one.procedure,
                one.cycle,
                one.appraisee,
                one.act,
                one.due,
                one.overdue,
                one.outcome,
                one.stands,
            )
            for one in found
        ],
        empty="There are no such cases.",
    )


async def offered(cycle: str, *, json: Json = False) -> None:
    """Show the help that the rulebook offers on the values known so far; nothing is opened by it.

    Args:
        cycle: The id of the cycle.
    """
    async with operating() as operations:
        found = await operations.cases.offered(cycle)
    if json:
        as_json(found)
        return
    table(
        ("appraisee", "procedure", "what", "why"),
        [(one.appraisee, one.procedure, one.name, one.why) for one in found],
        empty="Nothing is offered to anybody.",
    )


def _fields(data: Path | None, states: tuple[str, ...], outcome: str | None) -> dict[str, Any]:
    """What a file and options say of an act."""
    fields: dict[str, Any] = load(data) if data else {}
    if states:
        fields["states"] = dict(fields.get("states") or {}) | dict(map(_stated, states))
    return fields if outcome is None else {**fields, "outcome": outcome}


def _stated(given: str) -> tuple[str, str]:
    what, equals, text = given.partition("=")
    if not equals or not what:
        raise Refused(Reason.INVALID, f"--state {given}", "says nothing of a thing", "Write NAME=TEXT")
    return what, text
