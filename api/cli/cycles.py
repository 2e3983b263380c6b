"""`kaohe cycle`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from cyclopts import Parameter

from api.cli.answering import operating, refusing
from api.cli.options import Actor, CommandId, Document, Expected, Json
from api.cli.output import as_json, instant, line, table
from api.documents import load

if TYPE_CHECKING:
    from api.operations.cycles import CycleStatus
    from api.operations.draws import Drawable, DrawShown


async def launch(  # noqa: PLR0913 - the fields of a cycle
    cycle: str | None = None,
    *,
    rulebook: str | None = None,
    scheme: str | None = None,
    start: str | None = None,
    end: str | None = None,
    appraisees: Annotated[tuple[str, ...], Parameter(name=["--appraisee", "--appraisees"], consume_multiple=True)] = (),
    title: str | None = None,
    authority: str | None = None,
    within: str | None = None,
    follows: str | None = None,
    matter: str | None = None,
    data: Path | None = None,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Launch a cycle of a rulebook, or of a scheme under it.

    Args:
        cycle: The id of the new cycle, such as annual-2026.
        rulebook: The id of the rulebook; the scheme's when left out.
        scheme: The id of the scheme, where the rulebook leaves something to one.
        start: The first day appraised, such as 2026-01-01; the scheme's when left out.
        end: The last day appraised.
        appraisees: The ids of the units appraised.
        title: What people call the cycle; its id when left out.
        authority: The appraising authority; the rulebook's when left out.
        within: The cycle it is a part of, such as the term of a year.
        follows: The cycle of the period before.
        matter: What a special cycle is about.
        data: A file with these fields, in YAML or JSON; options stand above it.
    """
    with refusing():
        fields: dict[str, Any] = load(data) if data else {}
    given = {"cycle": cycle, "rulebook": rulebook, "scheme": scheme, "title": title, "authority": authority}
    given |= {"within": within, "follows": follows, "matter": matter}
    fields |= {name: value for name, value in given.items() if value is not None}
    if appraisees:
        fields["appraisees"] = list(appraisees)
    if start or end:
        fields["period"] = {name: day for name, day in (("start", start), ("end", end)) if day}
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cycles.launch(fields, actor, command)
        line(f"Cycle {fields['cycle']}: launch {done.says}, at version {done.version} of its stream.")


async def status(cycle: str | None = None, *, json: Json = False) -> None:
    """Show how far a cycle has come, or list all cycles.

    Args:
        cycle: The id of the cycle; all are listed when left out.
    """
    async with operating() as operations:
        if cycle is not None:
            found = await operations.cycles.status(cycle)
            as_json(found) if json else _show(found)
            return
        known = await operations.cycles.listed()
        if json:
            as_json(known)
            return
        table(
            ("cycle", "title", "rulebook", "appraisals", "closed", "launched", "stands", "kind", "within"),
            [
                (
                    *(one.cycle, one.title, one.rulebook, one.appraisees, one.appraisals_closed),
                    *(one.launched_at, one.stands, one.kind, one.within),
                )
                for one in known
            ],
            empty="There are no cycles. Launch one with 'kaohe cycle launch'.",
        )


def _show(found: "CycleStatus") -> None:
    line(f"{found.title} ({found.cycle}): {found.stands}, {found.appraisals_closed} of {found.appraisees} closed")
    scheme = f" and scheme {found.scheme} {found.scheme_hash}" if found.scheme else ""
    line(f"launched {instant(found.launched_at)} by rulebook {found.rulebook} {found.rulebook_hash}{scheme}")
    line(f"{_kind(found)}, over {found.starts} to {found.ends}")
    if found.inner:
        line()
        table(
            ("within it", "title", "kind", "authority", "from", "to", "stands"),
            [(one.cycle, one.title, one.kind, one.authority, one.starts, one.ends, one.stands) for one in found.inner],
            empty="",
        )
    line()
    table(
        ("step", "opens", "due", "ends", "opened", "overdue", "ended", "lapsed", "passed"),
        [
            (one.step, one.opens, one.due, one.ends, one.opened, one.overdue, one.ended, one.lapsed, one.passed)
            for one in found.steps
        ],
        empty="It has no steps.",
    )
    line()
    table(
        ("appraisee", "step", "total", "grade", "approved", "closed"),
        [(one.appraisee, one.step, one.total, one.grade, one.approved, one.closed) for one in found.appraisals],
        empty="No appraisal is open yet.",
    )


def _kind(found: "CycleStatus") -> str:
    """The kind of a cycle, what it is about, and what it is linked to."""
    matter = f" on {found.matter}" if found.matter else ""
    within = f", within {found.within}" if found.within else ""
    follows = f", after {found.follows}" if found.follows else ""
    return f"{found.kind}{matter}{within}{follows}"


async def draw(cycle: str, *, json: Json = False) -> None:
    """Show the draw of the values to verify, and make it again from what the log holds.

    Args:
        cycle: The id of the cycle.
    """
    async with operating() as operations:
        found = await operations.draws.show(cycle)
    as_json(found) if json else _show_draw(found)


def _show_draw(found: "DrawShown") -> None:
    line(f"{found.count} reported values may be drawn, {found.share} of each appraisee's, rounded up")
    line(f"frame SHA-256 {found.sha256}")
    line(f"salt SHA-256  {found.salt_sha256}")
    if found.value is None:
        line(f"The {found.asked_of.value} is asked for a value to draw by until {instant(found.due)}.")
    else:
        line(f"value {found.value}, given by {found.given_by}")
    if found.salt is not None:
        line(f"salt  {found.salt}")
    line()
    table(
        ("appraisee", "indicator", "weight", "drawn", "signs"),
        [(one.appraisee, one.indicator, one.weight, one.drawn, _signs(one)) for one in found.frame],
        empty="Nothing was reported.",
    )
    line()
    if found.differs:
        line(f"Made again, it differs from what is recorded in: {', '.join(found.differs)}.")
    elif found.salt is None:
        line("Nothing has been drawn yet; the frame is as its SHA-256 says.")
    else:
        line("Made again from frame, salt and value, it is the same.")


def _signs(one: "Drawable") -> str:
    return ", ".join(sign.kind.value for sign in one.signs)


async def pause(  # noqa: PLR0913 - the fields of a pause
    cycle: str,
    *,
    reason: str,
    basis: str | None = None,
    clocks: str = "stop",
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Pause a cycle: stop clocks and submissions, or let open steps run on and open no further one.

    Args:
        cycle: The id of the cycle.
        reason: Why; it becomes part of the record.
        basis: The provision that allows it, such as "ordinance art. 22".
        clocks: "stop" moves what is ahead by the length of the pause; "run" lets open steps run on to their ends.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cycles.pause(cycle, reason, actor, command, expect, basis=basis, clocks=clocks)
        line(f"Cycle {cycle}: pause {done.says}, at version {done.version}.")


async def resume(
    cycle: str, *, actor: Actor = None, command: CommandId = None, document: Document = None, expect: Expected = None
) -> None:
    """Let clocks and submissions go on.

    Args:
        cycle: The id of the cycle.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cycles.resume(cycle, actor, command, expect)
        line(f"Cycle {cycle}: resumption {done.says}, at version {done.version}.")


async def extend(  # noqa: PLR0913 - the fields of an extension
    cycle: str,
    *,
    step: str,
    by: str,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Give a step, and all behind it, more time.

    Args:
        cycle: The id of the cycle.
        step: The step whose due instant moves.
        by: How much: "5 working days", or ISO 8601 such as P7D.
        reason: Why; it becomes part of the record.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        fields = {"step": step, "by": by, "reason": reason}
        done = await operations.cycles.extend(cycle, fields, actor, command, expect)
        line(f"Cycle {cycle}: extension {done.says}, at version {done.version}.")


async def bring_forward(  # noqa: PLR0913 - the fields of an earlier deadline
    cycle: str,
    *,
    step: str,
    by: str,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Let a step fall due and end earlier; later steps stay.

    Args:
        cycle: The id of the cycle.
        step: The step whose due instant moves.
        by: How much: "5 working days", or ISO 8601 such as P7D.
        reason: Why; it becomes part of the record.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        fields = {"step": step, "by": by, "reason": reason}
        done = await operations.cycles.bring_forward(cycle, fields, actor, command, expect)
        line(f"Cycle {cycle}: earlier deadline {done.says}, at version {done.version}.")


async def cancel(  # noqa: PLR0913 - the fields of a cancellation
    cycle: str,
    *,
    reason: str,
    basis: str | None = None,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """End a cycle without results. Its appraisals end as they are; what happened stays in the record.

    Args:
        cycle: The id of the cycle.
        reason: Why; it becomes part of the record.
        basis: The provision that allows it.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.cycles.cancel(cycle, {"reason": reason, "basis": basis}, actor, command, expect)
        line(f"Cycle {cycle}: cancellation {done.says}, at version {done.version}.")
