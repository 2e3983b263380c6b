"""For whom a regulation is the same: appraisees whose attributes select the same indicators and weights."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple

from domain.examination.saying import listed
from domain.expression import parse
from domain.refusal import Refused
from domain.regulation import (
    AttributeKind,
    Indicator,
    Known,
    Rulebook,
    attributes_of,
    peer_group,
    tailored,
    walk,
)

_MOST = 5_000
"""Combinations of names and attributes looked at: more than one regulation tells apart."""
_ANY_OTHER = "9" * 80
"""Stands for an appraisee that no document names."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Appraisees with the same regulation: who they are, what it is for them, and the kinds of appraisee among them.

    `kinds` are their peer groups or, in a rulebook without any, what their attributes of text say.
    """

    who: str
    rulebook: Rulebook
    kinds: tuple[str, ...]

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        return tuple(node for _, node in walk(self.rulebook.indicators) if not node.children)


class _Somebody(NamedTuple):
    """An appraisee in words, by id and by attributes, and the rulebook with no other entry than its own."""

    said: str
    id: str
    known: Known
    rulebook: Rulebook


def audiences(rulebook: Rulebook) -> tuple[Audience, ...]:
    """All audiences of a checked rulebook, the first by its first appraisee; those without an indicator left out.

    Looked at are the appraisees that the documents name and, unless they are listed with their attributes, any other,
    with every combination of what attributes may be.
    """
    nodes = [node for _, node in walk(rulebook.indicators)]
    conditions = sorted({text for node in nodes for text in _conditions(node)})
    names = sorted({frozenset(node.applies_to) for node in nodes if node.applies_to is not None}, key=sorted)
    alike: dict[tuple[bool, ...], list[_Somebody]] = defaultdict(list)
    for one in islice(_everybody(rulebook), _MOST):
        held = tuple(parse(text).evaluate(one.known) is True for text in conditions)
        alike[held + tuple(one.id in those for those in names)].append(one)
    found = [_audience(those) for those in alike.values()]
    found = [audience for audience in found if audience.rulebook.indicators]
    if len(found) == 1:
        return (Audience("every appraisee", found[0].rulebook, found[0].kinds),)
    return tuple(found)


def _conditions(node: Indicator) -> Iterator[str]:
    if node.applies_when is not None:
        yield node.applies_when
    for variant in node.variants:
        yield variant.when


def _audience(those: Sequence[_Somebody]) -> Audience:
    first = those[0]
    said = dict.fromkeys(one.said for one in those)
    kinds = dict.fromkeys(map(_kind, those))
    return Audience(listed(list(said)), tailored(first.rulebook, first.id, first.known), tuple(kinds))


def _kind(one: _Somebody) -> str:
    if one.rulebook.peer_groups:
        return peer_group(one.rulebook, one.id, one.known)
    texts = [attribute.name for attribute in one.rulebook.attributes if attribute.kind is AttributeKind.TEXT]
    return ", ".join(f"{name} {one.known[name]}" for name in texts if one.known.get(name) is not None)


def _everybody(rulebook: Rulebook) -> Iterator[_Somebody]:
    named = {appraisee for _, node in walk(rulebook.indicators) for appraisee in node.applies_to or ()}
    if rulebook.appraisees:
        yield from _listed(rulebook, named)
        return
    others = "every appraisee not named" if named else "every appraisee"
    for appraisee in (_ANY_OTHER, *sorted(named)):
        for said, known in _combinations(rulebook):
            name = "" if appraisee == _ANY_OTHER else appraisee
            yield _Somebody(", ".join(filter(None, (name, said))) or others, appraisee, known, rulebook)


def _listed(rulebook: Rulebook, named: set[str]) -> Iterator[_Somebody]:
    entries = {one.id: one for one in rulebook.appraisees}
    for appraisee in sorted(named | entries.keys()):
        own = (entries[appraisee],) if appraisee in entries else ()
        alone = rulebook.model_copy(update={"appraisees": own})
        try:
            yield _Somebody(appraisee, appraisee, attributes_of(alone, appraisee), alone)
        except Refused:
            continue  # an attribute that is none is for whoever scores to refuse


def _combinations(rulebook: Rulebook) -> Iterator[tuple[str, Known]]:
    texts = {one.name: one.values for one in rulebook.attributes if one.kind is AttributeKind.TEXT and one.values}
    truths = {one.name: (True, False) for one in rulebook.attributes if one.kind is AttributeKind.TRUTH}
    finite: dict[str, tuple[str | bool, ...]] = {**texts, **truths}
    unknown = {one.name: None for one in rulebook.attributes if one.name not in finite}
    for values in product(*finite.values()):
        known: Known = dict(zip(finite, values, strict=True))
        yield ", ".join(f"{name} {str(value).lower()}" for name, value in known.items()), {**unknown, **known}
