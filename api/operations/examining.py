"""Documents examined before anything is made of them: rulebooks and schemes, and how their goals come down."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.documents import placed
from api.operations.store import Store
from domain.event import Record
from domain.examination import Advice, Decomposed, Report, coverage, decompose, examine
from domain.regulation import Finding, Rulebook, Scheme, content_hash, in_force, parse, parse_scheme
from domain.regulation.reading import read
from domain.rulebook import Rulebooks
from domain.scoring import Facts

ValuesOf = Callable[[Rulebook, Scheme | None], Mapping[str, Facts]]
"""Reads facts of an earlier year by appraisee, as a rulebook and its scheme take them."""


class Checked(Record):
    """What a check found; `hash` names the content of a document without findings.

    `scheme` is the one that was checked, once its rulebook had been found in order; `hash` is then the scheme's. The
    report is there where the document could be read.
    """

    rulebook: str | None
    scheme: str | None = None
    valid: bool
    hash: str | None
    findings: tuple[Finding, ...]
    report: Report | None = None


class GoalsShown(Record):
    """The goals of a rulebook with those who hold them, and what the decomposition lacks."""

    rulebook: str
    goals: tuple[Decomposed, ...]
    advice: tuple[Advice, ...]


async def rulebooks_in_force(store: Store) -> tuple[Rulebook, ...]:
    """The version in force of every rulebook that has one, by id."""
    found = [(await store.load(stream, Rulebooks))[1] for stream in await store.log.streams("rulebook")]
    return tuple(one.version(one.in_force) for one in found if one.in_force is not None)


def check(
    document: Mapping[str, Any],
    scheme: Mapping[str, Any] | None = None,
    *,
    values: ValuesOf | None = None,
    others: Sequence[Rulebook] = (),
) -> Checked:
    """Says everything that is wrong with a rulebook document, examines it, and compares it with `others`.

    With a scheme, and a rulebook in order, says it of the scheme, and examines what both together are. `values` are
    read once both are in order.
    """
    rulebook, flaws = read(document, Rulebook)
    checked = _checked(document, rulebook, flaws, examine(rulebook, others=others) if rulebook else None)
    added = None
    if rulebook and checked.valid and scheme is not None:
        added, flaws = read(scheme, Scheme)
        checked = _checked(scheme, added, flaws, examine(rulebook, added, others=others) if added else None)
        named = {"rulebook": _id(document), "scheme": _id(scheme) or "without an id"}
        checked = checked.model_copy(update=named)
    if rulebook and checked.valid and values is not None:
        report = examine(rulebook, added, values=values(rulebook, added), others=others)
        checked = checked.model_copy(update={"report": report})
    return checked


def _checked(
    document: Mapping[str, Any], read_as: Record | None, flaws: tuple[Finding, ...], report: Report | None
) -> Checked:
    findings = placed(document, (*flaws, *(report.forbids if report else ())))
    return Checked(
        rulebook=_id(document),
        valid=not findings,
        hash=content_hash(read_as) if read_as and not findings else None,
        findings=findings,
        report=report,
    )


def _id(document: Mapping[str, Any]) -> str | None:
    name = document.get("id")
    return name if isinstance(name, str) else None


def decomposed(document: Mapping[str, Any], scheme: Mapping[str, Any] | None = None) -> GoalsShown:
    """How the goals of a rulebook, and of a scheme under it, come down; refuses documents that are not in order."""
    rulebook = parse(document)
    whole = in_force(rulebook, parse_scheme(scheme, rulebook) if scheme is not None else None)
    return GoalsShown(rulebook=whole.id, goals=decompose(whole), advice=coverage(whole))
