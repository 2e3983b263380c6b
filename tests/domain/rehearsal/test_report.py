"""What is read from a rehearsal: load, clashes, and steps for which there is no time."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.calendar import WorkingCalendar
from domain.rehearsal import Asked, Played, Report, Told, rehearse, report
from domain.rehearsal.played import Hindered
from domain.rehearsal.report import Clash, Firing, Load, Obstacle, StepOutcome, Unfinishable
from domain.schedule import StepName, StepTimes
from tests.domain.rehearsal.given import behaviour, plan

CALENDAR = WorkingCalendar(zone="UTC", holidays=(date(2026, 1, 1),))
MONDAY, THURSDAY, FRIDAY = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (2, 5, 6))
SATURDAY = datetime(2026, 3, 7, 12, tzinfo=UTC)


def asked(owner: str = "office", holders: int = 1, opened: datetime = MONDAY, due: datetime = FRIDAY, **how: object) -> Asked:  # fmt: skip  # noqa: E501
    fields = {"cycle": "cycle-1", "appraisee": "finance", "step": "goals", "key": "confirm-goals", **how}
    return Asked(owner=owner, holders=holders, opened=opened, due=due, **fields)  # type: ignore[arg-type]


def shown(*duties: Asked, pace: int = 2, **played: object) -> Report:
    return report(Played(asked=list(duties), **played), CALENDAR, Decimal(pace))  # type: ignore[arg-type]


def test_load_is_counted_by_week_and_owner() -> None:
    next_week = datetime(2026, 3, 9, 12, tzinfo=UTC)
    found = shown(asked(), asked(due=next_week, overdue=True), asked("head of finance")).load

    assert found == (
        Load(week="2026-W10", owner="head of finance", opened=1, due=1),
        Load(week="2026-W10", owner="office", opened=2, due=1),
        Load(week="2026-W11", owner="office", opened=0, due=1, overdue=1),
    )


def test_deadlines_clash_where_more_is_due_within_three_days_than_can_be_done_in_them() -> None:
    few = [asked(due=THURSDAY)] * 3 + [asked(due=FRIDAY)] * 3
    assert shown(*few).clashes == ()  # one person, three days, two duties a day

    (clash,) = shown(*few, asked(due=FRIDAY, step="scoring")).clashes

    assert clash == Clash(
        owner="office",
        first=date(2026, 3, 4),
        last=date(2026, 3, 6),
        duties=7,
        capacity=6,
        steps=("cycle-1 goals", "cycle-1 scoring"),
    )


def test_more_people_can_do_more() -> None:
    duties = [asked(holders=2, due=FRIDAY)] * 12
    assert shown(*duties).clashes == ()
    assert len(shown(*duties, asked(holders=2, due=FRIDAY)).clashes) == 1


def test_a_step_with_more_work_than_working_days_cannot_be_finished() -> None:
    assert shown(*[asked()] * 10).unfinishable == ()  # Monday to Friday, two a day

    assert shown(*[asked()] * 11).unfinishable == (
        Unfinishable(
            cycle="cycle-1",
            step="goals",
            owner="office",
            problem="11 duties of 1 person take 6 working days, and there are 5",
            mend="Give the step more time, or more people to do it",
        ),
    )


def test_a_step_asked_of_a_role_that_nobody_holds_cannot_be_finished() -> None:
    (found,) = shown(asked("expert", holders=0)).unfinishable
    assert (found.owner, found.problem) == ("expert", "1 duty asked of it, and nobody holds the role")


def test_a_step_due_on_a_day_off_is_found() -> None:
    times = StepTimes(
        step=StepName.GOALS, opens=MONDAY, early=False, reminders=(), due=SATURDAY, escalates=SATURDAY, ends=SATURDAY
    )
    (found,) = shown(schedules={"cycle-1": (times,)}).unfinishable
    assert (found.step, found.problem) == ("goals", "it is due on 2026-03-07, which is a day off")


def test_a_step_due_at_the_end_of_a_working_day_is_not_due_on_the_day_off_behind_it() -> None:
    midnight = datetime(2026, 3, 7, tzinfo=UTC)
    times = StepTimes(
        step=StepName.GOALS, opens=MONDAY, early=False, reminders=(), due=midnight, escalates=midnight, ends=midnight
    )
    assert shown(schedules={"cycle-1": (times,)}).unfinishable == ()


def test_years_of_which_the_calendar_knows_no_holiday_are_named() -> None:
    later = datetime(2028, 1, 3, tzinfo=UTC)
    times = StepTimes(
        step=StepName.GOALS, opens=MONDAY, early=False, reminders=(), due=later, escalates=later, ends=later
    )
    assert shown(schedules={"cycle-1": (times,)}).years_without_holidays == (2027, 2028)


def test_what_was_told_is_counted_by_step_and_whom() -> None:
    told = [
        Told(at=FRIDAY, cycle="cycle-1", step="goals", kind="escalation", to="leader", people=2),
        Told(at=THURSDAY, cycle="cycle-1", step="goals", kind="escalation", to="leader", people=1),
    ]
    assert shown(told=told).firings == (
        Firing(cycle="cycle-1", step="goals", kind="escalation", to="leader", times=2, people=2, first=THURSDAY.date()),
    )


def test_superiors_who_are_not_there_are_found() -> None:
    told = [Told(at=FRIDAY, cycle="cycle-1", step="goals", kind="escalation", to="leader", people=0)] * 2
    assert shown(told=told).obstacles == (
        Obstacle(
            thing="step goals",
            problem="is escalated to the leader, and nobody holds that role",
            mend="Fill such a post, or escalate to another role",
            times=2,
        ),
    )


def test_duties_come_out_in_time_late_or_never() -> None:
    found = shown(asked(done=THURSDAY), asked(done=SATURDAY), asked(), asked()).outcomes
    assert found == (StepOutcome(cycle="cycle-1", step="goals", asked=4, in_time=1, late=1, never=2),)


def test_a_whole_rehearsal_adds_up() -> None:
    rehearsed = plan(behaviour=behaviour("0.3", "0.2"))
    played = rehearse(rehearsed)

    found = report(played, rehearsed.rulebook.calendar, Decimal(5))

    duties = Counter({"opened": len(played.asked), "due": len(played.asked)})
    assert sum(one.opened for one in found.load) == sum(one.due for one in found.load) == duties["opened"]
    assert sum(one.asked for one in found.outcomes) == duties["opened"]
    assert all(one.asked == one.in_time + one.late + one.never for one in found.outcomes)
    assert sum(one.times for one in found.firings) == len(played.told)
    assert found.obstacles == ()
    assert Report.model_validate_json(found.model_dump_json()) == found


def test_what_stands_in_the_way_of_many_is_told_once() -> None:
    hindered = [
        Hindered(f"task cycle-1:unit-{number}:judge.{number}", f"waits until day {number}", "Wait") for number in (1, 2)
    ]
    other = Hindered("task cycle-1:unit-1:report", "waits until day 1", "Wait")
    assert shown(hindered=[*hindered, other]).obstacles == (
        Obstacle(thing="task cycle-1:unit-1:judge.1", problem="waits until day 1", mend="Wait", times=2),
        Obstacle(thing="task cycle-1:unit-1:report", problem="waits until day 1", mend="Wait", times=1),
    )
