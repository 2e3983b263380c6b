"""One target across unlike appraisees: what is easy for some and out of reach for others."""

from collections.abc import Iterator, Sequence

from domain.exact import text
from domain.examination.advice import Advice, Matter
from domain.examination.audiences import Audience
from domain.examination.saying import listed
from domain.regulation import Indicator, Rulebook, walk


def target_advice(rulebook: Rulebook, audiences: Sequence[Audience]) -> Iterator[Advice]:
    """Leaves whose only target holds for appraisees of several kinds: peer groups, or else attributes in words."""
    kinds: dict[str, dict[str, None]] = {}
    for audience in audiences:
        for leaf in audience.leaves:
            kinds.setdefault(leaf.id, {}).update(dict.fromkeys(audience.kinds))
    for number, node in walk(rulebook.indicators):
        unlike = [kind for kind in kinds.get(node.id, ()) if kind]
        if node.target is not None and not _tailored(node) and len(unlike) > 1:
            yield Advice(
                matter=Matter.TARGETS,
                place=f"indicators.{number}.target",
                problem=f"{' '.join(filter(None, (text(node.target), node.unit)))} is asked of {listed(unlike)} alike",
                mend="Set targets by a condition (variants) or for single appraisees (targets)",
            )


def _tailored(node: Indicator) -> bool:
    return bool(node.targets) or any(variant.target is not None for variant in node.variants)
