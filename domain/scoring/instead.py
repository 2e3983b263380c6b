"""What counts instead of the points of a rule, or beside them: exemptions, rulings, peers' scores, shares of a task."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction

from domain.expression import Expression, parse
from domain.refusal import Reason, Refused
from domain.regulation import Effect, Indicator, Missing
from domain.scoring.columns import Column
from domain.scoring.facts import JointPart, JointRole, Ruling
from domain.scoring.measure import Measure, bracketed, shown

# ---------------------------------------------------------------- exemptions and rulings


def ruled(node: Indicator, ruling: Ruling, full: Fraction) -> Measure | None:
    """What a ruling puts in the place of the rule; nothing where it was not upheld, or only sets another target.

    Refuses an effect that the rulebook does not allow for the indicator.
    """
    if not ruling.upheld:
        return None
    _require_relief(node, ruling)
    if ruling.effect is None or ruling.effect is Effect.OTHER_TARGET:
        return None
    return _effect(full, ruling.effect, f"external cause upheld by {ruling.by or 'a ruling'}")


def _require_relief(node: Indicator, ruling: Ruling) -> None:
    if ruling.effect is None or ruling.effect not in node.relief:
        allowed = ", ".join(effect.value for effect in node.relief) or "none"
        said = "no effect" if ruling.effect is None else f"effect {ruling.effect.value!r}"
        raise _refused(node, f"has {said}", f"The rulebook allows: {allowed}")
    if ruling.effect is Effect.OTHER_TARGET and ruling.target is None:
        raise _refused(node, "sets another target and names none", "State the target")


def _refused(node: Indicator, problem: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, f"ruling on indicator {node.id}", problem, mend)


def exempted(node: Indicator, full: Fraction, holds: Callable[[Expression], bool]) -> Measure | None:
    """What the first exemption whose condition holds puts in the place of the rule."""
    exemption = next((one for one in node.exemptions if holds(parse(one.when))), None)
    return None if exemption is None else _effect(full, exemption.effect, f"exempt, since {exemption.when}")


def _effect(full: Fraction, effect: Effect, why: str) -> Measure:
    match effect:
        case Effect.FULL_MARKS:
            return Measure(full, f"{why}: full marks", shown(full))
        case Effect.PEER_MEAN | Effect.PEER_MEDIAN:
            return Measure(None, why, policy=Missing(effect.value))
        case _:
            return Measure(None, f"{why}: left out", policy=Missing.LEFT_OUT)


# ---------------------------------------------------------------- what peers have


def stood_in(measure: Measure, full: Fraction, policy: Missing, column: Column) -> Measure:
    """The mean or median share of full marks that the peers have, in the place of points that are missing."""
    mean = policy is Missing.PEER_MEAN
    share = column.mean if mean else column.median
    if share is None:
        return dataclasses.replace(measure, rule=f"{measure.rule}; no peer has a score either", policy=Missing.LEFT_OUT)
    count = len(column.values)
    peers = f"{count} peer{'' if count == 1 else 's'}"
    return dataclasses.replace(
        measure,
        points=share * full,
        rule=f"{measure.rule}; has the {'mean' if mean else 'median'} score of {peers}",
        works=f"{bracketed(share)} * {bracketed(full)}",
        inputs={**measure.inputs, "share of the peers": shown(share)},
    )


# ---------------------------------------------------------------- joint tasks


def shared(node: Indicator, part: JointPart | None, measure: Measure) -> Measure:
    """The appraisee's part of a joint task's points; missing where its role in the task is not stated."""
    if node.joint is None or measure.points is None:
        return measure
    if part is None:
        rule = "joint task: the appraisee's role in it is not stated"
        return dataclasses.replace(measure, points=None, works=None, rule=rule)
    share = Fraction(node.joint.lead if part.role is JointRole.LEAD else node.joint.cooperating)
    if node.joint.divided and part.role is JointRole.COOPERATING:
        share /= part.cooperating
    return dataclasses.replace(
        measure,
        points=measure.points * share,
        rule=f"{measure.rule}; joint task, {part.role.value}: {shown(share)} of it",
        works=f"({measure.works}) * {bracketed(share)}",
        inputs={**measure.inputs, "role": part.role.value, "share": shown(share)},
    )
