"""How a regulation is carried out: what its procedures, competences and remedies may name."""

from typing import Any

import pytest

from domain.regulation import parse, parse_scheme, problems, scheme_problems
from tests.domain.rulebooks import document, group, judged, leaf

CARRIED_OUT: dict[str, Any] = {
    "legal_basis": [{"id": "art-1", "law": "Ordinance", "article": "1"}],
    "attributes": [{"name": "months_elsewhere", "kind": "number"}],
    "roles": [{"id": "office", "name": "Office"}, {"id": "committee", "name": "Committee"}],
    "clocks": [
        {"id": "asking", "name": "Asking", "after": "the result", "within": "3 working days", "asked_of": "unit"},
        {"id": "notice", "name": "Notice", "after": "it", "within": "P5D", "at_least": True, "asked_of": "office"},
    ],
    "assessments": [
        {"id": "in-year", "name": "In-year", "kind": "peacetime", "of": "persons", "decided_by": "office"},
        {
            "id": "yearly",
            "name": "Yearly",
            "kind": "annual",
            "of": "persons",
            "decided_by": "committee",
            "looks_at": ["results"],
            "based_on": ["in-year"],
            "basis": "art-1",
        },
    ],
    "procedures": [
        {
            "id": "goals",
            "name": "Goals",
            "grounds": ["a new year"],
            "acts": [
                {"id": "draft", "by": "office", "does": "drafts", "states": ["the goal", "its standard"]},
                {"id": "fix", "by": "committee", "does": "fixes", "clock": "asking", "returns_to": "draft"},
            ],
        }
    ],
    "competences": [
        {"id": "host", "name": "Host", "when": "months_elsewhere >= 6", "appraised_by": "host", "hears": "home"}
    ],
    "remedies": [
        {"id": "review", "name": "Review", "open_to": ["units"], "to": "office", "clocks": ["asking"]},
        {"id": "appeal", "name": "Appeal", "open_to": ["units"], "to": "committee", "after": ["review"]},
    ],
}


def found(**changed: Any) -> list[str]:  # noqa: ANN401 - fields of a document
    return [str(finding) for finding in problems(document(**{**CARRIED_OUT, **changed}))]


def changed(field: str, position: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    entries = [dict(entry) for entry in CARRIED_OUT[field]]
    entries[position] |= fields
    return {field: entries}


def test_a_regulation_says_how_it_is_carried_out() -> None:
    read = parse(document(**CARRIED_OUT))
    assert [act.by for act in read.procedures[0].acts] == ["office", "committee"]
    assert [(remedy.stays, remedy.may_worsen) for remedy in read.remedies] == [(False, False)] * 2
    assert [clock.at_least for clock in read.clocks] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (
            changed("assessments", 1, decided_by="comittee"),
            "assessments.2.decided_by: there is no role 'comittee'. Did you mean 'committee'?",
        ),
        (
            changed("assessments", 1, based_on=["daily"]),
            "assessments.2.based_on: there is no assessment 'daily'. There are: in-year, yearly",
        ),
        (
            changed("procedures", 0, acts=[{"id": "a", "by": "office", "does": "x", "returns_to": "a"}]),
            "procedures.1.acts.1.returns_to: there is no earlier act 'a'. There are: none",
        ),
        (
            changed("procedures", 0, acts=[{"id": "a", "by": "x", "does": "x"}]),
            "procedures.1.acts.1.by: there is no role 'x'. There are: office, committee",
        ),
        (
            changed("procedures", 0, acts=[{"id": "a", "by": "office", "does": "x", "clock": "late"}]),
            "procedures.1.acts.1.clock: there is no clock 'late'. There are: asking, notice",
        ),
        (
            changed("procedures", 0, acts=[{"id": "a", "by": "office", "does": "x"}] * 2),
            "procedures.1.acts.2.id: 'a' is listed twice. Give it one of its own",
        ),
        (
            changed("competences", 0, when="months_abroad > 6"),
            "competences.1.when: there is no name months_abroad. Use months_elsewhere",
        ),
        (changed("remedies", 0, to="court"), "remedies.1.to: there is no role 'court'. There are: office, committee"),
        (
            changed("remedies", 0, clocks=["askin"]),
            "remedies.1.clocks: there is no clock 'askin'. Did you mean 'asking'?",
        ),
        (
            changed("remedies", 1, after=["revue"]),
            "remedies.2.after: there is no other remedy 'revue'. Did you mean 'review'?",
        ),
    ],
)
def test_what_a_procedure_names_must_be_there(wrong: dict[str, Any], finding: str) -> None:
    assert found(**wrong) == [finding]


@pytest.mark.parametrize(
    ("limit", "finding"),
    [
        ({"within": "P4M"}, []),
        ({"on": {"nth": 1, "weekday": "monday", "month": 2}}, []),
        ({}, ["clocks.1: it has no time limit. State one of within and on"]),
        (
            {"within": "P4M", "on": {"nth": 1, "weekday": "monday", "month": 2}},
            ["clocks.1: it has two time limits. State one of within and on"],
        ),
    ],
)
def test_a_clock_has_one_time_limit(limit: dict[str, Any], finding: list[str]) -> None:
    clock = {"id": "plan", "name": "Strategic plan", "after": "the term begins", "asked_of": "agency", **limit}
    assert [str(one) for one in problems(document(clocks=[clock]))] == finding


def test_evaluators_grades_steps_and_verification_may_cite_an_article_and_it_must_be_there() -> None:
    doc = document(legal_basis=CARRIED_OUT["legal_basis"])
    places = {"evaluators.1": doc["evaluators"][0], "grades.2": doc["grades"][1], "steps.1": doc["steps"][0]}
    for cited in (*places.values(), doc["verification"]):
        cited["basis"] = "art-1"
    assert parse(doc).steps[0].basis == "art-1"
    for cited in (*places.values(), doc["verification"]):
        cited["basis"] = "art-9"
    said = [finding.place for finding in problems(doc)]
    assert said == [f"{place}.basis" for place in (*places, "verification")]


def test_a_scheme_takes_in_every_type_of_a_rulebook_that_wants_it() -> None:
    types = [{"id": "ability", "name": "Ability"}, {"id": "conduct", "name": "Conduct"}]
    standing = document(types=types, scheme={"all_types": True})
    del standing["indicators"]
    read = parse(standing)
    scheme = {"id": "year", "title": "Year", "authority": "linjiang", "rulebook": "annual"}
    able = group("able", "0.5", leaf("skill", type="ability"))
    assert [str(finding) for finding in scheme_problems({**scheme, "indicators": [able]}, read)] == [
        "indicators: no indicator is of type conduct, and the rulebook wants some of every type. Add one for Conduct"
    ]
    both = [able, group("honest", "0.5", judged("honesty"), type="conduct")]
    assert len(parse_scheme({**scheme, "indicators": both}, read).indicators) == 2
