"""What happened, in English: one sentence for each type of event, and the values it changed.

A sentence says neither who nor when, which stand beside it, nor any private text, which is opened apart.
"""

from api.sentences import (
    acts,
    after,
    cases,
    cycles,
    enactment,
    facts,
    goals,
    links,
    meetings,
    panels,
    papers,
    steps,
)
from api.sentences.words import Change, Told
from domain.event import Event

__all__ = ["TELL", "Change", "Told", "tell"]

TELL = {
    **enactment.TELL,
    **cycles.TELL,
    **steps.TELL,
    **acts.TELL,
    **facts.TELL,
    **goals.TELL,
    **papers.TELL,
    **panels.TELL,
    **after.TELL,
    **meetings.TELL,
    **cases.TELL,
    **links.TELL,
}


def tell(happened: Event, before: object) -> Told:
    """Tells an event; `before` is the state of its stream when it happened."""
    return TELL[type(happened)](happened, before)
