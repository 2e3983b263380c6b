"""From what an appraisal's events say to facts, the form scoring takes."""

from collections import defaultdict

from domain.appraisal.panel.seats import scores_of
from domain.appraisal.state import Appraisal, Rating, Reported
from domain.scoring import Case, Fact, Facts, Scores


def facts(state: Appraisal, year: int | None = None) -> Facts:
    """What the appraisal's events say; `year` is the one appraised. Goals set a target once confirmed or fixed."""
    known = state.recorded
    cases: dict[str, list[Case]] = defaultdict(list)
    for (provision, _), case in known.cases.items():
        cases[provision].append(case)
    scores: dict[str, dict[str, Scores]] = defaultdict(dict)
    for (indicator, panel), given in {**known.nominated, **known.panels}.items():
        scores[indicator][panel] = given
    for panel, seats in state.panels.items():
        for about in {about for given in seats.given.values() for about in given.scores}:
            scores[about][panel] = scores_of(seats, about)
    overall = scores.pop("", {})
    return Facts(
        year=year,
        attributes={one.entry.into: one.entry.grade for one in state.taken.values() if one.entry.grade is not None},
        values={indicator: _value(value) for indicator, value in state.known.items()} | dict(known.adjustments),
        past={indicator: dict(past.by_year) for indicator, past in known.past.items()},
        past_cites={indicator: (past.cites,) for indicator, past in known.past.items()},
        targets=dict(state.targets),
        points={indicator: _rating(given) for indicator, given in state.judged.items()},
        cases={provision: tuple(recorded) for provision, recorded in cases.items()},
        scores=dict(scores),
        overall=overall,
        rulings={indicator: claim.ruling for indicator, claim in known.claims.items() if claim.ruling is not None},
        joint=dict(known.joint),
        ratings=tuple(_rating(state.rated[leader]) for leader in sorted(state.rated)),
        ballots=state.ballots,
        ballots_cites=() if state.ballots_cite is None else (state.ballots_cite,),
    )


def _value(known: Reported) -> Fact:
    return Fact(value=known.value, cites=known.cites, evidence=known.evidence)


def _rating(given: Rating) -> Fact:
    return Fact(value=given.score, cites=(given.cites,))
