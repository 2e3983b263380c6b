"""The examiner of an indicator system: all examinations, composed into one report."""

from collections.abc import Iterable, Mapping

from domain.examination.aims import aim_advice
from domain.examination.appraised import appraise
from domain.examination.audiences import audiences
from domain.examination.balance import balance, balance_advice
from domain.examination.burden import burdens
from domain.examination.comparing import comparison
from domain.examination.coverage import coverage
from domain.examination.overlaps import overlap_advice, overlaps
from domain.examination.reach import reach_advice, reaches
from domain.examination.report import Report
from domain.examination.sensitivity import sensitivities
from domain.examination.targets import target_advice
from domain.examination.unstated import unstated_advice
from domain.regulation import Rulebook, Scheme, check, conformity, in_force
from domain.regulation.indicators import excess_findings
from domain.scoring import Facts


def examine(
    rulebook: Rulebook,
    scheme: Scheme | None = None,
    *,
    values: Mapping[str, Facts] | None = None,
    others: Iterable[Rulebook] = (),
) -> Report:
    """Examines a rulebook, or one with a scheme as both together are in force.

    Places are those of the document that has the indicators; goals and assignments of a scheme are numbered after the
    rulebook's. It is compared with `others`, the rulebooks in force. `values` are facts of an earlier year by
    appraisee; with them, everybody is scored. What is not in order is not weighed: with findings that forbid, only what
    documents say is examined. Refuses values that do not fit, as `domain.scoring.compute` does.
    """
    whole = in_force(rulebook, scheme)
    forbids = (conformity(rulebook, scheme) if scheme else ()) or check(whole)
    if excess_findings(whole.indicators):
        return Report(forbids=forbids)
    overlapping = overlaps(whole)
    said = (
        *overlap_advice(whole, overlapping),
        *unstated_advice(whole),
        *aim_advice(whole),
        *coverage(whole),
        *comparison(whole, others),
    )
    if forbids:
        return Report(forbids=forbids, advice=said, overlaps=overlapping)
    those = audiences(whole)
    tables = balance(those)
    floor = None if rulebook.scheme is None else rulebook.scheme.public_share
    appraised = appraise(whole, values or {})
    reached = reaches(whole, appraised)
    weighed = (*target_advice(whole, those), *balance_advice(tables, floor), *reach_advice(reached))
    return Report(
        forbids=(),
        advice=(*said, *weighed),
        overlaps=overlapping,
        balance=tables,
        burden=burdens(those),
        reach=reached,
        sensitivity=sensitivities(whole, appraised) if appraised else None,
    )
