"""The scheme (年度方案): what one cycle adds to its rulebook, and the regulation that both make together."""

from collections.abc import Iterator, Sequence
from itertools import chain

from pydantic import Field

from domain.calendar import Day
from domain.event import Record
from domain.exact import Exact
from domain.regulation.document import AppraiseeEntry, Rulebook
from domain.regulation.finding import Finding
from domain.regulation.goals import Assignment, Goal
from domain.regulation.identifiers import Slug
from domain.regulation.indicator import Indicator
from domain.regulation.prohibitions import prohibited
from domain.regulation.tree import depth, walk
from domain.schedule import Period, StepRule


class Scheme(Record):
    """One cycle's indicators, targets, weights and dates, under a rulebook.

    Without `indicators` the rulebook's stand; with them, every indicator of the rulebook is among them as it stands
    there, and may have children and targets of its own. `targets` are by indicator and appraisee. `steps` replace the
    rulebook's of the same name; `holidays` and `make_up_days` are added to its calendar.
    """

    id: Slug
    title: str
    authority: Slug
    rulebook: Slug
    period: Period | None = None
    holidays: tuple[Day, ...] = ()
    make_up_days: tuple[Day, ...] = ()
    goals: tuple[Goal, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    appraisees: tuple[AppraiseeEntry, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: dict[Slug, dict[Slug, Exact]] = Field(default_factory=dict)
    steps: tuple[StepRule, ...] = ()


def in_force(rulebook: Rulebook, scheme: Scheme | None) -> Rulebook:
    """The regulation of one cycle: the rulebook with what the scheme adds, as one complete rulebook."""
    if scheme is None:
        return rulebook
    calendar = rulebook.calendar.model_copy(
        update={
            "holidays": _merged(rulebook.calendar.holidays, scheme.holidays),
            "make_up_days": _merged(rulebook.calendar.make_up_days, scheme.make_up_days),
        }
    )
    steps = {rule.step: rule for rule in scheme.steps}
    indicators = scheme.indicators or rulebook.indicators
    return rulebook.model_copy(
        update={
            "scheme": None,
            "calendar": calendar,
            "goals": (*rulebook.goals, *scheme.goals),
            "assignments": (*rulebook.assignments, *scheme.assignments),
            "appraisees": (*rulebook.appraisees, *scheme.appraisees),
            "indicators": tuple(_targeted(node, scheme) for node in indicators),
            "steps": tuple(steps.get(rule.step, rule) for rule in rulebook.steps),
        }
    )


def _merged(standing: Sequence[Day], added: Sequence[Day]) -> tuple[Day, ...]:
    return tuple(sorted({*standing, *added}))


def _targeted(node: Indicator, scheme: Scheme) -> Indicator:
    children = tuple(_targeted(child, scheme) for child in node.children)
    targets = {**node.targets, **scheme.targets.get(node.id, {})}
    return node.model_copy(update={"children": children, "targets": targets})


def conformity(rulebook: Rulebook, scheme: Scheme) -> tuple[Finding, ...]:
    """Where a scheme departs from its rulebook; nothing, when it conforms. What both make together is checked apart."""
    return tuple(
        chain(
            _same_rulebook(rulebook, scheme),
            _standing_indicators(rulebook, scheme),
            _levels(rulebook, scheme),
            _all_types(rulebook, scheme),
            _prohibited(rulebook, scheme),
            _known_targets(rulebook, scheme),
            _known_steps(rulebook, scheme),
        )
    )


def _same_rulebook(rulebook: Rulebook, scheme: Scheme) -> Iterator[Finding]:
    if scheme.rulebook != rulebook.id:
        problem = f"the scheme is under rulebook {scheme.rulebook}, and this is {rulebook.id}"
        yield Finding(place="rulebook", problem=problem, mend="Check it with the rulebook it names")
    if scheme.authority != rulebook.authority:
        problem = f"the scheme is of authority {scheme.authority}, its rulebook of {rulebook.authority}"
        yield Finding(place="authority", problem=problem, mend="Name the authority of the rulebook")
    if rulebook.scheme is None:
        problem = f"rulebook {rulebook.id} leaves nothing to schemes"
        yield Finding(place="rulebook", problem=problem, mend="Let the rulebook have scheme rules, or use it alone")


_STANDING = (
    *("name", "weight", "points", "combine", "unit", "direction", "target"),
    *("rule", "type", "missing", "among", "element"),
)
"""What a scheme may not change of an indicator that the rulebook has."""


def _standing_indicators(rulebook: Rulebook, scheme: Scheme) -> Iterator[Finding]:
    if not scheme.indicators:
        return
    given = {node.id: (number, node) for number, node in walk(scheme.indicators)}
    for _, standing in walk(rulebook.indicators):
        if standing.id not in given:
            problem = f"indicator {standing.id} of the rulebook is not there"
            yield Finding(place="indicators", problem=problem, mend="Take it into the scheme as the rulebook has it")
            continue
        number, node = given[standing.id]
        for field in _STANDING:
            said = getattr(standing, field)
            if said is not None and getattr(node, field) != said:
                place = f"indicators.{number}.{field}"
                problem = f"indicator {standing.id} has another {field} than in the rulebook"
                yield Finding(place=place, problem=problem, mend="Leave it as it is there, or amend the rulebook")


def _levels(rulebook: Rulebook, scheme: Scheme) -> Iterator[Finding]:
    if rulebook.scheme is None or not scheme.indicators:
        return
    levels, found = rulebook.scheme.levels, depth(scheme.indicators)
    if not levels.least <= found <= levels.most:
        problem = f"the tree has {found} level{'' if found == 1 else 's'}"
        yield Finding(place="indicators", problem=problem, mend=f"Use {levels.least} to {levels.most} levels")


def _all_types(rulebook: Rulebook, scheme: Scheme) -> Iterator[Finding]:
    if rulebook.scheme is None or not rulebook.scheme.all_types or not scheme.indicators:
        return
    given = {node.type for _, node in walk(scheme.indicators)}
    for one in rulebook.types:
        if one.id not in given:
            problem = f"no indicator is of type {one.id}, and the rulebook wants some of every type"
            yield Finding(place="indicators", problem=problem, mend=f"Add one for {one.name}")


def _prohibited(rulebook: Rulebook, scheme: Scheme) -> Iterator[Finding]:
    if rulebook.scheme is not None:
        yield from prohibited(scheme.indicators, rulebook.scheme)


def _known_targets(rulebook: Rulebook, scheme: Scheme) -> Iterator[Finding]:
    known = {node.id for _, node in walk(scheme.indicators or rulebook.indicators) if not node.children}
    for indicator in scheme.targets:
        if indicator not in known:
            place = f"targets.{indicator}"
            yield Finding(place=place, problem="there is no such indicator", mend="Name an indicator that is scored")


def _known_steps(rulebook: Rulebook, scheme: Scheme) -> Iterator[Finding]:
    known = [rule.step for rule in rulebook.steps]
    for position, rule in enumerate(scheme.steps, start=1):
        if rule.step not in known:
            problem = f"the rulebook has no step {rule.step.value}"
            mend = f"Its steps are {', '.join(known)}"
            yield Finding(place=f"steps.{position}.step", problem=problem, mend=mend)
