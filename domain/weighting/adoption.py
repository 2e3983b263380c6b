"""Adopting a proposal: only then do its weights become those of a scheme."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from domain.exact import text
from domain.refusal import Reason, Refused
from domain.regulation.indicator import Combine, Element
from domain.weighting.ahp import Priorities
from domain.weighting.proposal import Proposal, propose_again


class _Group(NamedTuple):
    """Siblings, how their scores become that of what they belong to, and its number: nothing, "2", "2.1"."""

    number: str
    combine: object
    siblings: Sequence[Any]

    @property
    def place(self) -> str:
        return f"indicator {self.number}" if self.number else "the first level"


def adopt(document: Mapping[str, Any], proposal: Proposal) -> dict[str, Any]:
    """The document with the weights of one group of indicators replaced by those proposed; it is not changed itself.

    The group is the one whose indicators are exactly those of the proposal, at any level of `indicators`; elements that
    are additional, and so weigh nothing, are left alone. Raises `Refused` when there is no such group or several, when
    it adds up points or has other weights for some appraisees, when the proposal is not what its basis gives (somebody
    changed it), and when its comparisons contradict each other by more than their limit.
    """
    _check(proposal)
    groups = list(_groups(document.get("indicators"), document.get("combine"), ""))
    matching = [group for group in groups if _ids(group.siblings) == sorted(proposal.weights)]
    if len(matching) != 1:
        raise _no_group(groups, proposal, matching)
    _check_weighed(matching[0])
    return {**document, "indicators": _reweighed(document["indicators"], proposal.weights)}


def _check(proposal: Proposal) -> None:
    if propose_again(proposal) != proposal:
        raise Refused(
            Reason.INVALID,
            "proposal",
            "is not what its own comparisons or values give",
            "Make it anew; weights of your own need no proposal, write them into the document",
        )
    basis = proposal.basis
    if isinstance(basis, Priorities) and not basis.consistency.acceptable:
        raise Refused(
            Reason.CONFLICT,
            "proposal",
            f"its comparisons {basis.consistency.contradiction}",
            "Correct the comparisons, or state in them the 'limit' that the authority accepts",
        )


def _check_weighed(group: _Group) -> None:
    """Whether the weights proposed would be all there is to the group."""
    if group.combine == Combine.SUM:
        problem = f"the indicators of {group.place} add up points, and so have no weights"
        raise Refused(Reason.CONFLICT, "proposal", problem, "Let them combine by weighted_mean, or give them points")
    for node in group.siblings:
        variants = node.get("variants")
        if isinstance(variants, list | tuple) and any("weight" in one for one in variants if isinstance(one, Mapping)):
            problem = f"{node['id']} has other weights for some appraisees, with which these do not add up"
            raise Refused(Reason.CONFLICT, "proposal", problem, "Write the weights into the document by hand")


def _groups(siblings: object, combine: object, number: str) -> Iterator[_Group]:
    if not isinstance(siblings, list | tuple) or not siblings:
        return
    yield _Group(number, combine, siblings)
    for position, node in enumerate(siblings, start=1):
        if isinstance(node, Mapping):
            yield from _groups(node.get("children"), node.get("combine"), f"{number}.{position}".lstrip("."))


def _ids(siblings: Sequence[Any]) -> list[str]:
    """Those of the siblings that weigh, in order."""
    return sorted(
        str(node.get("id")) if isinstance(node, Mapping) else ""
        for node in siblings
        if not isinstance(node, Mapping) or node.get("element") != Element.ADDITIONAL
    )


def _reweighed(siblings: Sequence[Any], weights: Mapping[str, Decimal | Fraction]) -> list[Any]:
    is_the_group = _ids(siblings) == sorted(weights)
    return [_node(node, weights, replace=is_the_group) if isinstance(node, Mapping) else node for node in siblings]


def _node(node: Mapping[str, Any], weights: Mapping[str, Decimal | Fraction], *, replace: bool) -> dict[str, Any]:
    new = dict(node)
    if replace and node["id"] in weights:
        new["weight"] = text(weights[node["id"]])
    if isinstance(new.get("children"), list | tuple):
        new["children"] = _reweighed(new["children"], weights)
    return new


def _no_group(groups: Sequence[_Group], proposal: Proposal, matching: Sequence[_Group]) -> Refused:
    wanted = ", ".join(proposal.weights)
    if matching:
        places = " and ".join(group.place for group in matching)
        problem = f"its indicators {wanted} stand in several places: under {places}"
        return Refused(Reason.CONFLICT, "proposal", problem, "Give every indicator an id of its own")
    nearest = max(
        (_ids(group.siblings) for group in groups),
        key=lambda ids: len(set(ids) & set(proposal.weights)),
        default=[],
    )
    mend = "Weigh exactly the indicators of one group"
    if set(nearest) & set(proposal.weights):
        mend += f", such as {', '.join(nearest)}"
    return Refused(Reason.NOT_FOUND, "proposal", f"no group consists of its indicators {wanted}", mend)
