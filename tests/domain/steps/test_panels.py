"""Panels whose members score in person: who may, how many must, who is recused, and who takes an empty seat.

Each test says what has happened, who does what then, and what becomes of it. Here experts rate conduct and the unit as
a whole, at least two of three, and a deputy of the congress rates the unit.
"""

from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal.facts import facts
from domain.appraisal.panel import events as p
from domain.appraisal.panel.giving import LeavePanelShort, RecuseFromPanel, ReplaceEvaluator, ScoreEntry, ScoreOnPanel
from domain.appraisal.scoring import RateAppraisee
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.directory import Role
from domain.exact import number
from domain.interests import DeclareInterest, EndInterest, Ground, InterestDeclared, InterestEnded
from domain.refusal import Reason
from domain.regulation import parse, problems
from domain.schedule import StepName
from domain.scoring.panels import panel_mean
from tests import sample
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, DIRECTORY, OFFICE, at_step, lapsed, launched, moved, private
from tests.domain.panels import (
    EXPERTS,
    LATE,
    PANELS,
    RULES,
    declared,
    gives,
    of_congress,
    ready,
    recuses,
    scoring,
    seat,
)

OPEN = scoring()
ONE = OPEN.when(APPRAISAL, gives("expert-1", "8", "7"), actor="expert-1").accepted
TWO = ONE.when(APPRAISAL, gives("expert-2", "9", None), actor="expert-2").accepted
SHORT = scoring(declared(declared(ready(), "expert-1"), "expert-2"))
"""One expert is left of the two that must score."""
MORE = seat(SHORT, "government", "expert", LATE)
PANEL = "panel experts of appraisal annual-2026:finance"


def task(key: str) -> str:
    return f"task annual-2026:finance:{key}"


def open_tasks(given: Given) -> list[str]:
    state: Appraisal = given.state(APPRAISAL)
    return [duty.key for duty in state.steps[StepName.SCORING].open_duties]


# ---------------------------------------------------------------- scoring


def test_every_holder_of_the_role_is_asked_to_score() -> None:
    duties = [(duty.key, duty.role, duty.persons) for duty in OPEN.state(APPRAISAL).steps[StepName.SCORING].duties]

    assert duties == [
        *((f"score.experts.{person}", Role.EXPERT, (person,)) for person in EXPERTS),
        ("score.congress.congress-1", Role.CONGRESS, ("congress-1",)),
    ]


def test_a_member_scores_all_that_the_panel_is_asked_about() -> None:
    OPEN.when(APPRAISAL, gives("expert-1", "8", "7"), actor="expert-1").then(
        p.PanelScoreGiven(
            panel="experts",
            scores=(p.GivenScore(indicator="conduct", value="8"), p.GivenScore(indicator=None, value="7")),
            reason=None,
            by="expert-1",
        )
    )


def test_scoring_is_complete_when_every_member_has_scored() -> None:
    given = TWO.when(APPRAISAL, gives("expert-3", "10", "9"), actor="expert-3").accepted

    given.when(APPRAISAL, of_congress("90"), actor="congress-1").then(
        p.PanelScoreGiven(
            panel="congress",
            scores=(p.GivenScore(indicator=None, value="90"),),
            reason=private("congress-1", "Kept its word"),
            by="congress-1",
        ),
        e.StepCompleted(step=StepName.SCORING),
    )


# ---------------------------------------------------------------- n of m


@pytest.mark.parametrize(
    ("given", "about", "share", "rule"),
    [
        (ONE, "conduct", None, "missing: 1 scores, at least 2 needed"),
        (TWO, "conduct", "17/20", "mean of 2 scores"),
        (TWO, "", None, "missing: 1 scores, at least 2 needed"),
    ],
    ids=["one of three", "two of three", "two of three, one of whom does not know"],
)
def test_enough_members_make_a_score_and_fewer_make_none(
    given: Given, about: str, share: str | None, rule: str
) -> None:
    known = facts(lapsed(given, StepName.SCORING).state(APPRAISAL))
    scores = known.scores["conduct"]["experts"] if about else known.overall["experts"]
    mean = panel_mean(parse(sample.sample_rulebook(**RULES)).panels[0], scores, None)

    assert (mean.share, mean.rule) == (None if share is None else number(share), rule)


@pytest.mark.parametrize(("turnout", "expected"), [("2/3", "mean of 2 scores"), ("3/4", "missing: 2 of 3 have scored")])
def test_a_turnout_is_that_of_the_members_who_are_to_score(turnout: str, expected: str) -> None:
    panel = parse(sample.sample_rulebook(**RULES)).panels[0].model_copy(update={"turnout": number(turnout)})

    mean = panel_mean(panel, facts(TWO.state(APPRAISAL)).scores["conduct"]["experts"], None)

    assert mean.rule.partition(",")[0] == expected


def test_what_nobody_gave_is_missing_and_never_presumed() -> None:
    known = facts(lapsed(OPEN, StepName.SCORING).state(APPRAISAL))

    assert (known.scores, known.overall) == ({}, {})


# ---------------------------------------------------------------- recusal


def test_a_member_recuses_himself_with_the_ground_and_the_others_go_on() -> None:
    given = OPEN.when(APPRAISAL, recuses("expert-1"), actor="expert-1").then(
        p.EvaluatorRecused(
            panel="experts",
            person="expert-1",
            ground=Ground.STATED,
            statement=private("expert-1", "I advised the unit"),
        )
    )

    assert open_tasks(given) == ["score.experts.expert-2", "score.experts.expert-3", "score.congress.congress-1"]


def test_a_recusal_that_leaves_too_few_asks_the_office_to_seat_somebody() -> None:
    given = OPEN.when(APPRAISAL, recuses("expert-1"), actor="expert-1").accepted

    outcome = given.when(APPRAISAL, recuses("expert-2"), actor="expert-2")

    assert outcome.events[1:] == (p.PanelShort(panel="experts", remaining=1, needed=2),)
    assert "fill-panel.experts" in open_tasks(outcome.accepted)


def test_whoever_has_declared_an_interest_or_has_a_part_is_recused_by_rule() -> None:
    given = scoring(moved(declared(ready(), "expert-1"), "expert-2", "finance", "expert"))

    happened = [one for one in given.streams[APPRAISAL] if isinstance(one, p.EvaluatorRecused | p.PanelShort)]
    assert happened == [
        p.EvaluatorRecused(panel="experts", person="expert-1", ground=Ground.INTEREST, statement=None),
        p.EvaluatorRecused(panel="experts", person="expert-2", ground=Ground.PART, statement=None),
        p.PanelShort(panel="experts", remaining=1, needed=2),
    ]
    assert open_tasks(given) == ["score.experts.expert-3", "score.congress.congress-1", "fill-panel.experts"]


def test_a_panel_that_nobody_holds_is_short_from_the_start() -> None:
    given = scoring(seat(launched(**RULES), "government", "congress", "congress-1"))

    assert given.streams[APPRAISAL][-1] == p.PanelShort(panel="experts", remaining=0, needed=2)


@pytest.mark.parametrize("asked", [True, False], ids=["declared since", "declared before"])
def test_a_leader_with_an_interest_is_not_asked_to_rate(*, asked: bool) -> None:
    wish = interest(person="mayor")
    if asked:
        given = at_step(StepName.SCORING).when(DIRECTORY, wish, actor="mayor").accepted
        given.when(APPRAISAL, RateAppraisee(score="90"), actor="mayor").refused(
            Reason.FORBIDDEN,
            task("rate.mayor"),
            "would be done by mayor, who has declared an interest in finance",
            "Let somebody do it who has none",
        )
    else:
        given = at_step(StepName.SCORING, launched().when(DIRECTORY, wish, actor="mayor").accepted)
        assert [key for key in open_tasks(given) if key.startswith("rate")] == ["rate.vice-mayor"]


# ---------------------------------------------------------------- replaced


def test_the_office_seats_somebody_where_too_few_remain() -> None:
    wish = ReplaceEvaluator(panel="experts", successor=LATE, reason="Too few are left")
    given = MORE.when(APPRAISAL, wish, actor=OFFICE).then(
        p.EvaluatorReplaced(
            panel="experts", person=None, successor=LATE, reason=private(OFFICE, "Too few are left"), by=OFFICE
        )
    )

    assert open_tasks(given) == ["score.experts.expert-3", "score.congress.congress-1", f"score.experts.{LATE}"]
    given = given.when(APPRAISAL, gives(LATE, "6", "6"), actor=LATE).accepted
    given = given.when(APPRAISAL, gives("expert-3", "8", "8"), actor="expert-3").accepted
    assert [one.by for one in facts(given.state(APPRAISAL)).overall["experts"].given] == ["expert-3", LATE]


def test_a_member_who_has_not_scored_makes_room_for_another() -> None:
    wish = ReplaceEvaluator(panel="experts", person="expert-3", successor=LATE, reason="Too few are left")
    given = seat(ONE, "government", "expert", LATE).when(APPRAISAL, wish, actor=OFFICE).accepted

    assert open_tasks(given) == ["score.experts.expert-2", "score.congress.congress-1", f"score.experts.{LATE}"]


def test_the_office_may_leave_a_panel_short_and_its_part_is_missing() -> None:
    wish = LeavePanelShort(panel="experts", reason="Nobody else knows the field")
    given = SHORT.when(APPRAISAL, wish, actor=OFFICE).then(
        p.PanelLeftShort(panel="experts", reason=private(OFFICE, "Nobody else knows the field"), by=OFFICE)
    )

    assert open_tasks(given) == ["score.experts.expert-3", "score.congress.congress-1"]


# ---------------------------------------------------------------- refused


INTERESTED = declared(OPEN, "expert-2")
ALL = "Score once each: conduct, the appraisee as a whole; leave a value out for don't know"


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "thing", "problem", "mend"),
    [
        (
            ONE,
            gives("expert-1", "9", "9"),
            "expert-1",
            Reason.CONFLICT,
            task("score.experts.expert-1"),
            "is done already",
            "Nothing needs to be done; see 'kaohe history annual-2026:finance'",
        ),
        (
            OPEN,
            gives("expert-1", "9", "9"),
            "expert-2",
            Reason.FORBIDDEN,
            task("score.experts.expert-1"),
            "is asked of expert-1, not of expert-2",
            "See 'kaohe task list --as YOU' for your own tasks",
        ),
        (
            lapsed(OPEN, StepName.SCORING),
            gives("expert-1", "9", "9"),
            "expert-1",
            Reason.CONFLICT,
            task("score.experts.expert-1"),
            "belongs to step scoring, which has ended",
            "See 'kaohe history annual-2026:finance' for how it ended",
        ),
        (
            ready(),
            gives("expert-1", "9", "9"),
            "expert-1",
            Reason.CONFLICT,
            task("score.experts.expert-1"),
            "belongs to step scoring, which has not opened",
            "See 'kaohe cycle status annual-2026' for when it opens",
        ),
        (
            INTERESTED,
            gives("expert-2", "9", "9"),
            "expert-2",
            Reason.FORBIDDEN,
            task("score.experts.expert-2"),
            "would be done by expert-2, who has declared an interest in it",
            "Recuse yourself, and let the office seat somebody else",
        ),
        (
            moved(OPEN, "expert-2", "finance", "expert"),
            gives("expert-2", "9", "9"),
            "expert-2",
            Reason.FORBIDDEN,
            task("score.experts.expert-2"),
            "would be done by expert-2, who has a part in what is appraised",
            "Recuse yourself, and let the office seat somebody else",
        ),
        (
            OPEN,
            gives("expert-1", "10.5", "9"),
            "expert-1",
            Reason.INVALID,
            "score of panel experts",
            "is 10.5",
            "Give a number from 0 to 10, or nothing for don't know",
        ),
        (
            OPEN,
            ScoreOnPanel(seat="experts.expert-1", scores=(ScoreEntry(value="9"),)),
            "expert-1",
            Reason.INVALID,
            task("score.experts.expert-1"),
            "says nothing of conduct",
            ALL,
        ),
        (
            OPEN,
            ScoreOnPanel(seat="experts.expert-1", scores=gives("expert-1", "9", "9").scores * 2),
            "expert-1",
            Reason.INVALID,
            task("score.experts.expert-1"),
            "scores conduct, the appraisee as a whole twice",
            ALL,
        ),
        (
            OPEN,
            ScoreOnPanel(seat="experts.expert-1", scores=(ScoreEntry(indicator="budget", value="9"),)),
            "expert-1",
            Reason.INVALID,
            task("score.experts.expert-1"),
            "scores budget, which the panel is not asked about",
            ALL,
        ),
        (
            OPEN,
            RecuseFromPanel(seat="experts.expert-1", statement=" "),
            "expert-1",
            Reason.INVALID,
            task("score.experts.expert-1"),
            "is declined without a ground",
            "Say why you take no part",
        ),
        (
            ONE,
            recuses("expert-1"),
            "expert-1",
            Reason.CONFLICT,
            task("score.experts.expert-1"),
            "is done already",
            "Nothing needs to be done; see 'kaohe history annual-2026:finance'",
        ),
    ],
    ids=[
        *("twice", "another's seat", "after the end", "out of order", "with an interest", "of the unit"),
        *("off the scale", "in part", "one thing twice", "more than asked", "no ground", "recused after scoring"),
    ],
)
def test_a_score_is_refused(
    given: Given, wish: Command, actor: str, reason: Reason, thing: str, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, thing, problem, mend)


def test_a_member_whose_certificate_is_asked_for_and_lacking_does_not_score() -> None:
    refusal = (
        scoring(ready(certified=["expert"])).when(APPRAISAL, gives("expert-1", "8", "7"), actor="expert-1").refusal
    )

    assert refusal is not None
    assert (refusal.reason, refusal.thing) == (Reason.FORBIDDEN, "expert-1")


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "problem", "mend"),
    [
        (
            MORE,
            {"successor": LATE},
            "expert-3",
            Reason.FORBIDDEN,
            "is seated by the performance office, not by expert-3",
            "Let the office do it",
        ),
        (
            seat(ONE, "government", "expert", LATE),
            {"person": "expert-1", "successor": LATE},
            OFFICE,
            Reason.CONFLICT,
            "has the scores of expert-1",
            "They stand; replace who has not scored",
        ),
        (
            MORE,
            {"person": "expert-9", "successor": LATE},
            OFFICE,
            Reason.NOT_FOUND,
            "has no member expert-9",
            "Members who have not scored are: expert-3",
        ),
        (
            MORE,
            {"successor": "mayor"},
            OFFICE,
            Reason.INVALID,
            "is not for mayor, who does not hold the role that scores",
            "Seat one of: expert-1, expert-2, expert-3, expert-4",
        ),
        (
            MORE,
            {"successor": "expert-1"},
            OFFICE,
            Reason.CONFLICT,
            "has expert-1 already, recused",
            "Seat somebody else",
        ),
        (
            declared(MORE, LATE),
            {"successor": LATE},
            OFFICE,
            Reason.FORBIDDEN,
            "would have expert-4, who is recused by rule (interest)",
            "Seat somebody else",
        ),
        (
            MORE,
            {"successor": LATE, "reason": ""},
            OFFICE,
            Reason.INVALID,
            "would be changed without a reason",
            "Say why somebody else is seated",
        ),
    ],
    ids=["by a member", "who has scored", "no member", "without the role", "recused", "with an interest", "no reason"],
)
def test_a_seat_is_filled_by_the_office_with_whom_the_rulebook_lets_score(
    given: Given, wish: dict[str, Any], actor: str, reason: Reason, problem: str, mend: str
) -> None:
    replacing = ReplaceEvaluator(panel="experts", **{"reason": "Too few are left", **wish})

    given.when(APPRAISAL, replacing, actor=actor).refused(reason, PANEL, problem, mend)


def test_only_panels_held_in_person_are_seated() -> None:
    wish = ReplaceEvaluator(panel="citizens", successor=LATE, reason="Too few are left")

    OPEN.when(APPRAISAL, wish, actor=OFFICE).refused(
        Reason.NOT_FOUND,
        "panel citizens of appraisal annual-2026:finance",
        "has no members who score the appraisee in person",
        "Panels that have are: experts, congress",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"anonymous": True},
            (
                "panels.1.held_by: its members score in person, and it is anonymous. "
                "Leave held_by out; its scores are recorded as a whole"
            ),
        ),
        (
            {"mean": "weighted"},
            (
                "panels.1.held_by: its members score in person, and it is weighted, and nobody gives the own score a "
                "weight. Leave held_by out; its scores are recorded as a whole"
            ),
        ),
    ],
)
def test_a_panel_that_nobody_could_score_on_in_person_is_found(changes: dict[str, Any], expected: str) -> None:
    document = sample.sample_rulebook(**{**RULES, "panels": [{**PANELS[0], **changes}, PANELS[1]]})

    assert [str(finding) for finding in problems(document)] == [expected]


# ---------------------------------------------------------------- interests


def interest(**changes: Any) -> DeclareInterest:  # noqa: ANN401 - fields of the command
    given = {"person": "expert-1", "unit": "finance", "ground": "A sister works there", **changes}
    return DeclareInterest(authority=sample.AUTHORITY, **given)


def test_an_interest_is_declared_by_the_person_or_the_office_and_ended_by_the_office() -> None:
    given = ready()
    for by in ("expert-1", OFFICE):
        given.when(DIRECTORY, interest(), actor=by).then(
            InterestDeclared(
                authority=sample.AUTHORITY,
                person="expert-1",
                unit="finance",
                ground=private("expert-1", "A sister works there"),
                by=by,
            )
        )
    over = EndInterest(authority=sample.AUTHORITY, person="expert-1", unit="finance", reason="She moved away")
    given = (
        declared(given, "expert-1")
        .when(DIRECTORY, over, actor=OFFICE)
        .then(
            InterestEnded(
                authority=sample.AUTHORITY,
                person="expert-1",
                unit="finance",
                reason=private("expert-1", "She moved away"),
                by=OFFICE,
            )
        )
    )
    assert "score.experts.expert-1" in open_tasks(scoring(given))


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "problem"),
    [
        (
            ready(),
            interest(),
            "expert-2",
            Reason.FORBIDDEN,
            "would be declared by expert-2, who is neither that person nor of the performance office",
        ),
        (
            ready(),
            interest(unit="moon"),
            OFFICE,
            Reason.NOT_FOUND,
            "names unit moon, which the directory of linan does not have",
        ),
        (
            ready(),
            interest(person="nobody"),
            OFFICE,
            Reason.NOT_FOUND,
            "names person nobody, which the directory of linan does not have",
        ),
        (declared(ready(), "expert-1"), interest(), OFFICE, Reason.CONFLICT, "is declared already"),
        (ready(), interest(ground=" "), OFFICE, Reason.INVALID, "is declared without a ground"),
        (
            declared(ready(), "expert-1"),
            EndInterest(authority=sample.AUTHORITY, person="expert-1", unit="finance", reason="Over"),
            "expert-1",
            Reason.FORBIDDEN,
            "would be ended by expert-1, who is not another one of the performance office",
        ),
        (
            ready(),
            EndInterest(authority=sample.AUTHORITY, person="expert-1", unit="finance", reason="Over"),
            OFFICE,
            Reason.NOT_FOUND,
            "is not declared",
        ),
        (
            declared(ready(), "expert-1"),
            EndInterest(authority=sample.AUTHORITY, person="expert-1", unit="finance", reason=""),
            OFFICE,
            Reason.INVALID,
            "is ended without a reason",
        ),
    ],
    ids=["by another", "no unit", "no person", "twice", "no ground", "by the own hand", "none", "no reason"],
)
def test_an_interest_is_refused(given: Given, wish: Command, actor: str, reason: Reason, problem: str) -> None:
    refusal = given.when(DIRECTORY, wish, actor=actor).refusal

    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (reason, problem)
