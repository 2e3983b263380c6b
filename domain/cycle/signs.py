"""Signs that a reported value is worth a look: far from its peers or its own past, or corrected in the cycle before.

A sign counts for nothing by itself. Where the rulebook weighs signs, the value is drawn sooner, and its verifier is
shown them.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from domain.appraisal.state import Appraisal
from domain.cycle.events import Sign, SignKind
from domain.exact import Exact, simplest
from domain.regulation import Outliers, RiskWeights, Rulebook, attributes_of, peer_group
from domain.sampling import Frame
from domain.scoring.columns import Column

_FEWEST = 3
"""Values from which on a median says something of the others."""

Values = Mapping[str, Exact]
"""What was reported for one indicator, by appraisee."""


def signs(rulebook: Rulebook, now: Mapping[str, Appraisal], before: Mapping[str, Appraisal]) -> tuple[Sign, ...]:
    """The signs at what the appraisees have reported, in the order of appraisee, indicator and kind.

    `before` holds the appraisals of the cycle that this one follows.
    """
    found = list(_corrected(now, before))
    rule = rulebook.verification.outliers
    if rule is not None:
        found += _far_from_peers(rule, rulebook, now)
        found += _far_from_past(rule, now, before)
    return tuple(sorted(found, key=lambda sign: (sign.appraisee, sign.indicator, sign.kind.value)))


def weights(risk: RiskWeights | None, reported: Mapping[str, Sequence[str]], found: Sequence[Sign]) -> Frame:
    """The weight of each value in the frame: 1 or what the indicator has, and more for its signs."""
    kinds: dict[tuple[str, str], set[SignKind]] = {}
    for sign in found:
        kinds.setdefault((sign.appraisee, sign.indicator), set()).add(sign.kind)
    return {
        appraisee: {indicator: _weight(risk, indicator, kinds.get((appraisee, indicator), set())) for indicator in own}
        for appraisee, own in reported.items()
    }


def _weight(risk: RiskWeights | None, indicator: str, kinds: set[SignKind]) -> int:
    if risk is None:
        return 1
    corrected = risk.corrected if SignKind.CORRECTED_BEFORE in kinds else 0
    outlier = risk.outlier if kinds - {SignKind.CORRECTED_BEFORE} else 0
    return risk.indicators.get(indicator, 1) + corrected + outlier


# ---------------------------------------------------------------- what is far from what


def usual_deviation(values: Sequence[Fraction]) -> Fraction:
    """The median of the deviations from the median; their mean where more than half have none."""
    deviations = Column(tuple(abs(value - _median(values)) for value in values))
    return deviations.median or deviations.mean or Fraction()


def _median(values: Sequence[Fraction]) -> Fraction:
    return Column(tuple(values)).median or Fraction()


def _corrected(now: Mapping[str, Appraisal], before: Mapping[str, Appraisal]) -> Iterator[Sign]:
    for appraisee, state in now.items():
        earlier = before[appraisee].verifiable if appraisee in before else {}
        for indicator, known in state.verifiable.items():
            if indicator in earlier and earlier[indicator].corrected:
                yield _sign(appraisee, indicator, SignKind.CORRECTED_BEFORE, known.value, None, Fraction(1))


def _far_from_peers(rule: Outliers, rulebook: Rulebook, now: Mapping[str, Appraisal]) -> Iterator[Sign]:
    groups = {unit: peer_group(rulebook, unit, attributes_of(rulebook, unit)) for unit in now} if rule.peers else {}
    values: dict[tuple[str, str], dict[str, Fraction]] = {}
    for appraisee, group in groups.items():
        for indicator, known in now[appraisee].verifiable.items():
            if known.value is not None:
                values.setdefault((group, indicator), {})[appraisee] = Fraction(known.value)
    for (_, indicator), by_appraisee in values.items():
        peers = list(by_appraisee.values())
        spread = usual_deviation(peers)
        for appraisee, value in by_appraisee.items() if len(peers) >= _FEWEST and spread else ():
            times = abs(value - _median(peers)) / spread
            if rule.peers is not None and times > rule.peers:
                yield _sign(appraisee, indicator, SignKind.FAR_FROM_PEERS, value, _median(peers), times)


def _far_from_past(rule: Outliers, now: Mapping[str, Appraisal], before: Mapping[str, Appraisal]) -> Iterator[Sign]:
    for appraisee, state in now.items() if rule.past else ():
        for indicator, known in state.verifiable.items():
            past = _past(indicator, state, before.get(appraisee))
            usual = _median(past) if past else Fraction()
            if known.value is None or not usual:
                continue
            times = abs(Fraction(known.value) - usual) / abs(usual)
            if rule.past is not None and times > rule.past:
                yield _sign(appraisee, indicator, SignKind.FAR_FROM_PAST, known.value, usual, times)


def _past(indicator: str, state: Appraisal, before: Appraisal | None) -> list[Fraction]:
    """The values of earlier years that the lead department recorded; without any, the one of the cycle before."""
    recorded = state.recorded.past.get(indicator)
    values = list(recorded.by_year.values()) if recorded else []
    if not values and before is not None and indicator in before.known:
        values = [before.known[indicator].value]
    return [Fraction(value) for value in values if value is not None]


def _sign(  # noqa: PLR0913, PLR0917 - the fields of a sign
    appraisee: str, indicator: str, kind: SignKind, value: Exact | None, against: Fraction | None, times: Fraction
) -> Sign:
    return Sign(
        appraisee=appraisee,
        indicator=indicator,
        kind=kind,
        value=None if value is None else simplest(Fraction(value)),
        against=None if against is None else simplest(against),
        times=simplest(times),
    )
