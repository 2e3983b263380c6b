"""What a task is about: the indicators concerned, with what is known of each, so that it can be done from one page."""

from pydantic import Field

from domain.appraisal.attainment import attained
from domain.appraisal.facts import facts
from domain.appraisal.links.asked import asked
from domain.appraisal.state import Appraisal
from domain.event import Record
from domain.exact import Exact
from domain.regulation import Direction, Indicator, Judged, Rulebook, leaves_for, numbers, tailored
from domain.scoring import Facts
from domain.scoring.rules import Rules
from domain.scoring.targets import falls_short, target_for


class Subject(Record):
    """An indicator as the task sees it: what the rulebook asks, and what has been reported.

    `short` says whether that is worse than the target; `past` are values of earlier years.
    """

    indicator: str
    number: str
    name: str
    unit: str | None = None
    direction: Direction | None = None
    target: Exact | None = None
    maximum: Exact | None = None
    reported: Exact | None = None
    evidence: tuple[str, ...] = ()
    short: bool | None = None
    past: dict[int, Exact | None] = Field(default_factory=dict)


def subjects(key: str, state: Appraisal, rulebook: Rulebook) -> tuple[Subject, ...]:
    """The indicators a duty is about; none for duties about the appraisal as a whole."""
    kind, _, about = key.partition(".")
    leaves = leaves_for(rulebook, state.appraisee)
    match kind:
        case "set-goals" | "confirm-goals" | "audit-goals" | "negotiate-goals" | "negotiate-goals-by-office":
            chosen = leaves
        case "score":
            panel = about.partition(".")[0]
            chosen = tuple(leaf for leaf in leaves if panel in Rules(rulebook).panels_of(leaf))
        case "fix-goals":
            chosen = tuple(leaf for leaf in leaves if leaf.goal_class == (about or None))
        case "report":
            chosen = asked(rulebook, state)
        case "verify" | "judge" | "confirm-part":
            chosen = tuple(leaf for leaf in leaves if leaf.id == about)
        case "issue-feedback" | "answer-feedback":
            chosen = tuple(one.indicator for one in attained(state, rulebook))
        case _:
            chosen = ()
    numbered, known = numbers(tailored(rulebook, state.appraisee)), facts(state)
    return tuple(_subject(leaf, numbered[leaf.id], state, known) for leaf in chosen)


def _subject(leaf: Indicator, number: str, state: Appraisal, known: Facts) -> Subject:
    counts, target = known.values.get(leaf.id), _target(leaf, state, known)
    value = counts.value if counts else None
    return Subject(
        indicator=leaf.id,
        number=number,
        name=leaf.name,
        unit=leaf.unit,
        direction=leaf.direction,
        target=target,
        maximum=leaf.judging_maximum if isinstance(leaf.rule, Judged) else None,
        reported=value,
        evidence=counts.evidence if counts else (),
        short=None if value is None or target is None else falls_short(value, target, leaf.direction),
        past=known.past.get(leaf.id, {}),
    )


def _target(leaf: Indicator, state: Appraisal, known: Facts) -> Exact | None:
    """The target that counts, or one that was proposed and is still to be confirmed."""
    proposed = None if state.goals_confirmed else state.goals.get(leaf.id)
    return target_for(leaf, known)[0] if proposed is None else proposed
