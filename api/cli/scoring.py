"""`kaohe score`: a recorded result, or the results of a table of values by a rulebook."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from api.cli.answering import operating, refusing
from api.cli.options import Json
from api.cli.output import as_json, line, table
from domain.refusal import Reason, Refused

if TYPE_CHECKING:
    from api.operations.scoring import Scored, Scores
    from api.scoring.computing import Computed
    from domain.scoring import QuotaKept


_NAMED = 3
"""How many of the missing are named in a table."""


async def score(  # noqa: PLR0913 - options, each by its name
    ref: str | None = None,
    *,
    rulebook: Path | None = None,
    scheme: Path | None = None,
    values: Path | None = None,
    template: Path | None = None,
    year: int | None = None,
    approve: tuple[int, ...] = (),
    explain: tuple[str, ...] = (),
    explanations: Path | None = None,
    json: Json = False,
) -> None:
    """Show a recorded result with its explanation, or score a table of values; the latter records nothing.

    Args:
        ref: CYCLE:APPRAISEE, for a recorded result.
        rulebook: The rulebook to score by.
        scheme: The scheme of the cycle, where the rulebook leaves something to it.
        values: The values, one row for each appraisee: CSV or an Excel workbook.
        template: A workbook to write, with the columns that the rulebook asks for.
        year: The year appraised, for comparisons with the past; else that in which the scheme's period ends.
        approve: The number of a quota whose higher cap is approved.
        explain: An appraisee whose explanation is printed.
        explanations: A file for all explanations, one line of JSON for each appraisee.
    """
    with refusing():
        if (ref is None) is (rulebook is None):
            raise Refused(
                Reason.INVALID,
                "score",
                "is asked of a recorded result and of a table at once" if ref else "is asked of nothing",
                "Give CYCLE:APPRAISEE, or --rulebook FILE and --values FILE",
            )
    if ref is not None:
        await _recorded(ref, json=json)
    elif rulebook is not None and template is not None:
        with refusing():
            _write_template(rulebook, scheme, template)
    elif rulebook is not None:
        with refusing():
            _of_table(rulebook, scheme, values, year, approve, explain, explanations, json=json)


async def _recorded(ref: str, *, json: bool) -> None:
    async with operating() as operations:
        found = await operations.scores.of(ref)
    if json:
        as_json(found)
        return
    standing = "approved" if found.approved else "not approved"
    line(f"Score of {found.appraisee} in {found.cycle}: {standing}, computed by event {found.computed_at}")
    line(found.explain())


def _of_table(  # noqa: PLR0913, PLR0917 - options, each by its name
    rulebook: Path,
    scheme: Path | None,
    values: Path | None,
    year: int | None,
    approve: tuple[int, ...],
    explain: tuple[str, ...],
    explanations: Path | None,
    *,
    json: bool,
) -> None:
    from api.operations.scoring import score as scored  # noqa: PLC0415 - not needed by `--help`
    from api.scoring.reading import read_regulation, read_table  # noqa: PLC0415 - the same

    if values is None:
        raise Refused(Reason.INVALID, "score", "has no values to score", "Give --values FILE, CSV or Excel")
    read, under = read_regulation(rulebook, scheme)
    facts = read_table(values, read, under, year)
    for appraisee in explain:
        if appraisee not in facts.facts:
            raise Refused(
                Reason.NOT_FOUND, f"appraisee {appraisee}", f"is not in {values.name}", "Name one of its rows"
            )
    explained: dict[str, str] = {}

    with _lines(explanations) as out:

        def keep(computed: "Computed") -> None:
            if computed.appraisee in explain:
                explained[computed.appraisee] = computed.explanation
            if out is not None:
                out.write(f'{{"appraisee":"{computed.appraisee}","explanation":{computed.explanation}}}\n')

        found = scored(read, under, facts, approved=approve, keep=keep)
    if json:
        _print_json(found, explained)
    else:
        _print(found, explained)


def _write_template(rulebook: Path, scheme: Path | None, template: Path) -> None:
    from api.scoring.reading import read_regulation  # noqa: PLC0415 - not needed by `--help`
    from api.scoring.template import write_template  # noqa: PLC0415 - the same
    from domain.regulation import in_force  # noqa: PLC0415 - the same

    regulation = in_force(*read_regulation(rulebook, scheme))
    with _new(template, "xb") as out:
        write_template(regulation, out)
    line(f"{template.name} has a sheet for the values of {regulation.title}, and one that says how to fill it in.")


@contextmanager
def _lines(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    with _new(path, "x") as out:
        yield out


@contextmanager
def _new(path: Path, mode: Literal["x", "xb"]) -> Iterator[Any]:
    """A new file, gone again where a refusal comes before its end; one that cannot be written is refused."""
    try:
        with path.open(mode, encoding=None if mode == "xb" else "utf-8") as out:
            try:
                yield out
            except Refused:
                path.unlink()
                raise
    except FileExistsError as error:
        raise Refused(Reason.CONFLICT, f"file {path}", "is there already", "Name another file") from error
    except OSError as error:
        raise Refused(
            Reason.INVALID, f"file {path}", f"cannot be written: {error.strerror}", "Name another file"
        ) from error


def _print(found: "Scores", explained: dict[str, str]) -> None:
    from domain.explanation import Explanation, readable, render  # noqa: PLC0415 - not needed by `--help`

    rows = [
        (
            one.appraisee,
            one.name,
            one.peer_group,
            f"{one.rank} of {one.of}" if one.rank else "",
            None if one.total is None else readable(one.total),
            one.grade,
            "; ".join(_why(one)),
        )
        for one in found.scored
    ]
    table(("appraisee", "name", "peers", "rank", "total", "grade", "why"), rows, empty="There is nobody to score.")
    for quota in found.quotas:
        line(_quota(quota))
    for explanation in explained.values():
        line()
        line(render(Explanation.model_validate_json(explanation)))


def _why(one: "Scored") -> "Iterator[str]":
    yield from one.reasons
    if one.missing:
        more = len(one.missing) - _NAMED
        yield f"missing: {', '.join(one.missing[:_NAMED])}{f' and {more} more' if more > 0 else ''}"
    yield from (f"{follow.name}: {', '.join(follow.then)}" for follow in one.follows)


def _quota(quota: "QuotaKept") -> str:
    bounds = [f"at most {quota.most}"] if quota.most is not None else []
    bounds += [f"at least {quota.least}"] if quota.least is not None else []
    approved = ", approved" if quota.approved else ""
    return (
        f"Quota of {' and '.join(quota.grades)} among {quota.among}: {quota.have} of {quota.graded},"
        f" {' and '.join(bounds)}{approved}{'' if quota.kept else ': NOT KEPT'}"
    )


def _print_json(found: "Scores", explained: dict[str, str]) -> None:
    from json import dumps, loads  # noqa: PLC0415 - beside the option of that name

    plain = found.model_dump(mode="json")
    if explained:
        plain["explanations"] = {appraisee: loads(explanation) for appraisee, explanation in explained.items()}
    sys.stdout.write(dumps(plain, ensure_ascii=False, indent=2) + "\n")
