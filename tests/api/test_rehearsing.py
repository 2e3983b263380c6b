"""Every rulebook that comes along can be rehearsed, and cycles follow each other as its kind and scheme say."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from api import shipped
from api.documents import load
from api.operations.rehearsing import Asked, Rehearsed, RuleEffect, rehearse_regulation
from api.operations.scoring import Table
from domain.refusal import Refused
from domain.regulation import CaseKind, parse, parse_scheme
from domain.rehearsal import Behaviour
from domain.scoring import Case, Fact, Facts
from tests import sample
from tests.domain import goal_setting, panels

PROMPT = Behaviour(late=Decimal(0), silent=Decimal(0))


def rehearsed(name: str, **asked: object) -> Rehearsed:
    rulebook = parse(shipped.load(name))
    document = shipped.load_scheme(name)
    scheme = parse_scheme(document, rulebook) if document else None
    return rehearse_regulation(rulebook, scheme, Asked.model_validate({"begin": date(2026, 1, 1), **asked}))


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_rulebook_can_be_rehearsed_to_its_end(name: str) -> None:
    found = rehearsed(name, units=3, behaviour=PROMPT).report

    assert found.obstacles == ()
    assert found.stuck == ()
    assert {one.never for one in found.outcomes} == {0}


@pytest.mark.parametrize("name", ["civil-servants-2020-annual", "hangzhou-2015", "jinan-2018"])
def test_its_procedures_are_rehearsed_as_cases_act_by_act(name: str) -> None:
    everybody = PROMPT.model_copy(update={"cases": Decimal(1)})

    found = rehearsed(name, units=2, behaviour=everybody).report

    assert found.stuck == ()
    carried_out = {one.id: one for one in parse(shipped.load(name)).procedures if one.kind}
    came_up = {one.step for one in found.outcomes} & set(carried_out)
    assert {
        one for one in carried_out if carried_out[one].kind is CaseKind.REVIEW or carried_out[one].standing
    } <= came_up
    assert {one.never for one in found.outcomes if one.step in came_up} == {0}


def test_appraisees_are_those_to_whom_indicators_apply_where_a_rulebook_names_none() -> None:
    document = load(Path("deploy/demo/yuntan/annual.yaml"))

    found = rehearse_regulation(parse(document), None, Asked(begin=date(2026, 1, 1), behaviour=PROMPT))

    assert found.appraisees > 1
    assert found.report.stuck == ()
    early = {one.thing.rpartition(":")[2] for one in found.report.obstacles}
    assert early == {"close-goal-comments"}  # comments are open for three seconds, and people look in before


def test_years_follow_each_other_under_a_scheme_of_their_own() -> None:
    found = rehearsed("jinan-2018", units=2, years=3)

    assert found.report.cycles == ("cycle-1", "cycle-2", "cycle-3")
    assert found.report.obstacles == ()
    assert found.report.ended is not None
    assert found.report.ended.year == 2029


SAMPLE = parse(sample.sample_rulebook(vetoes=[{"id": "accident", "name": "A major accident", "best": "fair"}]))


@pytest.mark.parametrize(("kind", "years", "cycles"), [("peacetime", 1, 4), ("annual", 2, 2), ("term", 5, 1)])
def test_cycles_are_as_long_as_their_kind(kind: str, years: int, cycles: int) -> None:
    rulebook = parse(sample.sample_rulebook(kind=kind))

    found = rehearse_regulation(rulebook, None, Asked(begin=date(2026, 1, 1), years=years, units=1))

    assert len(found.report.cycles) == cycles
    assert found.report.obstacles == ()


def contained(name: str, every: str, of: str, **changes: object) -> dict[str, object]:
    """A rulebook whose cycles have others within them, every month or year."""
    link = {"rulebook": name, "kind": of, "every": every}
    return sample.sample_rulebook(contains=[link], **changes)


def test_a_term_holds_its_years_and_a_year_its_quarters_each_launched_by_rule() -> None:
    steps = sample.sample_steps("P5D", ends="P2D")
    late = [{**step, "opens": {"after": "period_end"}} if step["step"] == "reporting" else step for step in steps]
    term = parse(contained("year", "year", "annual", id="term", kind="term", steps=late))
    year = parse(contained("quarter", "quarter", "peacetime", id="year", steps=late))
    quarter = parse(sample.sample_rulebook(id="quarter", kind="peacetime", steps=steps))
    asked = Asked(begin=date(2026, 1, 1), years=5, units=2, behaviour=PROMPT)

    found = rehearse_regulation(term, None, asked, contained=(year, quarter)).report

    years = [f"cycle-1-{number}" for number in range(1, 6)]
    assert set(found.cycles) == {"cycle-1", *years, *(f"{name}-{q}" for name in years for q in range(1, 5))}
    assert (found.obstacles, found.stuck) == ((), ())
    assert {one.never for one in found.outcomes} == {0}


def test_the_cycles_within_others_are_bounded_too() -> None:
    year = parse(contained("month", "month", "peacetime", id="year"))
    month = parse(sample.sample_rulebook(id="month", kind="peacetime"))
    asked = Asked(begin=date(2026, 1, 1), units=4_000, behaviour=Behaviour(silent=Decimal(1), late=Decimal(0)))

    with pytest.raises(Refused, match="rehearsal: would go through 8,000 appraisals"):
        rehearse_regulation(year, None, asked, contained=(month,))


def test_a_contained_rulebook_that_is_not_there_is_told() -> None:
    year = parse(contained("month", "month", "peacetime"))

    found = rehearse_regulation(year, None, Asked(begin=date(2026, 1, 1), units=1, behaviour=PROMPT)).report

    assert found.cycles == ("cycle-1",)
    (obstacle,) = found.obstacles
    assert (obstacle.thing, obstacle.problem) == ("rulebook month", "has no version in force")
    assert found.stuck == ()


def test_rulebooks_of_two_authorities_are_not_rehearsed_together() -> None:
    other = parse(sample.sample_rulebook(id="month", authority="elsewhere"))
    with pytest.raises(Refused, match="rulebook month: is of authority elsewhere, and rulebook annual of linan"):
        rehearse_regulation(SAMPLE, None, Asked(begin=date(2026, 1, 1)), contained=(other,))


def test_values_are_reported_and_each_rule_says_what_it_would_have_done() -> None:
    values = {"budget": "95", "delays": "12", "hotline": "45"}
    facts = Facts(
        values={indicator: Fact(value=Decimal(value)) for indicator, value in values.items()},
        points={"conduct": Fact(value=Decimal(80))},
    )
    vetoed = facts.model_copy(update={"cases": {"accident": (Case(id="mine-3"),)}})
    table = Table(names={}, facts={"finance": facts, "health": vetoed})

    found = rehearse_regulation(SAMPLE, None, Asked(begin=date(2026, 1, 1), behaviour=PROMPT), table=table)

    assert found.appraisees == 2
    assert found.effects == (
        RuleEffect(rule="1.1 Budget executed", kind="score", touched=2, of=2, **_all("100")),
        RuleEffect(rule="1.2 Mean delay of approvals", kind="score", touched=2, of=2, **_all("100")),
        RuleEffect(rule="2.1 Hotline calls resolved", kind="score", touched=2, of=2, **_all("50")),
        RuleEffect(rule="2.2 Conduct of staff", kind="score", touched=2, of=2, **_all("80")),
        RuleEffect(rule="Leaders", kind="score", touched=0, of=2),
        RuleEffect(rule="Internal ballot", kind="score", touched=0, of=2),
        RuleEffect(rule="A major accident", kind="veto", touched=1, of=2),
        RuleEffect(rule="Grade good", kind="grade", touched=1, of=2),
        RuleEffect(rule="Grade fair", kind="grade", touched=1, of=2),
    )


def _all(score: str) -> dict[str, Decimal]:
    return dict.fromkeys(("lowest", "mean", "highest"), Decimal(score))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"years": 0}, "rehearsal: would take 0 years. Rehearse from 1 to 20 years"),
        ({"years": 21}, "rehearsal: would take 21 years"),
        ({"begin": date(9999, 1, 1)}, "rehearsal: would begin on 9999-01-01. Begin in a year from 1949 to 2170"),
        ({"units": 0}, "rehearsal: has 0 units to appraise. Give at least 1"),
        ({"pace": "0"}, "rehearsal: has people who do nothing in a day. Give a pace above 0"),
        ({"units": 6_000}, "rehearsal: would go through 6,000 appraisals"),
    ],
)
def test_what_no_rehearsal_can_be_made_of_is_refused(changes: dict[str, object], message: str) -> None:
    asked = Asked.model_validate({"begin": date(2026, 1, 1), **changes})
    with pytest.raises(Refused) as refused:
        rehearse_regulation(SAMPLE, None, asked)
    assert str(refused.value).startswith(message)


def test_goals_papers_and_panels_are_rehearsed_as_the_rulebook_says() -> None:
    changes = {**panels.RULES, "steps": sample.sample_steps(due="P60D", ends="P10D", escalates="P5D")}
    changes |= {"roles": goal_setting.ROLES, "goal_setting": {"fixed_by": "committee", "negotiated": True}}
    rulebook = parse(sample.sample_rulebook(**changes, signing={}, reporting={}))

    asked = Asked(begin=date(2026, 1, 1), units=2, behaviour=PROMPT)
    found = rehearse_regulation(rulebook, None, asked).report

    assert found.obstacles == ()
    assert {(one.late, one.never) for one in found.outcomes} == {(0, 0)}
