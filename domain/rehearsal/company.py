"""A company of synthetic people for rulebooks: everybody that they ask something of, in units of their own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from domain.certificates import CertificateEntry
from domain.directory import PersonEntry, PublishDirectory, Role, Unit
from domain.regulation import AppraiseeEntry, Attribute, AttributeKind, EvaluatorKind, Rulebook
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
_ALWAYS = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)
"""From when to when their certificates count: for longer than any rehearsal lasts."""


def company(rulebooks: Sequence[Rulebook], appraisees: Sequence[str]) -> PublishDirectory:
    """A directory in which every role is held: in each unit a head, a deputy, a liaison and enough staff to vote.

    Whoever needs a certificate has one.
    """
    taken = set(appraisees)
    nodes = [node for rulebook in rulebooks for _, node in walk(rulebook.indicators)]
    leads = dict.fromkeys(node.lead for node in nodes if node.lead and node.lead not in taken)
    units = (*appraisees, *leads)
    evaluators = [one for rulebook in rulebooks for one in rulebook.evaluators]
    ballots = [one.minimum for one in evaluators if one.kind is EvaluatorKind.INTERNAL_BALLOT]
    staff = max([_STAFF, *ballots])
    people = [person for unit in units for person in _of_unit(unit, staff)]
    boards = {one.held_by: one.board.least for book in rulebooks for one in book.roles if one.board}
    organs = [
        (_apart(organ, taken | set(leads)), role, max(number, boards.get(role, 0))) for organ, role, number in _ORGANS
    ]
    people += [_person(organ, role, number) for organ, role, most in organs for number in range(1, most + 1)]
    known = (*units, *(organ for organ, _, _ in organs))
    certified = {role for rulebook in rulebooks for role in rulebook.certified}
    return PublishDirectory(
        authority=rulebooks[0].authority,
        units=tuple(Unit(id=unit, name=unit) for unit in known),
        people=tuple(people),
        certificates=tuple(
            _trained(person.id, role) for person in people for role in person.roles if role in certified
        ),
    )


def _trained(person: str, role: Role) -> CertificateEntry:
    return CertificateEntry(person=person, role=role, begins=_ALWAYS[0], ends=_ALWAYS[1], training="rehearsal")


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


def cast(rulebook: Rulebook, known: Iterable[str], units: int) -> tuple[str, ...]:
    """Whom a rehearsal appraises: those who are known, else those the rulebook names, else so many made-up units.

    A rulebook names appraisees by themselves, or as those to whom an indicator applies.
    """
    applied = (one for _, node in walk(rulebook.indicators) for one in node.applies_to or ())
    for named in (known, (one.id for one in rulebook.appraisees), applied):
        if found := tuple(dict.fromkeys(named)):
            return found
    return tuple(f"unit-{number}" for number in range(1, units + 1))


def told(rulebook: Rulebook, appraisees: Sequence[str], known: Mapping[str, Mapping[str, str]]) -> Rulebook:
    """The rulebook with what is known of appraisees; those it does not know have each value of an attribute in turn."""
    if not rulebook.attributes:
        return rulebook
    own = {one.id: one for one in rulebook.appraisees}
    entries = {
        one: _entry(own.get(one), one, place, rulebook.attributes, known.get(one))
        for place, one in enumerate(appraisees)
    }
    return rulebook.model_copy(update={"appraisees": tuple({**own, **entries}.values())})


def _entry(
    own: AppraiseeEntry | None, one: str, place: int, declared: Sequence[Attribute], known: Mapping[str, str] | None
) -> AppraiseeEntry:
    names = {attribute.name for attribute in declared}
    said = {name: value for name, value in (known or {}).items() if name in names}
    if own is not None:
        return own.model_copy(update={"attributes": {**own.attributes, **said}})
    made_up = {} if known is not None else {attribute.name: _stated(attribute, place) for attribute in declared}
    return AppraiseeEntry(id=one, attributes={**made_up, **said})


def _stated(attribute: Attribute, place: int) -> str:
    match attribute.kind:
        case AttributeKind.NUMBER:
            return "1"
        case AttributeKind.TRUTH:
            return "false"
        case AttributeKind.TEXT:
            return attribute.values[place % len(attribute.values)] if attribute.values else "rehearsed"
