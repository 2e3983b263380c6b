"""Whether what one provision of a rulebook names is there: articles, panels, types, grades, goals, adjustments."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from domain.event import Record
from domain.exact import Exact, simplest, text
from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.indicator import Indicator
from domain.regulation.provisions import Article, Evaluator, EvaluatorKind, MeanOf, Panel
from domain.regulation.shapes import Rated
from domain.regulation.submissions import fixing
from domain.regulation.tailoring import EVERYBODY
from domain.regulation.tree import walk


def reference_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """One finding for each name that nothing has, and for each that two things of a kind share."""
    yield from _twice(rulebook)
    yield from _bases(rulebook)
    yield from _panels(rulebook)
    yield from _peer_groups(rulebook)
    yield from _grades(rulebook)
    yield from _liabilities(rulebook)
    yield from _leaders(rulebook)
    yield from _boards(rulebook)
    yield from _clocks(rulebook)
    yield from _procedures(rulebook)
    yield from _goals(rulebook)


_MOST_PLACES = 12
_LISTS = (
    *("roles", "assessments", "procedures", "panels", "types", "adjustments", "vetoes", "peer_groups", "ungraded"),
    *("consequences", "uses", "liabilities", "leaders", "clocks", "competences", "remedies", "meetings"),
)
_CITING = (*_LISTS, "contains", "intakes", "derives", "evaluators", "grades", "quotas", "steps")


def _twice(rulebook: Rulebook) -> Iterator[Finding]:
    for field in (*_LISTS, "goals"):
        ids = [one.id for one in getattr(rulebook, field)]
        for id_, times in Counter(ids).items():
            if times > 1:
                yield Finding(place=field, problem=f"{id_!r} is listed twice", mend="Give each an id of its own")
    names = [one.name for one in rulebook.attributes]
    for name, times in Counter(names).items():
        if times > 1:
            yield Finding(place="attributes", problem=f"{name!r} is declared twice", mend="Declare it once")


def _bases(rulebook: Rulebook) -> Iterator[Finding]:
    articles = [one.id for one in rulebook.legal_basis if isinstance(one, Article)]
    cited: list[tuple[str, Record]] = [
        (f"{field}.{position}", one)
        for field in _CITING
        for position, one in enumerate(getattr(rulebook, field), start=1)
        if "basis" in type(one).model_fields
    ]
    cited += [(f"indicators.{number}", node) for number, node in walk(rulebook.indicators)]
    cited += [
        (f"indicators.{number}.exemptions.{position}", one)
        for number, node in walk(rulebook.indicators)
        for position, one in enumerate(node.exemptions, start=1)
    ]
    prohibitions = rulebook.scheme.prohibitions if rulebook.scheme else ()
    cited += [(f"scheme.prohibitions.{position}", one) for position, one in enumerate(prohibitions, start=1)]
    cited += [("verification", rulebook.verification)]
    cited += [("critical", rulebook.critical)] if rulebook.critical else []
    cited += [("external_causes", rulebook.external_causes)] if rulebook.external_causes else []
    cited += [("public_notice", rulebook.public_notice)] if rulebook.public_notice else []
    cited += [("signing", rulebook.signing)] if rulebook.signing else []
    cited += [("reporting", rulebook.reporting)] if rulebook.reporting else []
    if rulebook.goal_setting:
        classes = rulebook.goal_setting.classes
        cited += [("goal_setting", rulebook.goal_setting)]
        cited += [(f"goal_setting.classes.{position}", one) for position, one in enumerate(classes, start=1)]
    for place, one in cited:
        basis = getattr(one, "basis", None)
        if basis is not None and basis not in articles:
            yield _unknown(f"{place}.basis", "article", basis, articles)


def _panels(rulebook: Rulebook) -> Iterator[Finding]:
    panels, types = [one.id for one in rulebook.panels], [one.id for one in rulebook.types]
    for position, panel in enumerate(rulebook.panels, start=1):
        yield from _panel(panel, f"panels.{position}")
    for position, one in enumerate(rulebook.types, start=1):
        yield from _panel_weights(one.panels, f"types.{position}.panels", panels)
    for number, node in walk(rulebook.indicators):
        yield from _rated(node, f"indicators.{number}", panels, types, rulebook)
    for position, evaluator in enumerate(rulebook.evaluators, start=1):
        yield from _evaluator(evaluator, f"evaluators.{position}.panel", rulebook.panels)


def _panel(panel: Panel, place: str) -> Iterator[Finding]:
    if panel.lowest >= panel.highest or panel.highest <= 0:
        problem = f"it scores from {text(panel.lowest)} to {text(panel.highest)}"
        yield Finding(place=f"{place}.highest", problem=problem, mend="Let the highest be above the lowest and 0")
    if panel.minimum < 1:
        yield Finding(place=f"{place}.minimum", problem=f"it is {panel.minimum}", mend="Ask for at least 1")
    if panel.places is not None and not 0 <= panel.places <= _MOST_PLACES:
        mend = f"Choose from 0 to {_MOST_PLACES}"
        yield Finding(place=f"{place}.places", problem=f"it is {panel.places}", mend=mend)
    if panel.turnout is not None and not 0 < panel.turnout <= 1:
        problem = f"it is {text(panel.turnout)}"
        yield Finding(place=f"{place}.turnout", problem=problem, mend="Choose a share above 0, up to 1")
    if panel.held_by is not None and (panel.anonymous or panel.mean is MeanOf.WEIGHTED):
        what = "anonymous" if panel.anonymous else "weighted, and nobody gives the own score a weight"
        problem = f"its members score in person, and it is {what}"
        mend = "Leave held_by out; its scores are recorded as a whole"
        yield Finding(place=f"{place}.held_by", problem=problem, mend=mend)
    if (panel.trim > 0) is not (panel.mean is MeanOf.TRIMMED) or panel.trim < 0:
        problem = f"the mean is {panel.mean.value} and {panel.trim} are trimmed"
        yield Finding(place=f"{place}.trim", problem=problem, mend="Trim at least 1 of a trimmed mean, and no other")


def _evaluator(evaluator: Evaluator, place: str, panels: Sequence[Panel]) -> Iterator[Finding]:
    kinds = {panel.id: panel.kind for panel in panels}
    if evaluator.panel is not None and evaluator.kind is EvaluatorKind.LEAD_DEPARTMENTS:
        mend = "Leave it out; indicators name panels of their own"
        yield Finding(place=place, problem="lead departments score by indicator, not as a panel", mend=mend)
    elif evaluator.panel is not None and evaluator.panel not in kinds:
        yield _unknown(place, "panel", evaluator.panel, kinds)
    elif evaluator.panel is not None and kinds[evaluator.panel] is not evaluator.kind:
        problem = f"panel {evaluator.panel} is of kind {kinds[evaluator.panel].value}, not {evaluator.kind.value}"
        yield Finding(place=place, problem=problem, mend="Name a panel of the same kind")
    own = (EvaluatorKind.LEAD_DEPARTMENTS, EvaluatorKind.LEADERS, EvaluatorKind.INTERNAL_BALLOT)
    if evaluator.panel is None and evaluator.kind not in own:
        problem = f"{evaluator.kind.value} rate the appraisee, and by which panel is not said"
        yield Finding(place=place, problem=problem, mend="Name a panel")


def _rated(node: Indicator, place: str, panels: list[str], types: list[str], rulebook: Rulebook) -> Iterator[Finding]:
    if node.type is not None and node.type not in types:
        yield _unknown(f"{place}.type", "type", node.type, types)
    if not isinstance(node.rule, Rated):
        return
    if node.rule.panels is not None:
        yield from _panel_weights(node.rule.panels, f"{place}.rule.panels", panels)
    elif node.type is None or not any(one.id == node.type and one.panels for one in rulebook.types):
        problem = "it is rated, and by which panels is not said"
        yield Finding(place=f"{place}.type", problem=problem, mend="Name a type that has panels, or panels in the rule")


def _panel_weights(given: Mapping[str, Exact], place: str, panels: list[str]) -> Iterator[Finding]:
    if not given:
        return
    for id_ in given:
        if id_ not in panels:
            yield _unknown(place, "panel", id_, panels)
    for id_, weight in given.items():
        if weight <= 0:
            mend = "Choose a weight above 0"
            yield Finding(place=f"{place}.{id_}", problem=f"panel {id_} weighs {text(weight)}", mend=mend)
    total = sum(Fraction(weight) for weight in given.values())
    if total != 1:
        problem = f"the weights of the panels add up to {text(simplest(Fraction(total)))}"
        yield Finding(place=place, problem=problem, mend="Make them add up to 1")


def _peer_groups(rulebook: Rulebook) -> Iterator[Finding]:
    groups = [group.id for group in rulebook.peer_groups]
    for position, id_ in enumerate(groups, start=1):
        if id_ == EVERYBODY:
            problem = f"{id_!r} is what those are called whom no group takes in"
            yield Finding(place=f"peer_groups.{position}.id", problem=problem, mend="Choose another id")
    for position, one in enumerate(rulebook.appraisees, start=1):
        if one.peer_group is not None and one.peer_group not in groups:
            yield _unknown(f"appraisees.{position}.peer_group", "peer group", one.peer_group, groups)


def _grades(rulebook: Rulebook) -> Iterator[Finding]:
    grades = [band.grade for band in rulebook.grades]
    named: list[tuple[str, str]] = []
    for field in ("quotas", "consequences", "uses", "leaders"):
        for position, one in enumerate(getattr(rulebook, field), start=1):
            named += [(f"{field}.{position}.grades", grade) for grade in one.grades]
    named += [(f"vetoes.{n}.best", veto.best) for n, veto in enumerate(rulebook.vetoes, start=1) if veto.best]
    named += [("critical.grade", rulebook.critical.grade)] if rulebook.critical else []
    on_notice = rulebook.public_notice.grades if rulebook.public_notice else ()
    named += [("public_notice.grades", grade) for grade in on_notice]
    for place, grade in named:
        if grade not in grades:
            yield _unknown(place, "grade", grade, grades)
    yield from _quotas(rulebook)
    yield from _only_critical(rulebook, grades)
    for position, veto in enumerate(rulebook.vetoes, start=1):
        if veto.best is None and veto.cap is None:
            mend = "State the best grade that remains, or a cap on the total"
            yield Finding(place=f"vetoes.{position}", problem="it forbids nothing", mend=mend)


def _only_critical(rulebook: Rulebook, grades: Sequence[str]) -> Iterator[Finding]:
    """What would give a grade that a failed critical element alone may give, or one that nothing could."""
    critical = rulebook.critical
    if critical is None or not critical.only or critical.grade not in grades:
        return
    if critical.grade != grades[-1]:
        problem = f"nothing else gives {critical.grade}, so nobody could have {grades[-1]}, below it"
        yield Finding(place="critical.grade", problem=problem, mend="Choose the last grade, or let only be false")
    for position, veto in enumerate(rulebook.vetoes, start=1):
        if veto.best == critical.grade:
            problem = f"only a failed critical element gives {critical.grade}"
            yield Finding(place=f"vetoes.{position}.best", problem=problem, mend="Choose a better grade")


def _quotas(rulebook: Rulebook) -> Iterator[Finding]:
    for position, quota in enumerate(rulebook.quotas, start=1):
        shares = {"most": quota.most, "least": quota.least, "with_approval": quota.with_approval}
        for field, share in shares.items():
            if share is not None and not 0 <= share <= 1:
                problem = f"{text(share)} is no share"
                yield Finding(place=f"quotas.{position}.{field}", problem=problem, mend="Choose a share from 0 to 1")
        if quota.with_approval is not None and (quota.most is None or quota.with_approval < quota.most):
            mend = "Let it be above the share that needs no approval"
            place = f"quotas.{position}.with_approval"
            yield Finding(place=place, problem="it allows no more than without approval", mend=mend)
        if quota.most is None and quota.least is None:
            place = f"quotas.{position}"
            yield Finding(place=place, problem="it neither caps nor asks", mend="State most, least or both")
        if quota.forced and quota.least is not None and not _last(quota.grades, rulebook):
            problem = f"it takes the last by rank to {' and '.join(quota.grades)}, and there are grades below"
            mend = "Name the lowest grades, or state the most that the grades below may have"
            yield Finding(place=f"quotas.{position}.least", problem=problem, mend=mend)


def _last(named: Sequence[str], rulebook: Rulebook) -> bool:
    """Whether the grades named, of those there are, are the lowest ones."""
    grades = [band.grade for band in rulebook.grades]
    known = set(named) & set(grades)
    return not known or set(grades[-len(known) :]) == known


def _liabilities(rulebook: Rulebook) -> Iterator[Finding]:
    adjustments, vetoes = [one.id for one in rulebook.adjustments], [one.id for one in rulebook.vetoes]
    for position, one in enumerate(rulebook.liabilities, start=1):
        if one.adjustment is not None and one.adjustment not in adjustments:
            yield _unknown(f"liabilities.{position}.adjustment", "adjustment", one.adjustment, adjustments)
        if one.veto is not None and one.veto not in vetoes:
            yield _unknown(f"liabilities.{position}.veto", "veto", one.veto, vetoes)


def _leaders(rulebook: Rulebook) -> Iterator[Finding]:
    for position, one in enumerate(rulebook.leaders, start=1):
        place = f"leaders.{position}"
        if one.best is None and one.share is None:
            mend = "State the best grade that leaders may have, the share that may have the best one, or both"
            yield Finding(place=place, problem="it means nothing for anybody", mend=mend)
        if one.share is not None and not 0 <= one.share <= 1:
            mend = "Choose a share from 0 to 1"
            yield Finding(place=f"{place}.share", problem=f"{text(one.share)} is no share", mend=mend)
        for role in one.roles:
            if not role.of_a_unit:
                problem = f"{role.value} is not held in the unit that is graded"
                yield Finding(place=f"{place}.roles", problem=problem, mend="Name roles of a unit, such as head")


def _boards(rulebook: Rulebook) -> Iterator[Finding]:
    for position, role in enumerate(rulebook.roles, start=1):
        place = f"roles.{position}.board"
        if role.board is not None and role.board.least < 1:
            yield Finding(place=f"{place}.least", problem=f"it is {role.board.least}", mend="Ask for at least 1 member")
        if role.board is not None and role.board.majority_when is not None and role.board.majority_of is None:
            problem = "a majority is asked for, and of whom is not said"
            yield Finding(place=f"{place}.majority_of", problem=problem, mend="Say of whom")


def _clocks(rulebook: Rulebook) -> Iterator[Finding]:
    for position, clock in enumerate(rulebook.clocks, start=1):
        if (clock.within is None) is (clock.on is None):
            problem = "it has no time limit" if clock.within is None else "it has two time limits"
            yield Finding(place=f"clocks.{position}", problem=problem, mend="State one of within and on")


def _procedures(rulebook: Rulebook) -> Iterator[Finding]:
    """Roles, clocks, acts, assessments and remedies that the carrying out of the regulation names."""
    named: list[tuple[str, str, str, list[str]]] = []
    roles, clocks = [one.id for one in rulebook.roles], [one.id for one in rulebook.clocks]
    assessments, remedies = [one.id for one in rulebook.assessments], [one.id for one in rulebook.remedies]
    for n, assessment in enumerate(rulebook.assessments, start=1):
        place = f"assessments.{n}"
        named.append((f"{place}.decided_by", "role", assessment.decided_by, roles))
        named += [(f"{place}.based_on", "assessment", other, assessments) for other in assessment.based_on]
    for n, procedure in enumerate(rulebook.procedures, start=1):
        for m, act in enumerate(procedure.acts, start=1):
            place, before = f"procedures.{n}.acts.{m}", [earlier.id for earlier in procedure.acts[: m - 1]]
            named.append((f"{place}.by", "role", act.by, roles))
            named += [(f"{place}.clock", "clock", act.clock, clocks)] if act.clock else []
            named += [(f"{place}.returns_to", "earlier act", act.returns_to, before)] if act.returns_to else []
            if act.id in before:
                yield Finding(place=f"{place}.id", problem=f"{act.id!r} is listed twice", mend="Give it one of its own")
    for n, meeting in enumerate(rulebook.meetings, start=1):
        named.append((f"meetings.{n}.members", "role", meeting.members, roles))
    for n, remedy in enumerate(rulebook.remedies, start=1):
        place = f"remedies.{n}"
        named.append((f"{place}.to", "role", remedy.to, roles))
        named += [(f"{place}.clocks", "clock", clock, clocks) for clock in remedy.clocks]
        named += [(f"{place}.after", "other remedy", other, remedies) for other in remedy.after]
    named += [(place, "role", role, roles) for place, role in fixing(rulebook.goal_setting)]
    for where, what, given, known in named:
        if given not in known:
            yield _unknown(where, what, given, known)


def _goals(rulebook: Rulebook) -> Iterator[Finding]:
    goals = [goal.id for goal in rulebook.goals]
    for position, goal in enumerate(rulebook.goals, start=1):
        if goal.parent is not None and goal.parent not in goals:
            yield _unknown(f"goals.{position}.parent", "goal", goal.parent, goals)
    for number, node in walk(rulebook.indicators):
        for goal_id in node.goals:
            if goal_id not in goals:
                yield _unknown(f"indicators.{number}.goals", "goal", goal_id, goals)


def _unknown(place: str, what: str, given: str, known: Iterable[str]) -> Finding:
    names = list(known)
    near = difflib.get_close_matches(given, names, n=1)
    mend = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names) or 'none'}"
    return Finding(place=place, problem=f"there is no {what} {given!r}", mend=mend)
