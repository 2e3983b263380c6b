"""Whom the rulebook has score on a panel, about what, how many of them must, and who may not."""

from collections.abc import Iterator

from domain.appraisal.events import Duty
from domain.appraisal.panel import events as p
from domain.appraisal.panel.seats import score_key
from domain.appraisal.rights import directory_of, part_in, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Context
from domain.directory import Role
from domain.event import Event
from domain.interests import Ground
from domain.regulation import EvaluatorKind, MeanOf, Panel, Rulebook, leaves_for
from domain.scoring.rules import Rules


def asked_about(panel: str, rulebook: Rulebook, appraisee: str) -> tuple[str | None, ...]:
    """The indicators that a panel rates of the appraisee, and nothing for the appraisee as a whole."""
    rules = Rules(rulebook)
    rated = [leaf.id for leaf in leaves_for(rulebook, appraisee) if panel in rules.panels_of(leaf)]
    whole = any(evaluator.panel == panel for evaluator in rulebook.evaluators)
    return (*rated, *((None,) if whole else ()))


def needed(panel: Panel) -> int:
    """How many of a panel must score for it to count, whatever the turnout."""
    return max(panel.minimum, 2 * panel.trim + 1 if panel.mean is MeanOf.TRIMMED else 1)


def in_person(rulebook: Rulebook, appraisee: str) -> Iterator[tuple[Panel, Role]]:
    """The panels whose members score the appraisee in person, with the role they hold."""
    for panel in rulebook.panels:
        if panel.held_by is not None and asked_about(panel.id, rulebook, appraisee):
            yield panel, panel.held_by


def holders(panel: Panel, role: Role, state: Appraisal, context: Context) -> tuple[str, ...]:
    """Who would score; an internal ballot is that of the unit, whatever role the rulebook lets vote."""
    unit = state.appraisee if panel.kind is EvaluatorKind.INTERNAL_BALLOT else None
    return directory_of(state, context).holders(role, unit)


def recusal(panel: Panel, person: str, state: Appraisal, context: Context) -> Ground | None:
    """Why the person may not score on the panel, by rule; nothing where nothing keeps the person from it."""
    directory = directory_of(state, context)
    if panel.kind is EvaluatorKind.INTERNAL_BALLOT:
        return None
    if part_in(state, person, directory):
        return Ground.PART
    return Ground.INTEREST if directory.interested(person, state.appraisee) else None


def duties(state: Appraisal, context: Context) -> tuple[Duty, ...]:
    """A duty for every member of every panel who may score."""
    return tuple(
        Duty(key=score_key(panel.id, person), role=role, persons=(person,))
        for panel, role in in_person(rulebook_of(state, context), state.appraisee)
        for person in holders(panel, role, state, context)
        if recusal(panel, person, state, context) is None
    )


def kept_out(state: Appraisal, context: Context) -> list[Event]:
    """Who is recused by rule when scoring opens, and which panels are short then."""
    events: list[Event] = []
    for panel, role in in_person(rulebook_of(state, context), state.appraisee):
        there = holders(panel, role, state, context)
        grounds = {person: recusal(panel, person, state, context) for person in there}
        events += [
            p.EvaluatorRecused(panel=panel.id, person=person, ground=ground, statement=None)
            for person, ground in grounds.items()
            if ground is not None
        ]
        events += short(panel, sum(ground is None for ground in grounds.values()))
    return events


def short(panel: Panel, remaining: int) -> list[Event]:
    """That a panel is short, if so many members are too few."""
    least = needed(panel)
    return [p.PanelShort(panel=panel.id, remaining=remaining, needed=least)] if remaining < least else []
