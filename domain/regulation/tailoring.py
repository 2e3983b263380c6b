"""One appraisee's own regulation: conditions on its attributes decided, weights and targets in their place.

After tailoring no condition of who is meant is left in the tree, so that whatever comes later need not know them.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.exact import number
from domain.expression import parse
from domain.refusal import Reason, Refused
from domain.regulation.document import AppraiseeEntry, Rulebook
from domain.regulation.indicator import Indicator
from domain.regulation.provisions import Attribute, AttributeKind

Known = Mapping[str, Decimal | Fraction | str | bool | None]
"""What conditions may ask for by name; nothing for what is not known."""

EVERYBODY = "all"
"""The peer group of those whom no group of the rulebook takes in."""


def entry(rulebook: Rulebook, appraisee: str) -> AppraiseeEntry:
    """What the documents say of the appraisee, the scheme's word being the last."""
    said = [one for one in rulebook.appraisees if one.id == appraisee]
    return said[-1] if said else AppraiseeEntry(id=appraisee)


def attributes_of(rulebook: Rulebook, appraisee: str, given: Mapping[str, str] | None = None) -> Known:
    """The declared attributes of the appraisee, `given` ones before those of the documents.

    Refuses an attribute that is not declared, and a value that is none of its kind.
    """
    said = {**entry(rulebook, appraisee).attributes, **(given or {})}
    declared = {attribute.name: attribute for attribute in rulebook.attributes}
    for name in said:
        if name not in declared:
            raise Refused(
                Reason.INVALID,
                f"appraisee {appraisee}",
                f"has attribute {name!r}, which rulebook {rulebook.id} does not declare",
                f"Declared are: {', '.join(declared) or 'none'}",
            )
    return {
        name: _read(attribute, said[name], appraisee) if name in said else None for name, attribute in declared.items()
    }


def _read(attribute: Attribute, given: str, appraisee: str) -> Decimal | Fraction | str | bool:
    match attribute.kind:
        case AttributeKind.NUMBER:
            try:
                return number(given)
            except ValueError as error:
                raise _unreadable(attribute, given, appraisee, "Give a number") from error
        case AttributeKind.TRUTH:
            if given not in {"true", "false"}:
                raise _unreadable(attribute, given, appraisee, 'Give "true" or "false"')
            return given == "true"
        case AttributeKind.TEXT:
            if attribute.values and given not in attribute.values:
                raise _unreadable(attribute, given, appraisee, f"Give one of: {', '.join(attribute.values)}")
            return given


def _unreadable(attribute: Attribute, given: str, appraisee: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, f"appraisee {appraisee}", f"has attribute {attribute.name} {given!r}", mend)


def peer_group(rulebook: Rulebook, appraisee: str, attributes: Known) -> str:
    """The group the appraisee is compared in: the one its entry names, else the first that takes it in."""
    if named := entry(rulebook, appraisee).peer_group:
        return named
    for group in rulebook.peer_groups:
        if group.members is not None and appraisee in group.members:
            return group.id
        if group.when is not None and parse(group.when).evaluate(attributes) is True:
            return group.id
    return EVERYBODY


def tailored(rulebook: Rulebook, appraisee: str, attributes: Known | None = None) -> Rulebook:
    """The rulebook as it is for one appraisee.

    A condition that asks for an attribute the appraisee does not state does not hold. A group none of whose children is
    for the appraisee is left out. The first variant that holds counts; a target of the appraisee's own comes before it.
    """
    known = attributes_of(rulebook, appraisee) if attributes is None else attributes
    return rulebook.model_copy(update={"indicators": _tailored(rulebook.indicators, appraisee, known)})


def _tailored(siblings: Sequence[Indicator], appraisee: str, known: Known) -> tuple[Indicator, ...]:
    kept: list[Indicator] = []
    for node in siblings:
        if not node.applies(appraisee) or (node.applies_when is not None and not _holds(node.applies_when, known)):
            continue
        children = _tailored(node.children, appraisee, known)
        if node.children and not children:
            continue
        kept.append(_own(node, children, appraisee, known))
    return tuple(kept)


def _own(node: Indicator, children: tuple[Indicator, ...], appraisee: str, known: Known) -> Indicator:
    if not (node.variants or node.targets or node.applies_when or node.applies_to or children != node.children):
        return node
    changes: dict[str, object] = {
        "children": children,
        "variants": (),
        "targets": {},
        "applies_to": None,
        "applies_when": None,
    }
    variant = next((variant for variant in node.variants if _holds(variant.when, known)), None)
    for field in ("weight", "points", "target") if variant else ():
        if (said := getattr(variant, field)) is not None:
            changes[field] = said
    if appraisee in node.targets:
        changes["target"] = node.targets[appraisee]
    return node.model_copy(update=changes)


def _holds(condition: str, known: Known) -> bool:
    return parse(condition).evaluate(known) is True
