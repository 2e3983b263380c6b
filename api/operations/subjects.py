"""What a task is about: the indicators concerned, with what is known of each, so that it can be done from one page."""

from domain.appraisal.state import Appraisal
from domain.event import Record
from domain.exact import Exact
from domain.regulation import Direction, Indicator, Judged, Rulebook, leaves_for, numbers


class Subject(Record):
    """An indicator as the task sees it: what the rulebook asks, and what has been reported."""

    indicator: str
    number: str
    name: str
    unit: str | None = None
    direction: Direction | None = None
    target: Exact | None = None
    maximum: Exact | None = None
    reported: Exact | None = None
    evidence: tuple[str, ...] = ()


def subjects(key: str, state: Appraisal, rulebook: Rulebook) -> tuple[Subject, ...]:
    """The indicators a duty is about; none for duties about the appraisal as a whole."""
    kind, _, about = key.partition(".")
    leaves = leaves_for(rulebook, state.appraisee)
    match kind:
        case "set-goals" | "confirm-goals" | "audit-goals" | "negotiate-goals" | "negotiate-goals-by-office":
            chosen = leaves
        case "fix-goals":
            chosen = tuple(leaf for leaf in leaves if leaf.goal_class == (about or None))
        case "report":
            chosen = tuple(leaf for leaf in leaves if leaf.reported)
        case "verify" | "judge":
            chosen = tuple(leaf for leaf in leaves if leaf.id == about)
        case _:
            chosen = ()
    numbered = numbers(rulebook)
    return tuple(_subject(leaf, numbered[leaf.id], state) for leaf in chosen)


def _subject(leaf: Indicator, number: str, state: Appraisal) -> Subject:
    known = state.reported.get(leaf.id)
    own = state.goals.get(leaf.id)
    return Subject(
        indicator=leaf.id,
        number=number,
        name=leaf.name,
        unit=leaf.unit,
        direction=leaf.direction,
        target=leaf.target if own is None else own,
        maximum=leaf.judging_maximum if isinstance(leaf.rule, Judged) else None,
        reported=known.value if known else None,
        evidence=known.evidence if known else (),
    )
