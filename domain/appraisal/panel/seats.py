"""Who has a seat on which panel and what each gave: the fold of the panels' events, and the duties they change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from domain.appraisal.events import Duty
from domain.appraisal.panel import events as p
from domain.directory import Role
from domain.event import Event
from domain.replacing import replace
from domain.scoring import Score, Scores

SCORE: Final = "score"
FILL: Final = "fill-panel"


def score_key(panel: str, person: str) -> str:
    """The duty of a member to score."""
    return f"{SCORE}.{panel}.{person}"


def fill_key(panel: str) -> str:
    """The duty of the performance office to seat somebody on a panel that is short."""
    return f"{FILL}.{panel}"


@dataclass(frozen=True)
class Given:
    """What one member gave, by indicator ("" for the appraisee as a whole), and the version of the event."""

    scores: Mapping[str, p.GivenScore]
    cites: int


@dataclass(frozen=True)
class Seats:
    """One panel: who is to score and in which role, who is recused, what was given, and how many must."""

    role: Role = Role.EXPERT
    seated: tuple[str, ...] = ()
    recused: frozenset[str] = frozenset()
    given: Mapping[str, Given] = field(default_factory=lambda: MappingProxyType({}))
    needed: int = 0


Panels = Mapping[str, Seats]


def seated(duties: Iterable[Duty]) -> Panels:
    """The seats that the duties of an opening step give."""
    panels: dict[str, Seats] = {}
    for duty in duties:
        if duty.key.partition(".")[0] == SCORE:
            _, panel, person = duty.key.split(".")
            before = panels.get(panel, Seats(role=duty.role))
            panels[panel] = replace(before, seated=(*before.seated, person))
    return MappingProxyType(panels)


def sat(panels: Panels, happened: Event, version: int) -> Panels:
    """Applies an event of a panel, which has that version."""
    match happened:
        case p.PanelScoreGiven(panel=panel, by=by, scores=scores):
            known = panels[panel]
            given = Given(MappingProxyType({one.indicator or "": one for one in scores}), version)
            known = replace(known, given=MappingProxyType({**known.given, by: given}))
        case p.EvaluatorRecused(panel=panel, person=person):
            known = panels.get(panel, Seats())
            left = tuple(one for one in known.seated if one != person)
            known = replace(known, seated=left, recused=known.recused | {person})
        case p.PanelShort(panel=panel, needed=needed):
            known = replace(panels.get(panel, Seats()), needed=needed)
        case p.EvaluatorReplaced(panel=panel, person=person, successor=successor):
            known = panels.get(panel, Seats())
            left = tuple(one for one in known.seated if one != person)
            known = replace(known, seated=(*left, successor))
        case _:
            return panels
    return MappingProxyType({**panels, panel: known})


def scores_of(seats: Seats, about: str) -> Scores:
    """What the panel gave about an indicator, or ("") about the appraisee as a whole, sorted by who gave it."""
    counted = [(by, given) for by, given in sorted(seats.given.items()) if about in given.scores]
    return Scores(
        given=tuple(Score(value=given.scores[about].value, by=by) for by, given in counted),
        invited=len(seats.seated),
        cites=tuple(given.cites for _, given in counted),
    )


EVENTS: Final = (p.PanelScoreGiven, p.EvaluatorRecused, p.PanelShort, p.EvaluatorReplaced, p.PanelLeftShort)


def discharged(panels: Panels, happened: Event) -> tuple[str, ...]:
    """The keys of the duties that an event of a panel discharges; `panels` are as they stand after it."""
    match happened:
        case p.PanelScoreGiven(panel=panel, by=by):
            return (score_key(panel, by),)
        case p.EvaluatorRecused(panel=panel, person=person):
            return (score_key(panel, person),)
        case p.EvaluatorReplaced(panel=panel, person=person):
            gone = () if person is None else (score_key(panel, person),)
            enough = len(panels[panel].seated) >= panels[panel].needed
            return (*gone, *((fill_key(panel),) if enough else ()))
        case p.PanelLeftShort(panel=panel):
            return (fill_key(panel),)
        case _:
            return ()


def added(panels: Panels, happened: Event) -> tuple[Duty, ...]:
    """The duties that an event of a panel adds to the step."""
    match happened:
        case p.PanelShort(panel=panel):
            return (Duty(key=fill_key(panel), role=Role.OFFICE),)
        case p.EvaluatorReplaced(panel=panel, successor=successor):
            return (Duty(key=score_key(panel, successor), role=panels[panel].role, persons=(successor,)),)
        case _:
            return ()
