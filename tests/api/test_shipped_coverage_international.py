"""Every line of the Huzhou scorecards and of the rules of other countries, and the place in a rulebook that says it."""

from decimal import Decimal
from typing import Any

import pytest

from domain.regulation import Scheme, in_force, parse, problems, scheme_problems, written
from domain.scoring import Fact, Facts, compute
from tests.api.shipped import Lines, at, document, rulebook

_PART_3 = "indicators.establishment.children"


def _deduction(threshold: str, step: str) -> dict[str, Any]:
    """So much off a threshold for each unit it is missed by, down to nothing."""
    return {"shape": "deduction", "threshold": threshold, "step": step, "per": "1", "counting": "exact", "floor": "0"}


def _line(place: str, points: str, threshold: str, step: str, **others: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    rule = {f"{_PART_3}.{place}.rule.{field}": value for field, value in _deduction(threshold, step).items()}
    return {
        f"{_PART_3}.{place}.points": points,
        **rule,
        **{f"{_PART_3}.{place}.{field}": value for field, value in others.items()},
    }


def _cases(place: str, points: str, per_case: str, **others: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    rule = {"shape": "count_deduction", "per_case": per_case, "floor": "0", "zero_at": None, "kinds": None, **others}
    return {f"{_PART_3}.{place}.points": points, f"{_PART_3}.{place}.rule": rule}


def _articles(name: str) -> list[tuple[str, bool]]:
    return [(article["id"], article["verified"]) for article in document(name)["legal_basis"]]


DEPARTMENTS: Lines = {
    "1.1": {
        "combine": "sum",
        "indicators.*.points": ["60", "20", "20"],
        "indicators.duty-effectiveness.children.work-performance.rule.high": {"value": "60", "points": "60"},
    },
    "2.1": {"indicators.coordination.children.comprehensive-evaluation.rule.high": {"value": "20", "points": "20"}},
    "2.2": {
        "indicators.coordination.children.self-assessment-interview.element": "additional",
        "indicators.coordination.children.self-assessment-interview.rule.panels": {"experts": "1"},
        "panels.experts.kind": "experts",
    },
    "3": {
        "indicators.establishment.combine": "sum",
        f"{_PART_3}.*.points": ["2", "2", "1", "1", "1", "1", "2", "2.5", "2", "1.5", "1.5", "1.5", "1"],
    },
    "3.1": {
        f"{_PART_3}.establishment-size.rule.series": {"first": "2", "step": "-0.1", "limit": "0"},
        f"{_PART_3}.establishment-size.rule.from_worst": True,
        f"{_PART_3}.establishment-size.rule.given": True,
    },
    "3.211": _line("mean-age", "2", "peer_mean", "0.5", direction="down", among="all"),
    "3.212": _line("young-section-chiefs", "1", "20", "0.05", direction="up"),
    "3.213": _line("young-new-staff", "1", "80", "0.1", direction="up"),
    "3.221": _line("postgraduates", "1", "20", "0.1", direction="up"),
    "3.222": _line("postgraduate-new-staff", "1", "50", "0.1", direction="up"),
    "3.223": {
        f"{_PART_3}.{item}.{field}": expected
        for item in ("young-new-staff", "postgraduate-new-staff")
        for field, expected in {
            "exemptions.1.when": "new_staff == 0",
            "exemptions.1.effect": "peer_mean",
            "exemptions.1.basis": "line-3-223",
            "among": "all",
        }.items()
    },
    "3.224": _line("specialists", "2", "50", "0.05", direction="up", among="all")
    | {
        f"{_PART_3}.specialists.exemptions": [{"when": "not specialised", "effect": "peer_mean", "basis": "line-3-224"}]
    },
    "3.231": {
        f"{_PART_3}.business-staff.points": "2.5",
        f"{_PART_3}.business-staff.rule.points": "full - 0.1 * max(0, business_divisions - value)",
    },
    "3.232": {
        f"{_PART_3}.business-section-chiefs.points": "2",
        f"{_PART_3}.business-section-chiefs.rule.points": "full - 0.05 * max(0, business_divisions - value)",
    },
    "3.233": _cases("division-size", "1.5", "0.5"),
    "3.241": _cases("party-control", "1.5", "0.5", zero_at=2),
    "3.242": _cases("approved-structure", "1.5", "0.5", kinds={"minor": "0.5", "grave": "1"}),
    "3.243": _cases("business-handling", "1", "0.1"),
    "4.1-4.5 forbid excellent": {
        "vetoes.*.id": ["criticised", "incident-mishandled", "convicted", "establishment-violation", "among-the-last"],
        "vetoes.*.best": ["B"] * 5,
        "vetoes.*.basis": ["line-4-1", "line-4-2", "line-4-3", "line-4-4", "line-4-5"],
        "vetoes.among-the-last.when": "provincial_rank_from_last <= 3 or group_rank_from_last <= 3",
    },
    "grades within peer groups": {
        "grades.*.grade": ["A (excellent)", "B", "C"],
        "quotas.*.of": ["peer_group", "peer_group"],
        "quotas.*.basis": ["open-shares", "open-shares"],
        "peer_groups.party-and-general.name": "Party and general affairs (党群综合)",
    },
}

DISTRICTS: Lines = {
    "work performance by rank": {
        "indicators.work-performance.rule.points": ["60", "57", "54", "51", "48"],
        "indicators.work-performance.points": "60",
    },
    "establishment by rank of the sum of three ratios": {
        "indicators.establishment.children.*.points": ["6", "6", "6"],
        "indicators.establishment.children.*.rule": [{"shape": "proportional_to_best", "best": None}] * 3,
        "indicators.establishment.combine": "sum",
        "indicators.establishment.rule.shape": "rank",
        "indicators.establishment.rule.points": ["20", "19", "18", "17", "16"],
    },
    "credit up to 0.5 and deduction down to -2, 2.222": {
        "indicators.staffing-benefit.children.grassroots-posts.rule": {
            "shape": "bonus",
            "per_case": None,
            "kinds": {"added": "0.05", "removed": "-0.1"},
            "cap": "0.5",
            "floor": "-2",
        },
        "indicators.staffing-benefit.children.share-kept.least": "-2",
    },
    "exemption, 2.211": {
        "indicators.staffing-benefit.children.share-kept.exemptions": [
            {"when": "value > peer_mean + 5", "effect": "full_marks", "basis": "line-2-211"}
        ]
    },
    "compliance": {"adjustments.compliance-cases.rule.kinds": {"grave": "-1.5", "minor": "-0.5"}},
}

GENERAL_SCHEDULE: Lines = {
    "430.206 period": {
        "clocks.appraisal-period.within": "P1Y",
        "clocks.appraisal-period.at_least": True,
        "assessments.annual.kind": "annual",
    },
    "430.206 plan within 30 days": {
        "clocks.plan.within": "P30D",
        "steps.goals.opens.after": "period_start",
        "steps.goals.due": "P30D",
    },
    "430.206 a critical element at least, others count": {"critical.least": 1, "critical.others": True},
    "430.207 minimum period": {"ungraded.minimum-period.when": "not minimum_period_completed"},
    "430.207 a progress review, assistance": {
        "steps.counseling.basis": "cfr-430-207-b",
        "clocks.progress-review.within": "P1Y",
        "uses.assistance.grades": ["Level 2"],
    },
    "430.208 nothing is presumed": {"missing": "refuse"},
    "430.208 final once issued, higher review": {
        "procedures.rating-of-record.acts.*.id": ["plan", "review", "assist", "rate", "higher-review", "issue"],
        "procedures.rating-of-record.acts.higher-review.by": "reviewing-official",
    },
    "430.208 Level 1 if and only if a critical element fails": {
        "critical.grade": "Level 1",
        "critical.only": True,
        "critical.fails_below": "40",
    },
    "430.208 no forced distribution, ranking for awards": {"quotas": [], "uses.awards.basis": "cfr-430-208-c"},
    "430.208 levels 1 to 5": {"grades.*.grade": ["Level 5", "Level 4", "Level 3", "Level 2", "Level 1"]},
    "430.208 code Z": {"roles.agency.duties.2": "codes who is not covered Z"},
    "335.104": {"uses.career-ladder.grades": ["Level 5", "Level 4", "Level 3"]},
    "91 FR 8780 is a proposal": {"legal_basis.proposal-2026.verified": False},
    "grievance": {"remedies.grievance.open_to": ["employee"]},
    "patterns B to G are not verified": {"legal_basis.open-patterns.verified": False},
}

GENERAL_SCHEDULE_PLAN: Lines = {
    "critical, not critical and additional elements": {
        "indicators.*.element": ["critical", "critical", "non_critical", "additional"]
    },
}

EXECUTIVES: Lines = {
    "430.304 at least 90 days, early end, extension": {
        "ungraded.minimum-period.when": "days_appraised < 90",
        "clocks.minimum-period.within": "P90D",
        "clocks.minimum-period.at_least": True,
        "procedures.period-length.acts.*.id": ["end-early", "extend"],
    },
    "120 days of a new term": {
        "ungraded.new-term.when": "career and days_of_presidential_term <= 120",
        "clocks.new-term.within": "P120D",
    },
    "430.308 flow": {
        "procedures.annual-summary-rating.acts.*.by": [
            "supervisor",
            "executive",
            "higher-level-reviewer",
            "performance-review-board",
            "appointing-authority",
        ],
        "procedures.annual-summary-rating.acts.*.returns_to": [None] * 5,
        "assessments.annual.decided_by": "appointing-authority",
    },
    "430.308 no appeal": {"remedies": [], "uses.final.basis": "cfr-430-308"},
    "430.310 board": {
        "roles.performance-review-board.board": {
            "least": 3,
            "majority_of": "career appointees",
            "majority_when": "career",
            "announced": True,
            "recused": True,
        },
        "roles.performance-review-board.held_by": "member",
        "meetings.review-board.kind": "joint",
        "meetings.review-board.members": "performance-review-board",
    },
    "details of 120 days": {
        "clocks.detail.within": "P120D",
        "procedures.detail.acts.*.by": ["gaining-organisation", "gaining-organisation", "supervisor"],
    },
    "forced distribution is no longer banned": {
        "legal_basis.rule-2025.article": "final rule RIN 3206-AO81, effective 15 October 2025"
    },
}

SPMS: Lines = {
    "four stages": {
        "procedures.cycle.acts.*.id": ["plan", "coach", "evaluate", "calibrate", "confer", "reward"],
        "steps.*.step": ["goals", "counseling", "reporting", "scoring", "result", "feedback"],
    },
    "four dimensions from 1 to 5": {
        "assessments.rating.looks_at": ["quantity", "efficiency", "timeliness", "quality"],
        "indicators.output.children.*.points": ["5"] * 5,
        "full_marks": "5",
    },
    "quantity": {
        "indicators.output.children.quantity.rule.bands.*.at_least": ["130", "115", "100", None, None],
        "indicators.output.children.quantity.rule.bands.*.more_than": [None, None, None, "50", None],
        "indicators.output.children.quantity.rule.bands.*.points": ["5", "4", "3", "2", "1"],
    },
    "regulatory targets": {
        "indicators.output.children.regulatory-target.rule.bands.*.at_least": ["100", "90", "80", "70", None],
        "indicators.output.children.regulatory-target.rule.bands.*.points": ["5", "4", "3", "2", "1"],
    },
    "timeliness": {
        "indicators.output.children.timeliness.rule.bands.*.at_least": ["3", "1", "0", None, None],
        "indicators.output.children.timeliness.rule.bands.*.more_than": [None, None, None, "-3", None],
        "indicators.output.children.timeliness.rule.bands.*.points": ["5", "4", "3", "2", "1"],
    },
    "calibration": {"procedures.cycle.acts.calibrate.by": "performance-management-team"},
    "appeals": {
        "clocks.appeal.within": "P10D",
        "clocks.appeal-decision.within": "P1M",
        "remedies.to-team.clocks": ["appeal", "appeal-decision"],
        "remedies.to-head.after": ["to-team"],
        "remedies.to-head.to": "head-of-agency",
    },
    "separation": {"clocks.separation-appeal.within": "P15D", "remedies.to-commission.to": "civil-service-commission"},
    "ratings of others": {
        "roles.ratee.duties.2": "may appeal the own rating and not protest that of another",
        "remedies.*.open_to": [["ratee"]] * 3,
    },
    "offices at the review conference": {"procedures.cycle.acts.confer.by": "head-of-agency"},
}

KOREA: Lines = {
    "five grades": {"grades.*.grade": ["First (highest)", "Second", "Third", "Fourth", "Fifth (lowest)"]},
    "top 20 % in the highest": {
        "quotas.1.grades": ["First (highest)"],
        "quotas.1.most": "0.2",
        "quotas.1.forced": True,
    },
    "at least 10 % in the two lowest": {
        "quotas.2.grades": ["Fourth", "Fifth (lowest)"],
        "quotas.2.least": "0.1",
        "quotas.2.forced": True,
    },
    "agreement at the beginning of the year": {
        "steps.1.step": "goals",
        "steps.goals.opens.after": "period_start",
        "procedures.agreement.acts.agree.by": "appraiser",
    },
}

COVERED: dict[str, Lines] = {
    "huzhou-departments": DEPARTMENTS,
    "huzhou-districts": DISTRICTS,
    "us-general-schedule": GENERAL_SCHEDULE,
    "us-general-schedule.scheme": GENERAL_SCHEDULE_PLAN,
    "us-senior-executive-service": EXECUTIVES,
    "philippines-spms": SPMS,
    "korea-senior-civil-service": KOREA,
}


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, lines in COVERED.items() for line in lines], ids=lambda part: part
)
def test_what_the_regulation_says_stands_in_the_rulebook(name: str, line: str) -> None:
    said = document(name)
    expected = COVERED[name][line]
    assert {path: at(said, path) for path in expected} == expected


def test_every_line_of_the_scorecards_is_cited_by_a_provision() -> None:
    for name in ("huzhou-departments", "huzhou-districts"):
        cited = str(written(rulebook(name)))
        assert [
            article for article, verified in _articles(name) if verified and f"'basis': '{article}'" not in cited
        ] == []


# ---------------------------------------------------------------- versions of the General Schedule


def two_levels() -> dict[str, Any]:
    """The same rulebook as pattern A has it: Levels 3 and 1 alone, and no elements but critical and additional ones."""
    given = document("us-general-schedule")
    bands = {band["grade"]: band for band in given["grades"]}
    uses = [{**use, "grades": [grade for grade in use["grades"] if grade == "Level 3"]} for use in given["uses"]]
    return {
        **given,
        "grades": [{**bands["Level 3"], "from": "2.5"}, bands["Level 1"]],
        "uses": uses,
        "critical": {**given["critical"], "others": False},
    }


def elements(*kinds: str) -> list[dict[str, Any]]:
    """Those elements of the example plan that are of one of the kinds, weighing the same."""
    found = [one for one in document("us-general-schedule.scheme")["indicators"] if one["element"] in kinds]
    counted = sum(one["element"] != "additional" for one in found)
    return [one if one["element"] == "additional" else {**one, "weight": f"1/{counted}"} for one in found]


def wrong_with(plan: list[dict[str, Any]], given: dict[str, Any]) -> list[str]:
    """What is wrong with a plan of these elements under a rulebook."""
    said = document("us-general-schedule.scheme") | {"indicators": plan}
    return [finding.problem for finding in scheme_problems(said, parse(given))]


def test_a_programme_of_two_levels_takes_critical_and_additional_elements_alone() -> None:
    assert problems(two_levels()) == ()
    assert wrong_with(elements("critical", "additional"), two_levels()) == []
    assert wrong_with(elements("critical", "non_critical"), two_levels()) == [
        "work-in-team is not critical, and only such elements may be"
    ]


def test_who_fails_no_critical_element_has_no_lower_level_than_the_one_above_level_1() -> None:
    """A mean of 2 is in the band of Level 1, and since nothing failed it is Level 3."""
    plan = document("us-general-schedule.scheme") | {"indicators": elements("critical", "additional")}
    regulation = in_force(parse(two_levels()), Scheme.model_validate(plan))
    points = {name: Fact(value=Decimal(2)) for name in ("claims-decided", "claimants-advised")}

    result = compute(regulation, "examiner", Facts(points=points))

    assert (result.total, result.grade) == (Decimal(2), "Level 3")


def test_a_plan_without_a_critical_element_is_refused() -> None:
    assert wrong_with(elements("non_critical"), document("us-general-schedule")) == [
        "everybody has 0 critical elements"
    ]


def test_what_is_proposed_for_2026_is_a_later_version_of_the_same_rulebook() -> None:
    """Without Level 2, with a quota, without a grievance, and with an element of supervision in every plan."""
    given = document("us-general-schedule")
    later = {
        **given,
        "grades": [band for band in given["grades"] if band["grade"] != "Level 2"],
        "uses": [use for use in given["uses"] if use["id"] != "assistance"],
        "quotas": [{"grades": ["Level 5"], "most": "0.3", "forced": True}],
        "remedies": [],
        "types": [{"id": "supervision", "name": "Supervision"}],
        "scheme": {**given["scheme"], "all_types": True},
    }
    plan = elements("critical")

    assert problems(later) == ()
    assert wrong_with(plan, later) == ["no indicator is of type supervision, and the rulebook wants some of every type"]
    assert wrong_with([{**plan[0], "type": "supervision"}, plan[1]], later) == []
