"""What members of a panel do: score once, or recuse themselves; and how the office fills the seats of a panel."""

from collections import Counter

from domain.appraisal.panel import events as p
from domain.appraisal.panel.rights import asked_about, holders, recusal, short
from domain.appraisal.panel.seats import Seats, fill_key, score_key
from domain.appraisal.rights import (
    directory_of,
    require_disinterested,
    require_duty,
    require_open_step,
    require_words,
    rulebook_of,
    task_id,
)
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.directory import Role
from domain.event import Event, Private, Record
from domain.exact import Exact
from domain.interests import Ground
from domain.refusal import Reason, Refused
from domain.regulation import Panel
from domain.schedule import StepName
from domain.scoring import Score, Scores
from domain.scoring.panels import require_proper


class ScoreEntry(Record):
    """A score as it is given: for an indicator, or for the appraisee as a whole; no value for "don't know"."""

    indicator: str | None = None
    value: Exact | None = None


@command
class ScoreOnPanel(Command):
    """Scores all that the panel is asked about the appraisee; `seat` is PANEL.PERSON, whose task it is."""

    seat: str
    scores: tuple[ScoreEntry, ...]
    reason: str | None = None


@command
class RecuseFromPanel(Command):
    """Takes no part in scoring the appraisee, and says why; `seat` is PANEL.PERSON, whose task it is."""

    seat: str
    statement: str


@command
class ReplaceEvaluator(Command):
    """Seats somebody on a panel, instead of a member who has not scored, or where a seat is empty."""

    panel: str
    person: str | None = None
    successor: str
    reason: str


@command
class LeavePanelShort(Command):
    """States that nobody can be seated, so that the panel's part will be missing."""

    panel: str
    reason: str


def score_on_panel(wish: ScoreOnPanel, state: Appraisal, context: Context) -> list[Event]:
    panel, thing = _own_seat(wish.seat, state, context)
    ground = recusal(panel, context.actor, state, context)
    if ground is not None:
        why = "has declared an interest in it" if ground is Ground.INTEREST else "has a part in what is appraised"
        problem = f"would be done by {context.actor}, who {why}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Recuse yourself, and let the office seat somebody else")
    _require_all(wish, panel, state, context, thing)
    given = tuple(Score(value=one.value, by=context.actor) for one in wish.scores)
    for one in given:
        require_proper(panel, Scores(given=(one,)))
    reason = Private(data_subject=context.actor, text=wish.reason) if wish.reason else None
    scores = tuple(p.GivenScore(indicator=one.indicator, value=one.value) for one in wish.scores)
    return [p.PanelScoreGiven(panel=panel.id, scores=scores, reason=reason, by=context.actor)]


def recuse_from_panel(wish: RecuseFromPanel, state: Appraisal, context: Context) -> list[Event]:
    panel, thing = _own_seat(wish.seat, state, context)
    require_words(wish.statement, thing, "is declined without a ground", "Say why you take no part")
    recused = p.EvaluatorRecused(
        panel=panel.id,
        person=context.actor,
        ground=Ground.STATED,
        statement=Private(data_subject=context.actor, text=wish.statement),
    )
    return [recused, *short(panel, len(state.panels[panel.id].seated) - 1)]


def replace_evaluator(wish: ReplaceEvaluator, state: Appraisal, context: Context) -> list[Event]:
    panel, thing = _as_office(wish.panel, state, context)
    known = state.panels.get(panel.id, Seats())
    if wish.person is not None:
        _require_replaceable(wish.person, known, thing)
    _require_successor(wish.successor, panel, known, state, context)
    require_words(wish.reason, thing, "would be changed without a reason", "Say why somebody else is seated")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [
        p.EvaluatorReplaced(
            panel=panel.id, person=wish.person, successor=wish.successor, reason=reason, by=context.actor
        )
    ]


def leave_panel_short(wish: LeavePanelShort, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.SCORING, fill_key(wish.panel))
    panel, thing = _as_office(wish.panel, state, context)
    require_words(wish.reason, thing, "would be left short without a reason", "Say why nobody can be seated")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [p.PanelLeftShort(panel=panel.id, reason=reason, by=context.actor)]


def _own_seat(seat: str, state: Appraisal, context: Context) -> tuple[Panel, str]:
    """The panel of a seat whose turn it is, for whoever sits there."""
    id_, _, person = seat.partition(".")
    key = score_key(id_, person)
    require_duty(state, context, StepName.SCORING, key)
    panels = {panel.id: panel for panel in rulebook_of(state, context).panels}
    return panels[id_], f"task {task_id(state, key)}"


def _require_all(wish: ScoreOnPanel, panel: Panel, state: Appraisal, context: Context, thing: str) -> None:
    """Each thing that the panel is asked about is scored once, and nothing else."""
    asked = asked_about(panel.id, rulebook_of(state, context), state.appraisee)
    given = Counter(one.indicator for one in wish.scores)
    for about, problem in (
        ([one for one in given if one not in asked], "scores {}, which the panel is not asked about"),
        ([one for one, times in given.items() if times > 1], "scores {} twice"),
        ([one for one in asked if one not in given], "says nothing of {}"),
    ):
        if about:
            names = ", ".join(one or "the appraisee as a whole" for one in about)
            mend = f"Score once each: {', '.join(one or 'the appraisee as a whole' for one in asked)}"
            raise Refused(Reason.INVALID, thing, problem.format(names), f"{mend}; leave a value out for don't know")


def _as_office(id_: str, state: Appraisal, context: Context) -> tuple[Panel, str]:
    """A panel that is held in person, for the performance office to change while scoring is open."""
    thing = f"panel {id_} of appraisal {state.cycle}:{state.appraisee}"
    require_open_step(state, context, StepName.SCORING, thing)
    if not directory_of(state, context).holds(context.actor, Role.OFFICE):
        problem = f"is seated by the performance office, not by {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the office do it")
    require_disinterested(state, context, thing)
    rulebook = rulebook_of(state, context)
    panels = {panel.id: panel for panel in rulebook.panels if panel.held_by is not None}
    if id_ not in panels or not asked_about(id_, rulebook, state.appraisee):
        there = ", ".join(one for one in panels if asked_about(one, rulebook, state.appraisee))
        problem = "has no members who score the appraisee in person"
        raise Refused(Reason.NOT_FOUND, thing, problem, f"Panels that have are: {there or 'none'}")
    return panels[id_], thing


def _require_replaceable(person: str, known: Seats, thing: str) -> None:
    if person in known.given:
        raise Refused(Reason.CONFLICT, thing, f"has the scores of {person}", "They stand; replace who has not scored")
    if person not in known.seated:
        mend = f"Members who have not scored are: {', '.join(one for one in known.seated if one not in known.given)}"
        raise Refused(Reason.NOT_FOUND, thing, f"has no member {person}", mend)


def _require_successor(person: str, panel: Panel, known: Seats, state: Appraisal, context: Context) -> None:
    """Whoever is seated holds the panel's role, sits there for the first time, and is not recused by rule."""
    thing = f"panel {panel.id} of appraisal {state.cycle}:{state.appraisee}"
    may = () if panel.held_by is None else holders(panel, panel.held_by, state, context)
    if person not in may:
        problem = f"is not for {person}, who does not hold the role that scores"
        raise Refused(Reason.INVALID, thing, problem, f"Seat one of: {', '.join(may) or 'none'}")
    if person in known.seated or person in known.recused:
        problem = f"has {person} already, recused" if person in known.recused else f"has {person} already"
        raise Refused(Reason.CONFLICT, thing, problem, "Seat somebody else")
    ground = recusal(panel, person, state, context)
    if ground is not None:
        problem = f"would have {person}, who is recused by rule ({ground.value})"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Seat somebody else")
