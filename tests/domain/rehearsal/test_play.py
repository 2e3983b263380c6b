"""What synthetic people and the clock make of a cycle: the deciders decide, and chance follows from the seed alone."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.appraisal import events as e
from domain.cycle.events import CycleClosed, ResultsRanked
from domain.directory import PublishDirectory, Role
from domain.event import Event
from domain.meeting import events as meetings
from domain.refusal import Refused
from domain.rehearsal import Behaviour, Cycle, Plan, Played, rehearse
from domain.schedule import Period
from domain.scoring import Fact, Facts
from tests import sample
from tests.domain.rehearsal.given import NEW_YEAR, behaviour, plan

Heard = list[tuple[datetime, str, Event]]


def heard(asked: Plan) -> Heard:
    """Every event of a rehearsal, with its instant and its stream."""
    found: Heard = []
    rehearse(asked, lambda at, stream, happened: found.append((at, stream, happened)))
    return found


def test_where_everybody_is_prompt_every_duty_is_done_in_time_and_the_cycle_closes() -> None:
    played = rehearse(plan())

    assert [(one.key, one.step) for one in played.asked if one.done is None or one.done > (one.due or one.done)] == []
    assert {one.step for one in played.asked} == set(sample.STEPS)
    assert (played.hindered, played.stuck) == ([], [])
    assert set(played.grades["cycle-1"].values()) == {"excellent"}
    assert {one.kind for one in played.told} <= {"reminder"}


def test_where_everybody_is_silent_the_clock_does_all_there_is_by_rule() -> None:
    played = rehearse(plan(behaviour=behaviour(silent="1")))

    done = {one.key for one in played.asked if not one.lapsed}
    assert done == {"ballot"}  # the box is emptied at the end, with nothing in it
    steps = {one.step for one in played.asked}
    assert steps == {"goals", "counseling", "reporting", "scoring", "result"}  # nothing to verify, nothing to feed back
    fired = Counter((one.kind, one.to) for one in played.told)
    each = len(steps) * len(sample.UNITS)
    assert fired == {
        ("reminder", ""): 2 * each,
        ("overdue reminder", ""): each,
        ("escalation", "leader"): each,
        ("escalation", "committee"): each,
    }
    assert played.stuck == []


def test_the_late_do_their_duties_between_the_due_instant_and_the_end() -> None:
    played = rehearse(plan(behaviour=behaviour(late="1")))

    first = [one for one in played.asked if one.key == "report"]
    assert len(first) == 3
    assert all(one.due and one.done and one.due < one.done and one.overdue and not one.lapsed for one in first)


def test_time_never_runs_back_and_the_events_of_a_stream_are_those_of_production() -> None:
    events = heard(plan(behaviour=behaviour("0.3", "0.1")))

    assert [at for at, _, _ in events] == sorted(at for at, _, _ in events)
    own = [type(happened) for _, stream, happened in events if stream == "appraisal:cycle-1:finance"]
    assert own[0] is e.AppraisalOpened
    assert own[-1] is e.AppraisalClosed
    assert own.count(e.StepOpened) == own.count(e.StepCompleted) + own.count(e.StepLapsed)
    assert [type(one) for _, stream, one in events if stream == "cycle:cycle-1"][-2:] == [CycleClosed, ResultsRanked]


@settings(max_examples=10, deadline=None)
@for_all(st.text("abc", max_size=5), st.sampled_from(["0", "0.3", "0.5"]), st.sampled_from(["0", "0.2", "0.5"]))
def test_the_same_seed_plays_the_same(seed: str, late: str, silent: str) -> None:
    asked = plan(behaviour=behaviour(late, silent), seed=seed)
    assert rehearse(asked) == rehearse(asked)


def test_another_seed_plays_otherwise() -> None:
    one, other = (rehearse(plan(behaviour=behaviour("0.3", "0.1"), seed=seed)) for seed in ("1", "2"))
    assert [each.done for each in one.asked] != [each.done for each in other.asked]


@pytest.mark.parametrize("silent", ["0", "0.25", "1"])
def test_the_shares_are_kept(silent: str) -> None:
    played = rehearse(plan(behaviour=behaviour(silent=silent)))

    first = [one for one in played.asked if one.key in {"set-goals", "report"}]
    never = sum(one.done is None for one in first)
    assert {"0": never == 0, "0.25": 0 < never < len(first), "1": never == len(first)}[silent]


def test_reported_are_the_values_that_are_known() -> None:
    values = {"budget": Fact(value=Decimal("71.5"))}
    known = {"finance": Facts(values=values, points={"conduct": Fact(value=Decimal(1))})}

    events = heard(replace(plan(), facts=known))

    (report,) = (one for _, stream, one in events if isinstance(one, e.ReportSubmitted) and stream.endswith("finance"))
    reported = {value.indicator: value.value for value in report.values}
    assert reported == {"budget": Decimal("71.5"), "delays": Decimal(12), "hotline": Decimal(90)}
    judged = [one.points for _, stream, one in events if isinstance(one, e.IndicatorJudged)]
    assert sorted(judged) == [Decimal(1), Decimal(85), Decimal(85)]


# ---------------------------------------------------------------- results, meetings and cases


def test_results_are_ranked_after_the_close_and_their_uses_proposed_and_decided() -> None:
    uses = [{"id": "bonus", "name": "Bonus", "kind": "bonus", "then": "a bonus"}]

    played = rehearse(plan(uses=uses))

    assert played.hindered == []
    assert [(one.key, one.done is None) for one in played.asked if one.key.endswith("-uses")] == [
        ("propose-uses", False),
        ("decide-uses", False),
    ]


BOARD = {"roles": [{"id": "board", "name": "Joint meeting", "held_by": "member"}]}
MEETING = {"id": "joint", "name": "Joint meeting", "kind": "joint", "members": "board", "notice": "P3D"}


def test_a_joint_meeting_is_convened_with_notice_sits_votes_and_recommends_what_the_committee_approves() -> None:
    events = heard(plan(**BOARD, meetings=[MEETING]))

    kinds = [type(one).__name__ for _, stream, one in events if stream == "meeting:cycle-1-joint-1"]
    (convened,) = (
        at for at, _, one in events if isinstance(one, meetings.MeetingConvened) and one.meeting.endswith("-1")
    )
    (opened,) = (at for at, stream, one in events if isinstance(one, meetings.MeetingOpened) and stream.endswith("-1"))
    assert opened - convened >= timedelta(days=3)
    assert [kinds[0], kinds[1], *kinds[-2:]] == ["MeetingConvened", "MeetingOpened", "MeetingClosed", "MeetingReported"]
    assert kinds.count("MotionMoved") == kinds.count("MotionDecided") == kinds.count("ItemConcluded") > 0
    assert sum(isinstance(one, e.ResultApproved) for _, _, one in events) == 3


REVIEW = {
    "id": "review",
    "name": "Review",
    "kind": "review",
    "remedy": "review",
    "acts": [
        {"id": "ask", "by": "unit", "does": "asks for a review", "states": ["reason"]},
        {"id": "decide", "by": "office", "does": "decides", "outcomes": {"upheld": "end"}},
    ],
}


def test_who_wants_a_review_asks_for_it_after_the_feedback_and_gets_an_answer() -> None:
    roles = [
        {"id": "unit", "name": "Unit", "held_by": "head"},
        {"id": "office", "name": "Office", "held_by": "office"},
    ]
    remedy = {"id": "review", "name": "Review", "open_to": ["unit"], "to": "office"}
    asked = plan(roles=roles, remedies=[remedy], procedures=[REVIEW], behaviour=behaviour(cases="1"))

    events = heard(asked)

    for unit in sample.UNITS:
        feedback = next(at for at, stream, one in events if isinstance(one, e.FeedbackIssued) and stream.endswith(unit))
        own = [(at, type(one).__name__) for at, stream, one in events if stream == f"case:review-cycle-1-{unit}"]
        assert own[0] == (feedback + timedelta(days=1), "CaseOpened")
        assert [name for _, name in own][-2:] == ["CaseDecided", "CaseClosed"]


# ---------------------------------------------------------------- years


def test_a_year_opens_before_the_last_one_has_closed() -> None:
    cycles = tuple(
        Cycle(
            f"cycle-{number}",
            NEW_YEAR + timedelta(days=365 * number),
            Period(start=date(2026 + number, 1, 1), end=date(2026 + number, 12, 31)),
            follows=f"cycle-{number - 1}" if number else None,
        )
        for number in range(5)
    )
    steps = [
        {**step, "opens": {"after": "period_end"}} if step["step"] == "reporting" else step
        for step in sample.sample_steps("P10D", ends="P5D")
    ]

    played = rehearse(plan(cycles=cycles, steps=steps))

    assert (played.stuck, played.hindered) == ([], [])
    assert list(played.schedules) == [cycle.id for cycle in cycles]
    assert played.ended is not None
    assert played.ended > datetime(2031, 1, 1, tzinfo=UTC)


# ---------------------------------------------------------------- what stands in the way


def without(role: Role) -> PublishDirectory:
    full = plan().directory
    return full.model_copy(update={"people": tuple(one for one in full.people if role not in one.roles)})


def test_the_people_of_a_made_up_company_have_the_certificates_that_the_rulebook_asks_for() -> None:
    every = [role.value for role in Role]
    played = rehearse(plan(certified=every))
    assert (played.hindered, played.stuck) == ([], [])
    assert len([one for one in played.asked if one.done]) == len(played.asked)


def test_a_launch_that_is_refused_is_told_as_production_tells_it() -> None:
    played = rehearse(plan(directory=without(Role.VERIFIER)))

    (hindered,) = played.hindered
    problem = "needs somebody with the role verifier, and the directory has nobody"
    assert (hindered.thing, hindered.problem) == ("cycle cycle-1", problem)
    assert (played.asked, played.schedules) == ([], {})


def test_without_an_office_there_is_nothing_to_rehearse() -> None:
    with pytest.raises(Refused, match="directory of linan: has nobody with the role office"):
        rehearse(plan(directory=without(Role.OFFICE)))


def test_a_step_that_stays_open_for_silent_people_never_ends() -> None:
    steps = sample.sample_steps()
    steps[0] |= {"at_end": "nothing"}

    played = rehearse(plan(steps=steps, behaviour=behaviour(silent="1")))

    assert played.stuck == ["cycle-1"]


@pytest.mark.parametrize(
    ("late", "silent", "message"),
    [
        ("1.1", "0", "share late: is 1.1, which is no share"),
        ("0", "-0.1", "share silent: is -0.1, which is no share"),
        ("0.6", "0.5", "share late and silent: is 1.1, which is no share"),
    ],
)
def test_shares_that_are_none_are_refused(late: str, silent: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        rehearse(plan(behaviour=Behaviour(late=Decimal(late), silent=Decimal(silent))))


def test_a_rehearsal_is_bounded() -> None:
    many = replace(plan(), appraisees=tuple(f"unit-{number}" for number in range(5_001)))
    with pytest.raises(Refused, match="rehearsal: would go through 5,001 appraisals"):
        rehearse(many)


def test_nothing_is_left_of_one_rehearsal_in_the_next() -> None:
    first: Played = rehearse(plan())
    rehearse(plan(behaviour=behaviour(silent="1")))
    assert rehearse(plan()) == first
