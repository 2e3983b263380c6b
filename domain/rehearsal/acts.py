"""What synthetic people say when they do a duty: enough for the decider to accept it, and no more.

A duty that is not named here is done in its usual way, with its required fields filled by their types.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from domain.appraisal.counseling import AgreeActions, CloseTalk, OpenTalk, ProposeActions
from domain.appraisal.drafting.drafting import DraftGoals, DraftReport, HandInPaper
from domain.appraisal.drafting.drafts import KEYS
from domain.appraisal.drafting.events import Paper
from domain.appraisal.goals import GoalEntry, SetGoals
from domain.appraisal.links.asked import asked
from domain.appraisal.panel.giving import LeavePanelShort, ScoreEntry, ScoreOnPanel
from domain.appraisal.panel.rights import asked_about
from domain.appraisal.reporting import SubmitReport, ValueEntry
from domain.appraisal.result import ApproveResult
from domain.appraisal.scoring import JudgeIndicator, RateAppraisee
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.cycle.draw_value import GiveDrawValue
from domain.directory import Role
from domain.exact import Rounding, RoundingMode, rounded, simplest
from domain.refusal import Reason, Refused
from domain.regulation import Indicator, Rulebook, indicator, leaves_for
from domain.scoring import Facts
from domain.tasks import TaskSource

WORDS, _DICE = "Rehearsed", "271828"
_RATING = Decimal(85)
_POINTS = Fraction(85, 100)
"""The share of the most points that a lead department gives where nothing is known."""


class Deed(NamedTuple):
    """A command for a stream, given by one who may, or by everybody of whom it is asked."""

    stream: str
    wish: Command
    everybody: bool = False


def act(
    source: TaskSource, key: str, state: object, rulebook: Callable[[], Rulebook], known: Facts | None
) -> Command | None:
    """The command by which a duty is done; none while it is another's turn. Refuses what is not known here."""
    kind, _, about = key.partition(".")
    if isinstance(state, Appraisal):
        if kind in _TALKS:
            return _talk(state, _TALKS[kind])
        if kind in _SAID:
            return _SAID[kind](about, state, rulebook(), known or Facts())
    if key == "give-draw-value":
        return GiveDrawValue(value=_DICE)
    return _usual(source, key)


def _usual(source: TaskSource, key: str) -> Command:
    usual = next(iter(source.ways(key).values()), None)
    if usual is None:
        raise unknown(key)
    try:
        return source.command_for(key, None, {})
    except ValidationError as error:
        lacking = [str(one["loc"][0]) for one in error.errors() if one["type"] == "missing"]
    try:
        filled = {name: _filled(usual.model_fields[name].annotation) for name in lacking}
        return source.command_for(key, None, filled)
    except ValidationError as error:
        raise unknown(key) from error


def unknown(key: str) -> Refused:
    problem = f"is done in a way that no synthetic actor knows: {key.partition('.')[0]}"
    return Refused(Reason.INVALID, f"task {key}", problem, "Try this part on a running system")


def _filled(kind: Any) -> Any:  # noqa: ANN401 - one answer for each kind of annotation
    """Something of that type; nothing where none is known, which the command will then refuse."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _filled(inner[0])
    if origin in {Union, UnionType}:
        return _filled(inner[0])
    if origin in {tuple, list, frozenset, Sequence}:
        return [_filled(inner[0])]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _filled(info.annotation) for name, info in kind.model_fields.items() if info.is_required()}
    return {str: WORDS, bool: True, int: 1}.get(kind, "1")


# ---------------------------------------------------------------- the duties whose words have to fit the rulebook


def _set_goals(_about: str, state: Appraisal, rulebook: Rulebook, _known: Facts) -> Command:
    leaves = leaves_for(rulebook, state.appraisee)
    return SetGoals(goals=tuple(GoalEntry(indicator=leaf.id, measures=WORDS) for leaf in leaves))


def _report(_about: str, state: Appraisal, rulebook: Rulebook, known: Facts) -> Command:
    return SubmitReport(values=tuple(_value(leaf, known) for leaf in asked(rulebook, state)))


def _value(leaf: Indicator, known: Facts) -> ValueEntry:
    said = known.values.get(leaf.id)
    value = said.value if said else leaf.target
    if not leaf.takes_number or value is None:
        return ValueEntry(indicator=leaf.id, unit=leaf.unit or "", note=WORDS)
    return ValueEntry(indicator=leaf.id, value=value, unit=leaf.unit or "")


def _judge(about: str, _state: Appraisal, rulebook: Rulebook, known: Facts) -> Command:
    said = known.points.get(about)
    if said and said.value is not None:
        return JudgeIndicator(indicator=about, points=said.value)
    most = Fraction(indicator(rulebook, about).judging_maximum)
    return JudgeIndicator(indicator=about, points=simplest(most * _POINTS))


def _draft(of: Paper, about: str, state: Appraisal, rulebook: Rulebook, known: Facts) -> Command:
    """A draft of what would be handed in; once there is one, it is handed in."""
    if of in state.drafts:
        return HandInPaper(of=of)
    said = _SAID[KEYS[of].sign](about, state, rulebook, known)
    return DraftGoals(goals=said.goals) if isinstance(said, SetGoals) else DraftReport.model_validate(said.model_dump())


def _score(about: str, state: Appraisal, rulebook: Rulebook, _known: Facts) -> Command:
    id_ = about.partition(".")[0]
    panel = next(one for one in rulebook.panels if one.id == id_)
    value = simplest(Fraction(panel.lowest) + (Fraction(panel.highest) - Fraction(panel.lowest)) * _POINTS)
    if panel.places is not None:
        value = rounded(value, Rounding(mode=RoundingMode.HALF_UP, places=panel.places))
    asked = asked_about(id_, rulebook, state.appraisee)
    return ScoreOnPanel(seat=about, scores=tuple(ScoreEntry(indicator=one, value=value) for one in asked))


def _approve(_about: str, state: Appraisal, _rulebook: Rulebook, _known: Facts) -> Command:
    """Follows what the joint meeting recommends; where it recommends no grade, that takes a reason."""
    known = state.recommendation
    departs = known is not None and known.grade is None and state.grade is not None
    return ApproveResult(departs=WORDS) if departs else ApproveResult()


_SAID: Mapping[str, Callable[[str, Appraisal, Rulebook, Facts], Command]] = {
    "set-goals": _set_goals,
    "report": _report,
    "judge": _judge,
    "approve": _approve,
    "rate": lambda *_: RateAppraisee(score=_RATING),
    "draft-goals": partial(_draft, Paper.GOALS),
    "draft-report": partial(_draft, Paper.REPORT),
    "score": _score,
    "fill-panel": lambda about, *_: LeavePanelShort(panel=about, reason=WORDS),
}

_TALKS: Mapping[str, Role] = {"talk": Role.HEAD, "talk-by-office": Role.OFFICE}


def _talk(state: Appraisal, side: Role) -> Command | None:
    """What one side does next in the talk; nothing while it is the other's turn."""
    if not state.talks:
        return OpenTalk(topic=WORDS, side=side)
    talk = state.talks[len(state.talks)]
    if talk.proposed_at is None:
        return ProposeActions(actions=(WORDS,), side=side)
    if not talk.agreed:
        return AgreeActions(side=side) if talk.proposed_by is not side else None
    return None if side in talk.closed_by else CloseTalk(side=side)
