"""Every provision of the Chinese regulations behind six shipped rulebooks, and the place in them that says it."""

import pytest

from domain.regulation import Rulebook, parse
from tests.api.shipped import Lines, at, document, rulebook

HANGZHOU: Lines = {
    "4-5 four families of roles, of which one approves and another computes": {
        "roles.*.id": ["committee", "agency", "departments", "unit", "government", "congress", "third-party"],
        "roles.committee.duties": ["approves plans", "approves schemes", "approves results"],
        "roles.agency.duties.3": "computes results and approves none",
        "roles.departments.duties": [
            *("staffing", "development and reform", "supervision", "finance", "human resources", "audit", "statistics"),
            "legal affairs",
        ],
        "roles.unit.name": "Assessed unit (绩效责任单位)",
    },
    "7 the congress hears the report in the first half-year": {"clocks.congress-report.within": "P6M"},
    "10 the plan covers five years, and goals come from it": {
        "clocks.plan.within": "P5Y",
        "procedures.annual-goals.acts.draft.does": "drafts its annual goals from its five-year plan",
    },
    "12 what a goal states": {
        "procedures.annual-goals.acts.draft.states": [
            "basis and external factors",
            "the concrete goal and the standard it is assessed by",
            "measures and schedule",
            "fiscal need",
            "other matters",
        ]
    },
    "14 goals are audited, returned, negotiated, finalised and published": {
        "procedures.annual-goals.acts.*.id": ["draft", "audit", "negotiate", "fix", "publish"],
        "procedures.annual-goals.acts.audit.returns_to": "draft",
    },
    "15 changes in mid-year, and who agrees": {
        "procedures.goal-adjustment.grounds": ["major change of policy", "reorganisation", "force majeure"],
        "procedures.goal-adjustment.acts.key-work.by": "government",
        "procedures.new-key-tasks.acts.add.by": "agency",
    },
    "16 consultation": {
        "procedures.consultation.grounds": ["a plan or goals are set", "a plan or goals are changed"],
        "procedures.consultation.acts.*.id": ["invite", "consider"],
    },
    "20 a problem notice is answered in ten working days": {
        "clocks.notice-answer.within": "10 working days",
        "procedures.problem-notice.acts.answer.states": ["explanation", "proposal", "result"],
        "procedures.problem-notice.acts.answer.clock": "notice-answer",
    },
    "21 special performance management": {"assessments.special.kind": "special"},
    "22 four streams": {
        "assessments.annual.looks_at": [
            "goal assessment",
            "social evaluation",
            "leader evaluation",
            "feature and innovation assessment",
        ],
        "types.*.id": ["goals", "social", "leaders", "innovation"],
        "scheme.all_types": True,
    },
    "24 order of goal assessment": {
        "procedures.goal-assessment.acts.*.id": ["self-report", "assess", "check", "feedback", "fix"],
        "procedures.goal-assessment.acts.*.by": ["unit", "departments", "agency", "agency", "agency"],
    },
    "25 review": {
        "clocks.review-request.within": "3 working days",
        "clocks.review-decision.within": "10 working days",
        "procedures.results.acts.notify.does": "notifies each unit of its result and of its right to a review",
        "remedies.review.clocks": ["review-request", "review-decision"],
    },
    "26 social evaluation": {
        "panels.public-questionnaire.kind": "public",
        "panels.interested-parties.kind": "service_objects",
        "procedures.social-evaluation.acts.*.id": ["questionnaire", "special", "respond"],
    },
    "27 leaders of city and districts": {"panels.city-and-district-leaders.kind": "leaders"},
    "28 projects are put forward, audited and assessed by others": {
        "procedures.innovation.acts.*.id": ["apply", "audit", "assess"],
        "procedures.innovation.acts.*.by": ["unit", "agency", "third-party"],
        "panels.experts.kind": "experts",
    },
    "29-30 approval by the committee, notice and publication": {
        "procedures.results.acts.*.id": ["consolidate", "approve", "notify", "publish"],
        "procedures.results.acts.approve.by": "committee",
        "public_notice.then": "publication",
    },
    "31 rectification": {
        "uses.rectification.then": "measures are taken and inspected, and progress on key items is published"
    },
    "32 uses": {"uses.*.id": ["rectification", "policy", "budget", "staffing", "rewards", "personnel"]},
    "34 failing over the years": {
        "consequences.*.years": [1, 2, 3],
        "consequences.*.at_least": [False, False, True],
        "consequences.failed-once.then": ["public criticism", "no merit awards in that year or the next"],
        "consequences.failed-twice.then": ["no promotion for 1 year for those responsible"],
        "consequences.failed-three-times.then": ["transfer, demotion, removal or dismissal of those responsible"],
    },
    "35 penalty points, criticism, unqualified at once": {
        "liabilities.untrue-self-evaluation.adjustment": "penalty-points",
        "liabilities.no-self-report.adjustment": "penalty-points",
        "liabilities.false-information.adjustment": "penalty-points",
        "liabilities.obstruction.adjustment": "penalty-points",
        "liabilities.serious-breach.consequence": "public criticism besides the penalty points",
        "liabilities.very-serious-breach.veto": "very-serious",
        "vetoes.very-serious.best": "unqualified",
    },
    "37 officials": {
        "liabilities.mishandled-review.basis": "art-37",
        "liabilities.abuse-of-office.basis": "art-37",
        "liabilities.leak.basis": "art-37",
    },
}

JINAN: Lines = {
    "8 the congress hears the report before the end of April": {"clocks.congress-report.within": "P4M"},
    "11 goals": {
        "clocks.goals-filed.within": "P30D",
        "clocks.goals-filed.after": "the session of the People's Congress closes",
        "procedures.annual-goals.acts.*.id": ["file", "audit", "fix", "publish"],
        "procedures.annual-goals.acts.audit.does": (
            "audits them against the plan, the budget and the government's report"
        ),
        "procedures.annual-goals.acts.fix.by": "committee",
        "steps.goals.due": "P30D",
    },
    "12 changed goals": {
        "procedures.goal-adjustment.acts.*.id": ["adjust", "fix", "publish"],
        "procedures.goal-adjustment.acts.fix.by": "committee",
    },
    "15 warning notice": {
        "clocks.notice-answer.within": "10 working days",
        "procedures.warning-notice.acts.answer.states": ["explanation", "proposal", "report"],
    },
    "18-20 three assessments": {
        "assessments.*.id": ["comprehensive", "special", "individual"],
        "assessments.comprehensive.looks_at": [
            *("goals", "social evaluation", "leader evaluation", "internal evaluation", "innovation"),
        ],
        "assessments.special.looks_at": ["goal completion", "coordination", "benefits", "overall judgement"],
        "assessments.individual.looks_at": ["duty", "leader evaluation", "democratic rating", "inspection"],
    },
    "22 questionnaire and hotline": {
        "panels.questionnaire.kind": "public",
        "panels.hotline.name": "Telephone interviews of the 12345 hotline",
    },
    "24 categories, grades and who decides": {
        "peer_groups.*.id": ["comprehensive", "special", "individual"],
        "assessments.*.decided_by": ["committee", "committee", "unit"],
        "procedures.individual-results.acts.*.id": ["decide", "file"],
    },
    "26 review": {
        "clocks.review-request.within": "15 working days",
        "clocks.review-decision.within": "10 working days",
        "clocks.re-approval.within": "5 working days",
        "remedies.review.open_to": ["units", "people"],
        "procedures.review.acts.approve-again.by": "committee",
    },
    "27 carry-over": {"uses.carry-over.then": "key goals of rectification are carried into next year's goals"},
    "31 failing over the years": {
        "consequences.*.years": [1, 2, 3],
        "consequences.*.at_least": [False, False, True],
        "consequences.*.then": [
            ["criticism", "no awards"],
            ["no promotion for 1 year"],
            ["transfer, demotion or removal"],
        ],
    },
}

CIVIL_SERVANT_LAW: Lines = {
    "35 five dimensions, by class of post and level of organ": {
        "types.*.id": ["virtue", "ability", "diligence", "achievement", "integrity"],
        "scheme.all_types": True,
        "attributes.*.name": [
            *("post_class", "organ_level", "head_of_internal_unit", "probationer", "leave_share"),
            *("under_investigation", "penalty", "transferred", "months_seconded", "sent_away"),
            *("in_year_good_share", "in_year_fair_or_poor"),
        ],
    },
    "36 the periodic assessment rests on the others": {
        "assessments.*.kind": ["peacetime", "special", "annual"],
        "assessments.annual.based_on": ["within-the-year", "special"],
    },
    "37 from summary to decision": {
        "procedures.decision.acts.*.id": ["summary", "hearing", "proposal", "decision"],
        "procedures.decision.acts.*.by": ["person", "supervisor", "supervisor", "head"],
    },
    "38 four grades, written notice": {
        "grades.*.grade": ["excellent", "competent", "basically competent", "incompetent"],
        "procedures.notice.acts.notice.does": (
            "has the person notified in writing of which of the four grades was given"
        ),
        "procedures.annual.acts.notice.does": "notifies the person in writing",
    },
    "50, 80, 88 demotion, bonus, dismissal": {
        "consequences.incompetent.then": ["demotion by one position or rank level"],
        "uses.bonus.grades": ["excellent", "competent"],
        "consequences.incompetent-twice.years": 2,
        "consequences.incompetent-twice.cumulative": False,
        "consequences.incompetent-twice.then": ["dismissal"],
    },
    "95 review and appeals": {
        "clocks.review-request.within": "P30D",
        "clocks.appeal-after-review.within": "P15D",
        "clocks.direct-appeal.within": "P30D",
        "remedies.appeal.after": ["review"],
        "remedies.second-appeal.to": "next-level",
        "remedies.second-appeal.after": ["appeal", "appeal-at-once"],
        "roles.fairness-committee.basis": "law-95",
    },
    "96 time to decide, no stay, nothing worse": {
        "clocks.review-decision.within": "P30D",
        "clocks.appeal-decision.within": "P60D",
        "clocks.appeal-extension.within": "P30D",
        "remedies.*.stays": [False] * 4,
        "remedies.*.may_worsen": [False] * 4,
    },
}

ANNUAL: Lines = {
    "procedure": {
        "procedures.annual.acts.*.id": [
            *("summary", "democratic-rating", "verification", "appraisal", "decision"),
            *("publicity", "notice", "signature"),
        ],
        "procedures.annual.acts.summary.states": ["form for the annual assessment (公务员年度考核登记表)"],
        "procedures.annual.acts.democratic-rating.does": (
            "has heads of internal units rated democratically, and others as needed"
        ),
        "procedures.annual.acts.verification.states": [
            *("interviews", "field visits", "rating by those served", "opinion of the discipline body"),
        ],
        "procedures.annual.acts.appraisal.states": ["comment", "proposed grade", "what to improve"],
        "procedures.annual.acts.decision.by": "head",
        "panels.served.kind": "service_objects",
    },
    "publicity of excellent": {
        "clocks.publicity.within": "5 working days",
        "clocks.publicity.at_least": True,
        "procedures.annual.acts.publicity.clock": "publicity",
        "public_notice.grades": ["excellent"],
        "public_notice.where": "inside the organ",
        "public_notice.clock": "publicity",
    },
    "written notice, signed": {"procedures.annual.acts.signature.by": "person"},
    "procedure within the year": {"procedures.within-the-year.acts.*.id": ["summary", "appraisal", "feedback"]},
    "special procedure": {"procedures.special.acts.*.id": ["verification", "judgement", "feedback"]},
    "cap on excellent": {
        "quotas.1.grades": ["excellent"],
        "quotas.1.most": "0.20",
        "quotas.1.with_approval": "0.25",
        "quotas.1.approved_by": "civil-service authority, in special cases",
        "quotas.1.of": "assessed",
        "quotas.1.rounding": "half_up",
    },
    "19 excellent": {
        "consequences.excellent.then": [
            "commendation in that year",
            "the time in rank needed for the next rank is shorter by half a year",
        ],
        "consequences.excellent-three-times.years": 3,
        "consequences.excellent-three-times.cumulative": False,
        "consequences.excellent-three-times.then": ["third-class merit (三等功)", "priority"],
    },
    "20 competent or better": {
        "consequences.pay-step.years": 2,
        "consequences.pay-step.cumulative": True,
        "consequences.pay-step.then": ["one pay step up"],
        "consequences.pay-grade.years": 5,
        "consequences.pay-grade.cumulative": True,
        "consequences.pay-grade.then": ["one grade up"],
        "uses.promotion.grades": ["excellent", "competent"],
        "uses.bonus.basis": "law-80",
    },
    "21 basically competent": {
        "consequences.basically-competent.then": [
            "admonition (诫勉)",
            "written self-criticism",
            "improvement by a deadline",
        ],
        "uses.no-counting.then": "the year does not count for pay step, grade or rank",
    },
    "25 probationers": {"ungraded.probationer.name": "Probationer; a comment only"},
    "26 transferred, seconded, sent away": {
        "competences.transferred.appraised_by": "the present unit",
        "competences.transferred.hears": "the old unit, which supplies information",
        "competences.seconded-long.when": "months_seconded >= 6",
        "competences.seconded-long.appraised_by": "the unit of secondment",
        "competences.seconded-long.hears": "the unit that seconded",
        "competences.sent-away.appraised_by": "the unit that sent",
    },
    "27 leave": {"ungraded.long-leave.when": "leave_share > 1/2"},
    "28 investigation": {
        "ungraded.under-investigation.name": "Under investigation; no comment either",
        "procedures.grade-afterwards.grounds": [
            "it ends without a penalty",
            "it ends with no more than a warning",
        ],
    },
    "29 penalties": {
        "vetoes.warning.when": 'penalty == "warning"',
        "vetoes.warning.best": "competent",
        "ungraded.heavier-penalty.when": 'penalty == "demerit or above"',
    },
    "refusal": {"vetoes.refusal.best": "incompetent", "liabilities.refusal.veto": "refusal"},
    "record within the year (unverified)": {
        "vetoes.record-within-the-year.when": "in_year_fair_or_poor > 0 or in_year_good_share <= 1/2",
        "legal_basis.in-year-record.verified": False,
    },
}

WITHIN_THE_YEAR: Lines = {
    "procedure": {"procedures.within-the-year.acts.*.id": ["summary", "appraisal", "feedback"]},
    "special procedure": {"procedures.special.acts.*.id": ["verification", "judgement", "feedback"]},
    "cap on good (unverified)": {
        "example": True,
        "quotas.1.grades": ["good"],
        "quotas.1.most": "0.40",
        "legal_basis.cap.verified": False,
        "uses.excellent.basis": "cap",
    },
    "36 the annual assessment rests on it": {"uses.annual.basis": "law-36", "assessments.1.kind": "peacetime"},
    "35 five dimensions": {"types.*.id": ["virtue", "ability", "diligence", "achievement", "integrity"]},
}

PREFECTURE: Lines = {
    "60, 20, 10 and 10 of 100": {
        "full_marks": "100",
        "evaluators.*.panel": [None, "governor", "other-leaders", "counties", "public"],
        "evaluators.*.weight": ["0.6", "0.1", "0.1", "0.1", "0.1"],
    },
    "from 0 to 10, by arithmetic mean": {
        "panels.*.highest": ["10"] * 4,
        "panels.*.mean": ["plain"] * 4,
        "panels.governor.kind": "leaders",
        "panels.counties.kind": "peers",
        "panels.public.name": "Deputies, members of the consultative conference, those served and experts",
    },
    "secretary's bonus, bonus for excellence, special deductions": {
        "adjustments.*.id": ["secretary-bonus", "excellence-bonus", "special-deductions"],
        "adjustments.secretary-bonus.by": "secretary",
        "adjustments.special-deductions.rule.cap": "0",
    },
    "level-3 indicators": {
        "procedures.indicators.acts.*.id": ["propose", "opinion", "audit", "fix"],
        "procedures.indicators.acts.*.by": ["office", "unit", "leaders", "committee"],
        "scheme.levels": {"least": 3, "most": 3},
    },
}

NORTH_EAST: Lines = {
    "live scoring panel": {"panels.live-review.highest": "20", "types.social-review.panels": {"live-review": "1"}},
    "rank in the province": {
        "adjustments.provincial-rank.rule.points": ["5", "4", "3", "2", "1"],
        "adjustments.provincial-rank.rule.last": ["-5", "-4", "-3", "-2", "-1"],
        "adjustments.provincial-rank.rule.rest": "0",
        "adjustments.provincial-rank.rule.given": True,
    },
    "scorers must tell apart, or lose the right": {
        "panels.*.differentiate": [True, True, True],
        "liabilities.equal-scores.consequence": "the scores are void and the scorer loses the right to score",
    },
    "decimals up to 5 points and none from 10": {"panels.scorers-of-2.places": None, "panels.live-review.places": 0},
}

NORTH_EAST_SCHEME: Lines = {
    "common work of 6, 2 and 2": {
        "indicators.department.children.common-work.points": "10",
        "indicators.department.children.common-work.children.*.points": ["6", "2", "2"],
    },
    "social review of 20": {"indicators.department.children.social-review.points": "20"},
    "counties: 345 and 100 points, weighted": {
        "indicators.county-indicators.points": "345",
        "indicators.county-key-work.points": "100",
        "indicators.county-indicators.weight": "0.6",
        "indicators.county-key-work.weight": "0.4",
    },
}

COVERED: dict[str, Lines] = {
    "hangzhou-2015": HANGZHOU,
    "jinan-2018": JINAN,
    "civil-servants-2020-annual": CIVIL_SERVANT_LAW | ANNUAL,
    "civil-servants-2020-peacetime": WITHIN_THE_YEAR,
    "prefecture-departments": PREFECTURE,
    "north-eastern-city": NORTH_EAST,
    "north-eastern-city.scheme": NORTH_EAST_SCHEME,
}


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, lines in COVERED.items() for line in lines], ids=lambda part: part
)
def test_what_the_regulation_says_stands_in_the_rulebook(name: str, line: str) -> None:
    said = document(name)
    expected = COVERED[name][line]
    assert {path: at(said, path) for path in expected} == expected


@pytest.mark.parametrize(
    ("most", "with_approval"), [("0.10", "0.15"), ("0.15", "0.20")], ids=["1994", "2007 and public institutions"]
)
def test_the_caps_of_other_years_are_the_same_provision_with_other_numbers(most: str, with_approval: str) -> None:
    now = rulebook("civil-servants-2020-annual")
    then = now.quotas[0].model_dump(mode="json") | {"most": most, "with_approval": with_approval}
    read: Rulebook = parse(document("civil-servants-2020-annual") | {"quotas": [then]})
    assert (str(read.quotas[0].most), str(read.quotas[0].with_approval)) == (most, with_approval)
