"""Whether the rules of verification hold together: its share, who gives the value to draw by, weights and outliers."""

from collections.abc import Iterator
from datetime import UTC, datetime

from domain.directory import Role
from domain.exact import text
from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.provisions import Article, RiskWeights, Verification
from domain.regulation.tree import walk

_TRIAL = datetime(2028, 1, 3, 12, tzinfo=UTC)
_HEAVIEST = 1000


def verification_findings(rulebook: Rulebook) -> Iterator[Finding]:
    rule = rulebook.verification
    if not 0 < rule.share <= 1:
        yield Finding(
            place="verification.share",
            problem=f"{text(rule.share)} is no share of the reported values",
            mend='Choose a share above 0, up to 1, such as "0.2"',
        )
    if rule.verifiers < 1:
        place, problem = "verification.verifiers", f"{rule.verifiers} verifiers settle nothing"
        yield Finding(place=place, problem=problem, mend="Ask for at least 1")
    yield from _seen(rule, rulebook)
    yield from _false_data(rule, rulebook)
    yield from _value(rule, rulebook)
    yield from _signs(rule)
    if rule.risk is not None:
        yield from _risk(rule.risk, rulebook)


def _value(rule: Verification, rulebook: Rulebook) -> Iterator[Finding]:
    if rule.value_by is Role.OFFICE:
        problem = "the performance office runs the cycle, and so draws nothing itself"
        mend = f"Let somebody else give the value, such as {Role.SUPERVISION.value}"
        yield Finding(place="verification.value_by", problem=problem, mend=mend)
    calendar = rulebook.calendar
    due = calendar.add(_TRIAL, rule.value_within)
    if due <= _TRIAL:
        problem = f"{rule.value_within} is no time to give a value in"
        yield Finding(place="verification.value_within", problem=problem, mend="Give it some, such as 3 working days")
        return
    for position, before in enumerate(rule.value_reminders, start=1):
        if not _TRIAL < calendar.subtract(due, before) < due:
            problem = f"it reminds {before} before the value is due, which is {rule.value_within} after it is asked for"
            mend = "Choose a reminder shorter than the time there is"
            yield Finding(place=f"verification.value_reminders.{position}", problem=problem, mend=mend)


def _signs(rule: Verification) -> Iterator[Finding]:
    for field in ("risk", "outliers") if rule.value_by is None else ():
        if getattr(rule, field) is not None:
            problem = "it is worked out when what may be drawn is fixed, before a value is given, and nobody gives one"
            yield Finding(place=f"verification.{field}", problem=problem, mend="Say who does, by value_by")
    for field in ("peers", "past") if rule.outliers else ():
        multiple = getattr(rule.outliers, field)
        if multiple is not None and multiple <= 0:
            place, problem = f"verification.outliers.{field}", f"{text(multiple)} times would point at every value"
            yield Finding(place=place, problem=problem, mend="Choose a multiple above 0")


def _seen(rule: Verification, rulebook: Rulebook) -> Iterator[Finding]:
    """Values that are checked against other sources, or seen on site."""
    visited = rule.visits.indicators if rule.visits else ()
    for place, named in (("cross_checked", rule.cross_checked), ("visits.indicators", visited)):
        for indicator in named:
            yield from _reported(f"verification.{place}", indicator, rulebook)
    if rule.visits is not None and rule.visits.outsiders < 1:
        place, problem = "verification.visits.outsiders", f"{rule.visits.outsiders} outsiders see nothing"
        yield Finding(place=place, problem=problem, mend="Ask for at least 1, or leave the visits out")


def _false_data(rule: Verification, rulebook: Rulebook) -> Iterator[Finding]:
    known = {one.id: one for one in rulebook.liabilities}
    for liability in rule.false_data.liabilities if rule.false_data else ():
        place = "verification.false_data.liabilities"
        if liability not in known:
            mend = f"Its liabilities are: {', '.join(known) or 'none'}"
            yield Finding(place=place, problem=f"there is no liability {liability}", mend=mend)
        elif known[liability].adjustment is None and known[liability].veto is None:
            problem = f"{liability} leads to no adjustment and no veto, so nothing would come of it"
            yield Finding(place=place, problem=problem, mend="Give the liability one, or leave it out here")
    if rule.false_data and rule.false_data.basis is not None:
        articles = [one.id for one in rulebook.legal_basis if isinstance(one, Article)]
        if rule.false_data.basis not in articles:
            mend = f"Articles are: {', '.join(articles) or 'none'}"
            problem = f"there is no article {rule.false_data.basis}"
            yield Finding(place="verification.false_data.basis", problem=problem, mend=mend)


def _risk(risk: RiskWeights, rulebook: Rulebook) -> Iterator[Finding]:
    if risk.outlier and rulebook.verification.outliers is None:
        problem = "it weighs outliers, and no rule says what one is"
        yield Finding(place="verification.risk.outlier", problem=problem, mend="Add verification.outliers")
    for field in ("corrected", "outlier"):
        more = getattr(risk, field)
        if not 0 <= more <= _HEAVIEST:
            mend = f"Choose a whole number from 0 to {_HEAVIEST}"
            yield Finding(place=f"verification.risk.{field}", problem=f"{more} is no weight to add", mend=mend)
    for indicator, weight in risk.indicators.items():
        place = f"verification.risk.indicators.{indicator}"
        if not 1 <= weight <= _HEAVIEST:
            mend = f"Choose a whole number from 1 to {_HEAVIEST}"
            yield Finding(place=place, problem=f"{weight} is no weight", mend=mend)
        yield from _reported(place, indicator, rulebook)


def _reported(place: str, indicator: str, rulebook: Rulebook) -> Iterator[Finding]:
    """A finding where no indicator of that id is reported; a rulebook may leave its indicators to the scheme."""
    known = [node.id for _, node in walk(rulebook.indicators) if not node.children and node.reported]
    if indicator not in known and rulebook.scheme is None:
        mend = f"Reported are: {', '.join(known) or 'none'}"
        yield Finding(place=place, problem=f"no indicator {indicator} is reported", mend=mend)
