"""Leading bodies and leaders, 2019: an example configuration, since most of its numbers have not been verified."""

import pytest

from domain.regulation import Article, CycleKind, Rulebook
from domain.scoring import Case, stand
from tests.api.expressible.given import grade, grades, judged, results, rulebook

REGULATION = """
title: Leading bodies and leaders, an example
example: true
legal_basis:
  - {id: modes, law: Leaders 2019, article: modes}
  - {id: looked-at, law: Leaders 2019, article: content, says: "Politics, ability, results, conduct"}
  - {id: forbidding, law: Leaders 2019, article: what forbids excellent, verified: false, says: "Seven circumstances"}
  - {id: open, law: Leaders 2019, article: grades and quotas, verified: false, says: "Quotas of 30 % and 25 %"}
roles:
  - {id: committee, name: Committee above, duties: [decides]}
assessments:
  - {id: in-year, name: 平时考核, kind: peacetime, of: bodies and leaders, decided_by: committee, basis: modes}
  - id: annual
    name: 年度考核
    kind: annual
    of: bodies and leaders
    looks_at: [political quality, ability, results, conduct]
    decided_by: committee
    based_on: [in-year, special]
    basis: looked-at
  - {id: special, name: 专项考核, kind: special, of: bodies and leaders, decided_by: committee, basis: modes}
  - id: term
    name: 任期考核
    kind: term
    of: bodies and leaders
    decided_by: committee
    based_on: [annual]
    basis: modes
clocks:
  - {id: term, name: Term assessment, after: the end of the term, within: P6M, asked_of: committee, basis: open}
vetoes:
  - {id: circumstance-1, name: Circumstance 1 of 7 (an example), best: BEST, basis: forbidding}
  - {id: circumstance-2, name: Circumstance 2 of 7 (an example), best: BEST, basis: forbidding}
  - {id: circumstance-3, name: Circumstance 3 of 7 (an example), best: BEST, basis: forbidding}
  - {id: circumstance-4, name: Circumstance 4 of 7 (an example), best: BEST, basis: forbidding}
  - {id: circumstance-5, name: Circumstance 5 of 7 (an example), best: BEST, basis: forbidding}
  - {id: circumstance-6, name: Circumstance 6 of 7 (an example), best: BEST, basis: forbidding}
  - {id: circumstance-7, name: Circumstance 7 of 7 (an example), best: BEST, basis: forbidding}
"""

OF_BODIES = """
id: leading-bodies
grades:
  - {grade: excellent (优秀), from: "90", basis: open}
  - {grade: good (良好), from: "75", basis: open}
  - {grade: fair (一般), from: "60", basis: open}
  - {grade: poor (较差), from: "0", basis: open}
quotas: [{grades: [excellent (优秀)], most: "0.30", basis: open}]
""" + REGULATION.replace("BEST", "good (良好)")

OF_LEADERS = """
id: leaders
grades:
  - {grade: excellent (优秀), from: "90", basis: open}
  - {grade: competent (称职), from: "75", basis: open}
  - {grade: basically competent (基本称职), from: "60", basis: open}
  - {grade: incompetent (不称职), from: "0", basis: open}
quotas: [{grades: [excellent (优秀)], most: "0.25", basis: open}]
""" + REGULATION.replace("BEST", "competent (称职)")


def unverified(rules: Rulebook) -> set[str]:
    return {one.id for one in rules.legal_basis if isinstance(one, Article) and not one.verified}


@pytest.mark.parametrize("text", [OF_BODIES, OF_LEADERS], ids=["bodies", "leaders"])
def test_four_modes_are_known_and_the_annual_one_looks_at_four_things(text: str) -> None:
    modes = {one.kind: one for one in rulebook(text).assessments}

    assert set(modes) == set(CycleKind)
    assert modes[CycleKind.ANNUAL].looks_at == ("political quality", "ability", "results", "conduct")
    assert modes[CycleKind.TERM].based_on == ("annual",)


@pytest.mark.parametrize("text", [OF_BODIES, OF_LEADERS], ids=["bodies", "leaders"])
def test_what_is_not_verified_is_marked_as_an_example_wherever_it_counts(text: str) -> None:
    rules = rulebook(text)
    assert rules.example
    assert unverified(rules) == {"forbidding", "open"}
    assert {one.basis for one in rules.vetoes} == {"forbidding"}
    assert {one.basis for one in rules.grades} == {"open"}
    assert {one.basis for one in rules.quotas} == {"open"}
    assert {one.basis for one in rules.clocks} == {"open"}


@pytest.mark.parametrize("number", range(1, 8))
@pytest.mark.parametrize(
    ("text", "next_best"), [(OF_BODIES, "good (良好)"), (OF_LEADERS, "competent (称职)")], ids=["bodies", "leaders"]
)
def test_each_of_seven_circumstances_forbids_excellent(text: str, next_best: str, number: int) -> None:
    rules = rulebook(text)
    cases = {f"circumstance-{number}": (Case(id="decision-1"),)}

    assert grade(rules, judged("95")) == "excellent (优秀)"
    assert grade(rules, judged("95", cases=cases)) == next_best


@pytest.mark.parametrize(("text", "kept"), [(OF_BODIES, 6), (OF_LEADERS, 5)], ids=["bodies", "leaders"])
def test_thirty_per_cent_of_bodies_and_a_quarter_of_leaders_may_be_excellent(text: str, kept: int) -> None:
    rules = rulebook(text)
    facts = {f"one-{number:02}": judged(f"{99 - number // 4}.{9 - number % 4}") for number in range(20)}

    assert grades(stand(rules, results(rules, facts))).count("excellent (优秀)") == kept
