"""The examiner of an indicator system: all examinations, composed into one report."""

from collections.abc import Iterable

from domain.examination.aims import aim_advice
from domain.examination.audiences import audiences
from domain.examination.balance import balance, balance_advice
from domain.examination.burden import burdens
from domain.examination.comparing import comparison
from domain.examination.coverage import coverage
from domain.examination.overlaps import overlap_advice, overlaps
from domain.examination.report import Report
from domain.examination.targets import target_advice
from domain.examination.unstated import unstated_advice
from domain.regulation import Rulebook, Scheme, check, conformity, in_force
from domain.regulation.indicators import excess_findings


def examine(rulebook: Rulebook, scheme: Scheme | None = None, *, others: Iterable[Rulebook] = ()) -> Report:
    """Examines a rulebook, or one with a scheme as both together are in force.

    Places are those of the document that has the indicators; goals and assignments of a scheme are numbered after the
    rulebook's. It is compared with `others`, the rulebooks in force. What is not in order is not weighed: with findings
    that forbid, only what documents say is examined.
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
    weighed = (*target_advice(whole, those), *balance_advice(tables, floor))
    return Report(
        forbids=(),
        advice=(*said, *weighed),
        overlaps=overlapping,
        balance=tables,
        burden=burdens(those),
    )
