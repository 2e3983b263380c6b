"""A company of synthetic people for a rulebook: everybody that it asks something of, in units of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.directory import PersonEntry, PublishDirectory, Role, Unit
from domain.regulation import AppraiseeEntry, Attribute, AttributeKind, EvaluatorKind, Rulebook
from domain.regulation.tailoring import entry
from domain.regulation.tree import walk

_STAFF = 3
_OFFICE, _LEADERS, _VERIFIERS, _OTHERS = 3, 2, 2, 1
_ORGANS: tuple[tuple[str, Role, int], ...] = (
    ("performance-office", Role.OFFICE, _OFFICE),
    ("committee", Role.COMMITTEE, _LEADERS),
    ("leadership", Role.LEADER, _LEADERS),
    ("verification", Role.VERIFIER, _VERIFIERS),
    ("joint-meeting", Role.MEMBER, _OFFICE),
    ("experts", Role.EXPERT, _OFFICE),
    ("supervision", Role.SUPERVISION, _OTHERS),
    ("executive", Role.GOVERNMENT, _OTHERS),
    ("congress", Role.CONGRESS, _OTHERS),
)
"""The organs that are nobody's unit, with how many people hold which role there."""


def company(rulebook: Rulebook, appraisees: Sequence[str]) -> PublishDirectory:
    """A directory in which every role is held: in each unit a head, a deputy, a liaison and enough staff to vote."""
    taken = set(appraisees)
    leads = dict.fromkeys(node.lead for _, node in walk(rulebook.indicators) if node.lead and node.lead not in taken)
    units = (*appraisees, *leads)
    ballots = [one.minimum for one in rulebook.evaluators if one.kind is EvaluatorKind.INTERNAL_BALLOT]
    staff = max([_STAFF, *ballots])
    people = [person for unit in units for person in _of_unit(unit, staff)]
    organs = [(_apart(organ, taken | set(leads)), role, number) for organ, role, number in _ORGANS]
    people += [_person(organ, role, number) for organ, role, most in organs for number in range(1, most + 1)]
    known = (*units, *(organ for organ, _, _ in organs))
    return PublishDirectory(
        authority=rulebook.authority, units=tuple(Unit(id=unit, name=unit) for unit in known), people=tuple(people)
    )


def _of_unit(unit: str, staff: int) -> Iterable[PersonEntry]:
    for role in (Role.HEAD, Role.DEPUTY, Role.LIAISON):
        yield _person(unit, role, 1)
    for number in range(1, staff + 1):
        yield _person(unit, Role.STAFF, number)


def _person(unit: str, role: Role, number: int) -> PersonEntry:
    name = f"{unit[:60]}-{role.value}-{number}"
    return PersonEntry(id=name, name=name, unit=unit, roles=(role,))


def _apart(organ: str, taken: set[str]) -> str:
    """A name for an organ that no unit has."""
    return organ if organ not in taken else f"{organ}-itself"


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom a rehearsal appraises, and the rulebook with what it has to know of them."""

    rulebook: Rulebook
    appraisees: tuple[str, ...]


def cast(rulebook: Rulebook, known: Mapping[str, Mapping[str, str]], units: int) -> Cast:
    """The appraisees known by their attributes, else those the rulebook names, else so many made-up units.

    Attributes that are known stand in the rulebook before its own; units that are made up have the values in turn.
    """
    if known:
        entries = tuple(
            entry(rulebook, one).model_copy(update={"attributes": {**entry(rulebook, one).attributes, **said}})
            for one, said in known.items()
        )
        others = tuple(one for one in rulebook.appraisees if one.id not in known)
        told = any(known.values())
        return Cast(rulebook.model_copy(update={"appraisees": (*others, *entries)}) if told else rulebook, tuple(known))
    if rulebook.appraisees:
        return Cast(rulebook, tuple(dict.fromkeys(one.id for one in rulebook.appraisees)))
    made = tuple(f"unit-{number}" for number in range(1, units + 1))
    entries = tuple(
        AppraiseeEntry(id=unit, attributes={one.name: _stated(one, place) for one in rulebook.attributes})
        for place, unit in enumerate(made)
    )
    if not rulebook.attributes:
        return Cast(rulebook, made)
    return Cast(rulebook.model_copy(update={"appraisees": entries}), made)


def _stated(attribute: Attribute, place: int) -> str:
    match attribute.kind:
        case AttributeKind.NUMBER:
            return "1"
        case AttributeKind.TRUTH:
            return "false"
        case AttributeKind.TEXT:
            return attribute.values[place % len(attribute.values)] if attribute.values else "rehearsed"
