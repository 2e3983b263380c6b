"""Public notice: an approved result is shown, may be objected to by anybody who is known, and is then announced."""

from datetime import timedelta
from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal import notice_events as n
from domain.appraisal.notice import AnnounceResult, AnswerObjection, CloseNotice, PublishNotice, RaiseObjection
from domain.appraisal.state import Appraisal
from domain.cycle.ranking import RankResults
from domain.directory import Role
from domain.refusal import Reason
from domain.regulation import Announcement, check, parse, problems
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    HEAD,
    OFFICE,
    UNIT,
    at_step,
    do,
    done,
    lapsed,
    launched,
    moved,
    private,
    stood_in,
    tick,
)

PUBLISH = PublishNotice()
OBJECT = RaiseObjection(grounds="The budget was executed late")
ANSWER = AnswerObjection(objection=1, upheld=False, answer="The ledger shows it was in time")
ANNOUNCE = AnnounceResult()
WHERE = "in the hall of the government"
NOTICE = f"notice of {sample.CYCLE}:{UNIT}"


def task(key: str) -> str:
    return f"task annual-2026:finance:{key}"


def keys(given: Given) -> list[str]:
    state: Appraisal = given.state(APPRAISAL)
    return [duty.key for duty in state.steps[StepName.NOTICE].open_duties]


OPEN = at_step(StepName.NOTICE, launched(**sample.on_notice()))
SHOWN = do(OPEN, "publish-notice")
OBJECTED = SHOWN.when(APPRAISAL, OBJECT, actor="health-head").accepted


# ---------------------------------------------------------------- given an approved result


def test_the_office_is_asked_to_show_it_to_close_the_notice_and_to_announce_the_result() -> None:
    state: Appraisal = OPEN.state(APPRAISAL)

    assert state.steps[StepName.NOTICE].duties == (
        e.Duty(key="publish-notice", role=Role.OFFICE),
        e.Duty(key="close-notice", role=Role.OFFICE, after="publish-notice"),
        e.Duty(key="announce-result", role=Role.OFFICE, after="close-notice"),
    )


def test_when_the_notice_is_published_then_its_time_runs_from_that_moment() -> None:
    late = OPEN.at(OPEN.now + timedelta(seconds=20))

    late.when(APPRAISAL, PUBLISH, actor=OFFICE).then(
        n.NoticePublished(where=WHERE, until=late.now + timedelta(seconds=30), by=OFFICE)
    )


def test_when_the_rulebook_asks_for_document_numbers_then_a_notice_and_an_announcement_have_one() -> None:
    given = at_step(StepName.NOTICE, launched(numbered=["notice"], **sample.on_notice()))

    given.when(APPRAISAL, PUBLISH, actor=OFFICE).refused(
        Reason.INVALID,
        "appraisal annual-2026:finance",
        "is decided on (notice) without the number of the document that says so",
        "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
    )
    assert given.when(APPRAISAL, PUBLISH, actor=OFFICE, document="Notice 2027/3").refusal is None


def test_when_nobody_objects_then_the_notice_is_closed_after_its_time_and_the_result_published() -> None:
    given = do(SHOWN, "close-notice")
    given.when(APPRAISAL, ANNOUNCE, actor=OFFICE).then(
        n.ResultAnnounced(
            announcement=Announcement.PUBLICATION,
            where=WHERE,
            grade="excellent",
            by=OFFICE,
        ),
        e.StepCompleted(step=StepName.NOTICE),
    )


def test_when_the_office_closes_before_the_time_is_over_then_it_is_refused() -> None:
    until = SHOWN.state(APPRAISAL).notice.until

    SHOWN.at(until - timedelta(microseconds=1)).when(APPRAISAL, CloseNotice(), actor=OFFICE).refused(
        Reason.CONFLICT,
        task("close-notice"),
        f"is not to be closed before {until.isoformat()}",
        "Wait until its time is over",
    )
    SHOWN.at(until).when(APPRAISAL, CloseNotice(), actor=OFFICE).then(n.NoticeClosed(objections=0, by=OFFICE))


def test_when_the_result_is_announced_before_the_notice_is_closed_then_it_is_refused() -> None:
    SHOWN.when(APPRAISAL, ANNOUNCE, actor=OFFICE).refused(
        Reason.CONFLICT,
        task("announce-result"),
        "comes after annual-2026:finance:close-notice",
        "Wait until that one is done",
    )


# ---------------------------------------------------------------- given a notice that is open


@pytest.mark.parametrize("actor", ["health-head", "finance-staff-1", "mayor"])
def test_when_anybody_of_the_directory_objects_then_the_office_is_asked_to_answer(actor: str) -> None:
    given = SHOWN.when(APPRAISAL, OBJECT, actor=actor).then(
        n.ObjectionRaised(objection=1, grounds=private(actor, "The budget was executed late"), by=actor)
    )

    assert keys(given) == ["close-notice", "answer-objection.1"]


@pytest.mark.parametrize(
    ("given", "actor", "grounds", "reason", "problem", "mend"),
    [
        (
            OPEN,
            "health-head",
            "Late",
            Reason.CONFLICT,
            "has not been published",
            "Object while it is open; later, ask for a review",
        ),
        (
            do(SHOWN, "close-notice"),
            "health-head",
            "Late",
            Reason.CONFLICT,
            "is closed",
            "Object while it is open; later, ask for a review",
        ),
        (
            SHOWN,
            "stranger",
            "Late",
            Reason.FORBIDDEN,
            "is objected to by stranger, who is not in the directory",
            "Let somebody who is known object, so that it can be answered",
        ),
        (
            SHOWN,
            "health-head",
            " ",
            Reason.INVALID,
            "is objected to without grounds",
            "Say what is wrong, so that it can be seen to",
        ),
    ],
    ids=["before", "after", "stranger", "no grounds"],
)
def test_when_an_objection_cannot_be_looked_into_then_it_is_refused(
    given: Given, actor: str, grounds: str, reason: Reason, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, RaiseObjection(grounds=grounds), actor=actor).refused(reason, NOTICE, problem, mend)


def test_when_the_notice_lapsed_then_nobody_objects_any_more() -> None:
    lapsed(SHOWN, StepName.NOTICE).when(APPRAISAL, OBJECT, actor="health-head").refused(
        Reason.CONFLICT,
        NOTICE,
        "belongs to step notice, which has ended",
        "See 'kaohe history annual-2026:finance' for how it ended",
    )


# ---------------------------------------------------------------- given an objection


def test_when_it_is_answered_then_the_answer_cites_it_and_the_notice_can_be_closed() -> None:
    given = OBJECTED.when(APPRAISAL, ANSWER, actor=OFFICE).then(
        n.ObjectionAnswered(
            objection=1,
            upheld=False,
            answer=private(OFFICE, "The ledger shows it was in time"),
            cites=len(OBJECTED.streams[APPRAISAL]),
            by=OFFICE,
        )
    )
    given = given.at(given.state(APPRAISAL).notice.until)
    given.when(APPRAISAL, CloseNotice(), actor=OFFICE).then(n.NoticeClosed(objections=1, by=OFFICE))


def test_when_it_is_unanswered_then_the_notice_is_not_closed() -> None:
    given = OBJECTED.when(APPRAISAL, OBJECT, actor="mayor").accepted
    given = given.at(given.state(APPRAISAL).notice.until)

    given.when(APPRAISAL, CloseNotice(), actor=OFFICE).refused(
        Reason.CONFLICT,
        task("close-notice"),
        "has objections that nobody has answered: 1, 2",
        "Answer each one first",
    )


def test_when_whoever_stands_in_for_who_raised_it_would_answer_it_then_it_is_refused() -> None:
    given = SHOWN.when(APPRAISAL, OBJECT, actor="health-head").accepted

    stood_in(given, "health-head", "office-2").when(APPRAISAL, ANSWER, actor="office-2").refused(
        Reason.FORBIDDEN,
        task("answer-objection.1"),
        "would be answered by office-2, one pair of eyes with whoever raised it",
        "Let another member of the performance office answer",
    )


def test_when_who_raised_it_would_answer_it_then_it_is_refused() -> None:
    given = SHOWN.when(APPRAISAL, OBJECT, actor=OFFICE).accepted

    given.when(APPRAISAL, ANSWER, actor=OFFICE).refused(
        Reason.FORBIDDEN,
        task("answer-objection.1"),
        "would be answered by office-1, who raised it",
        "Let another member of the performance office answer",
    )
    assert given.when(APPRAISAL, ANSWER, actor="office-2").refusal is None


def test_when_the_unit_on_notice_would_answer_it_then_it_is_refused() -> None:
    moved(OBJECTED, HEAD, "finance", "head", "office").when(APPRAISAL, ANSWER, actor=HEAD).refused(
        Reason.FORBIDDEN,
        task("answer-objection.1"),
        "would be done by finance-head, who is of the unit appraised",
        "Let somebody who has no part in the appraisal do it",
    )


# ---------------------------------------------------------------- what the rulebook provides


def asked(**notice: Any) -> list[str]:  # noqa: ANN401 - fields of the rulebook document
    given = at_step(StepName.RESULT, launched(**sample.on_notice(**notice)))
    return keys_when_opened(done(given, StepName.RESULT))


def keys_when_opened(given: Given) -> list[str]:
    state: Appraisal = tick(given, StepName.NOTICE).state(APPRAISAL)
    return [duty.key for duty in state.steps[StepName.NOTICE].duties]


def test_a_rulebook_shows_some_grades_alone_announces_without_a_notice_or_does_not_announce() -> None:
    assert asked(grades=["excellent"]) == ["publish-notice", "close-notice", "announce-result"]
    assert asked(grades=["poor"]) == ["announce-result"]
    assert asked(clock=None) == ["announce-result"]
    assert asked(then=None) == ["publish-notice", "close-notice"]
    assert asked(grades=["poor"], then=None) == []


def test_a_result_that_nobody_approved_is_neither_shown_nor_announced() -> None:
    given = at_step(StepName.RESULT, launched(**sample.on_notice()))
    assert keys_when_opened(lapsed(given, StepName.RESULT)) == []


def test_the_grade_of_the_ranking_decides_where_there_is_one() -> None:
    rulebook = sample.on_notice(grades=["excellent"])
    rulebook["quotas"] = [{"grades": ["excellent"], "most": "0"}]
    given = done(at_step(StepName.RESULT, launched(**rulebook)), StepName.RESULT)
    ranked = given.when(CYCLE, RankResults(), actor=OFFICE).accepted

    assert given.state(APPRAISAL).grade == "excellent"
    assert keys_when_opened(ranked) == ["announce-result"]


def test_a_rulebook_whose_notice_cannot_be_given_is_found_out() -> None:
    def found(**changed: Any) -> list[str]:  # noqa: ANN401 - fields of the rulebook document
        return [str(finding) for finding in problems(sample.sample_rulebook(**{**sample.on_notice(), **changed}))]

    notice = sample.on_notice()["public_notice"]
    assert found() == []
    assert found(public_notice=None) == [
        "steps.7.step: the step notice has no public notice to give. State public_notice, or leave the step out"
    ]
    assert found(steps=sample.sample_steps()) == [
        "public_notice: no step notice carries it out. Add the step notice after the step result"
    ]
    assert found(steps=sample.steps(("goals", "notice"))) == [
        "steps.2.step: there is no result to give notice of. Add the step result before it"
    ]
    assert found(public_notice={**notice, "clock": "other"}) == [
        "public_notice.clock: there is no clock 'other'. There are: publicity"
    ]
    assert found(public_notice={"where": "here"}) == [
        "public_notice: it neither lasts nor announces anything. Name its clock, how it is announced, or both"
    ]
    assert found(public_notice={**notice, "grades": ["best"]})[0].startswith("public_notice.grades: there is no grade")
    clock = sample.on_notice()["clocks"][0]
    assert found(clocks=[{**clock, "at_least": False}]) == [
        (
            "public_notice.clock: clock publicity does not give others a time of at least some length. "
            "Name one with within and at_least"
        )
    ]
    assert found(clocks=[{**clock, "within": "5 working days"}]) == [
        (
            "steps.7.due: it is due PT1M after it opens, before a notice of 5 working days is over. "
            "Let it be due 5 working days after it opens, or later"
        )
    ]
    assert check(parse(sample.sample_rulebook())) == ()
