"""Every rule of a rulebook by itself: what is wrong is named with place, value and mend."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from domain.regulation import problems
from tests.domain.rulebooks import document, group, judged, leaf, verdict


def found(doc: dict[str, Any]) -> list[str]:
    return [str(finding) for finding in problems(doc)]


def changed(path: str, value: Any) -> Callable[[dict[str, Any]], None]:  # noqa: ANN401 - fields of a document
    *way, last = path.split(".")

    def change(doc: Any) -> None:  # noqa: ANN401 - fields of a document
        for part in way:
            doc = doc[int(part)] if part.isdigit() else doc[part]
        if value is ...:
            del doc[last]
        else:
            doc[int(last) if last.isdigit() else last] = value

    return change


SAMPLE = document(
    group("economy", "0.5", leaf("growth", "0.5"), verdict("waste", "0.5", direction="down", target="12")),
    judged("order", "0.5"),
)

# The weekends before and after are off as well.
MONTHS_OFF = [str(date(2026, 2, 2) + timedelta(days=days)) for days in range(33)]


@pytest.mark.parametrize(
    ("path", "value", "finding"),
    [
        ("title", ..., "rulebook: field 'title' is missing. Add it"),
        ("titel", "x", "rulebook: unknown field 'titel'. Did you mean 'title'?"),
        ("id", "Annual 2026", "id: 'Annual 2026' is no identifier. Use at most 80 lower-case letters"),
        ("title", 7, "title: 7 does not fit. Write text, in quotes"),
        ("title", "a\0b", "title: 'a\\x00b' holds a character that is not text"),
        ("title", "\ud800", "title: '\\ud800' holds a character that is not text"),
        ("missing", ..., "rulebook: field 'missing' is missing. Add it"),
        ("missing", "ignored", "missing: 'ignored' is not possible. Choose 'left_out', 'zero', 'peer_mean', 'peer_m"),
        ("indicators", [], "indicators: there are none. List at least one indicator"),
        ("indicators.0.wieght", "1", "indicators.1: unknown field 'wieght'. Did you mean 'weight'?"),
        ("indicators.0.children.1.xyz", "1", "indicators.1.2: unknown field 'xyz'. Known are: id, name, weight,"),
        (
            "indicators.0.weight",
            0.5,
            "indicators.1.weight: 0.5 is a binary float, which is not exact. Write it as a str",
        ),
        ("indicators.0.weight", "half", "indicators.1.weight: 'half' is not a number. Write plain digits"),
        ("indicators.0.weight", "0", "indicators.1.weight: indicator 1 weighs 0. Choose a weight above 0, up to 1"),
        ("indicators.0.name", " ", "indicators.1.name: it is empty. Say what is appraised"),
        ("indicators.0.unit", "%", "indicators.1.unit: a group is not scored itself and has no unit. Give it to the"),
        ("indicators.1.id", "growth", "indicators.2.id: 'growth' is the id of indicator 1.1 too. Give each indicator"),
        ("indicators.1.target", "3", "indicators.2.target: rule judged uses no target. Leave it out"),
        ("indicators.1.rule", ..., "indicators.2.rule: an indicator without children needs a rule. Give it a rule of"),
        (
            "indicators.1.rule",
            {},
            "indicators.2.rule: the rule does not say its 'shape'. Choose 'ratio_to_target', 'met",
        ),
        (
            "indicators.1.rule.shape",
            "x",
            "indicators.2.rule.shape: there is no rule of shape 'x'. Choose 'ratio_to_targ",
        ),
        ("indicators.1.rule.maxmum", "1", "indicators.2.rule: unknown field 'maxmum'. Did you mean 'maximum'?"),
        ("indicators.1.rule.maximum", "0", "indicators.2.rule.maximum: the best score would be 0. Choose a maximum ab"),
        ("indicators.1.lead", ..., "indicators.2.lead: rule judged needs a lead. Add a lead"),
        ("indicators.1.applies_to", [], "indicators.2.applies_to: it names nobody. Name an appraisee, or leave it out"),
        ("indicators.0.children.0.unit", ..., "indicators.1.1.unit: rule ratio_to_target needs a unit. Add a unit"),
        ("indicators.0.children.0.target", ..., "indicators.1.1.target: rule ratio_to_target needs a target. Add a ta"),
        ("indicators.0.children.0.target", "0", "indicators.1.1.target: there is no ratio to a target of 0. Choose a"),
        ("indicators.0.children.0.rule.maximum", "101", "indicators.1.1.rule.maximum: the best score would be 101."),
        ("indicators.0.children.1.direction", "less", "indicators.1.2.direction: 'less' is not possible. Choose 'up'"),
        ("indicators.0.children.1.rule.met", "101", "indicators.1.2.rule.met: met scores 101, not met 0. Choose score"),
        ("indicators.0.children.1.rule.verdicts.met", "Did_Not_Meet", "indicators.1.2.rule.verdicts: met and not met"),
        ("evaluators", [], "evaluators: the weights of the evaluators add up to 0. Make them add up to 1"),
        (
            "evaluators.0.weight",
            "0.5",
            "evaluators: the weights of the evaluators add up to 0.9. Make them add up to 1",
        ),
        ("evaluators.0.weight", "-1", "evaluators.1.weight: lead_departments weighs -1. Choose a weight above 0, up"),
        ("evaluators.1.kind", "internal_ballot", "evaluators.3.kind: internal_ballot is listed twice. List each kind"),
        (
            "evaluators.1.kind",
            "martian",
            "evaluators.2.kind: 'martian' is not possible. Choose 'lead_departments', 'lea",
        ),
        ("evaluators.1.minimum", 0, "evaluators.2.minimum: leaders count from 0 on. Ask for at least 1"),
        ("evaluators.2.minimum", 2, "evaluators.3.minimum: internal_ballot count from 2 on. Ask for at least 3; fewer"),
        ("evaluators.2.minimum", "few", "evaluators.3.minimum: 'few' does not fit. Write a whole number"),
        ("grades.1.from", "90", "grades.2.from: good begins at 90, excellent above it at 90. List the grades from the"),
        ("grades.2.from", "1", "grades.3.from: poor, the last grade, begins at 1, so lower totals have none. Let the"),
        ("grades.0.from", "101", "grades.1.from: excellent begins at 101, above the best total of 100. Let it begin"),
        ("grades.2.grade", "good", "grades.3.grade: 'good' is listed twice. Name each grade once"),
        ("grades.0.form", "1", "grades.1: unknown field 'form'. Did you mean 'from'?"),
        ("calendar.zone", "Mars", "calendar.zone: 'Mars' is not a time zone. Write an IANA name such as 'Asia/Shangha"),
        ("calendar.make_up_days", ["2026-10-01"], "calendar.make_up_days.1: 2026-10-01 is also a holiday. List it as"),
        ("calendar.make_up_days", ["2026-10-12"], "calendar.make_up_days.1: 2026-10-12 is worked anyway, being no we"),
        ("calendar.holidays", MONTHS_OFF, "calendar.holidays: from 2026-01-31 to 2026-03-08 no day is worked, and dea"),
        ("steps", [], "steps: there are none. List at least one step"),
        ("steps.0.due", "10 days", "steps.1.due: '10 days' is not a duration. Write \"10 working days\" or ISO 8601"),
        ("steps.0.opens", 3, "steps.1.opens: 3 does not fit. Write fields with values"),
        ("steps.0.opens.after", "result", "steps.1.opens.after: step goals opens after result, which does not come be"),
        ("steps.0.reminders", ["P1Y"], "steps.1.reminders: step goals reminds P1Y before it is due, not between then"),
        ("steps.1.reminders", ["P28D", "P30D"], "steps.2.reminders: step reporting reminds P30D before it is due, not"),
        (
            "steps.1.ends",
            "PT1S",
            "steps.2.ends: step reporting escalates 2 working days after it is due, but ends PT1S",
        ),
        ("steps.1.step", "scoring", "steps.3.step: verification has nothing to verify without a step reporting. Add"),
        ("steps.0.early", "perhaps", "steps.1.early: 'perhaps' does not fit. Write true or false"),
        ("verification.share", "0", "verification.share: 0 is no share of the reported values. Choose a share above 0"),
        ("verification.share", "1.2", "verification.share: 1.2 is no share of the reported values. Choose a share"),
        ("verification.verifiers", 0, "verification.verifiers: 0 verifiers settle nothing. Ask for at least 1"),
        ("verification.value_by", "office", "verification.value_by: the performance office runs the cycle, and so dra"),
        ("verification.value_by", "boss", "verification.value_by: 'boss' is not possible. Choose 'head', 'staff', "),
        ("verification.value_within", "PT0S", "verification.value_within: PT0S is no time to give a value in. Give it"),
        ("verification.value_reminders", ["P9D"], "verification.value_reminders.1: it reminds P9D before the value is"),
        (
            "verification.risk",
            {"corrected": 1},
            "verification.risk: it is worked out when what may be drawn is fixed, ",
        ),
        ("verification.risk", {"corrected": -1}, "verification.risk.corrected: -1 is no weight to add. Choose a whole"),
        ("verification.risk", {"outlier": 1}, "verification.risk.outlier: it weighs outliers, and no rule says what "),
        ("verification.risk", {"indicators": {"a": 0}}, "verification.risk.indicators.a: 0 is no weight. Choose a who"),
        ("verification.risk", {"indicators": {"z": 2}}, "verification.risk.indicators.z: no indicator z is reported. "),
        ("verification.outliers", {"peers": "0"}, "verification.outliers.peers: 0 times would point at every value. "),
        ("verification.cross_checked", ["z"], "verification.cross_checked: no indicator z is reported. Reported are: "),
        (
            "verification.visits",
            {"indicators": ["a"], "outsiders": 0},
            "verification.visits.outsiders: 0 outsiders see nothing. Ask for at least 1, or leave the visits out",
        ),
        (
            "verification.false_data",
            {"liabilities": ["z"]},
            "verification.false_data.liabilities: there is no liability z. Its liabilities are: none",
        ),
        ("rounding.mode", "bankers", "rounding.mode: 'bankers' is not possible. Choose 'half_up', 'half_even', "),
        ("rounding.places", 0.5, "rounding.places: 0.5 is a binary float, which is not exact. Write it as a string"),
    ],
)
def test_what_is_wrong_is_named_with_place_value_and_mend(path: str, value: object, finding: str) -> None:
    assert found(SAMPLE) == []
    doc = copy.deepcopy(SAMPLE)
    changed(path, value)(doc)
    assert finding in [line[: len(finding)] for line in found(doc)]


@pytest.mark.parametrize(
    ("indicators", "place", "problem"),
    [
        ([leaf(f"i-{n}") for n in range(5_001)], "indicators", "there are 5001"),
        (
            [leaf("growth", applies_to=[f"u-{n}" for n in range(2_001)])],
            "indicators.1.applies_to",
            "it names 2001 appraisees",
        ),
        (
            [leaf(f"i-{n}", applies_to=[f"u-{2 * n}", f"u-{2 * n + 1}"]) for n in range(1_001)],
            "indicators",
            "their applies_to name 2002 different appraisees",
        ),
        (
            [leaf(f"i-{n}", applies_to=[f"u-{m}" for m in range(2_000)]) for n in range(26)],
            "indicators",
            "their applies_to name 52000 appraisees in all",
        ),
    ],
    ids=["indicators", "appraisees", "different", "in all"],
)
def test_what_no_regulation_needs_is_too_much(indicators: list[dict[str, Any]], place: str, problem: str) -> None:
    [finding] = problems(document(*indicators))

    assert (place, problem) == (finding.place, finding.problem)


def test_too_many_reminders_and_days_off_are_refused() -> None:
    steps = [
        {"step": "goals", "opens": {"after": "launch"}, "due": "P30D", "reminders": [f"PT{n}H" for n in range(21)]}
    ]
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(1900, 1920) for month in range(1, 13) for day in range(1, 29)
    ]
    found = problems(document(steps=steps, calendar={"zone": "Asia/Shanghai", "holidays": days[:5_001]}))

    assert [(finding.place, finding.problem, finding.mend) for finding in found] == [
        ("calendar.holidays", "there are 5001 days", "List at most 5,000"),
        ("steps.1.reminders", "there are 21 reminders", "Write at most 20"),
    ]
