"""Tasks: what a duty asks, the ways to act on it, and the command each way sends."""

import pytest
from pydantic import ValidationError

from domain.appraisal.counseling import CloseTalk
from domain.appraisal.scoring import JudgeIndicator, RateAppraisee
from domain.appraisal.tasks import TITLES, actions, command_for, title
from domain.appraisal.verification import ConfirmValue, CorrectValue
from domain.command import Command, command_types
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.tasks import split, task_id
from tests import sample
from tests.domain.history import APPRAISAL, at_step, launched

NOTICED = launched(**sample.on_notice())
HISTORY = [(step, at_step(step, NOTICED)) for step in StepName]
KEYS = [duty.key for step, given in HISTORY for duty in given.state(APPRAISAL).steps[step].duties]

ELSEWHERE = "Leave the {} out, or act on the task that is about it"
KINDS = ", ".join(TITLES)


def test_every_duty_there_is_has_a_title_and_a_way_to_act_on_it() -> None:
    assert {key: title(key) for key in KEYS} == {
        "set-goals": "Set the goals",
        "confirm-goals": "Confirm or return the goals",
        "talk": "Hold a counseling talk",
        "talk-by-office": "Hold a counseling talk",
        "report": "Report the values",
        "verify.budget": "Verify a reported value: budget",
        "verify.delays": "Verify a reported value: delays",
        "judge.conduct": "Judge an indicator: conduct",
        "rate.mayor": "Rate the unit",
        "rate.vice-mayor": "Rate the unit",
        "ballot": "Cast the internal ballot",
        "compute": "Compute the result",
        "approve": "Approve or return the result",
        "publish-notice": "Put the result on public notice",
        "close-notice": "Close the public notice when its time is over",
        "announce-result": "Make the result known",
        "issue-feedback": "Give feedback",
        "answer-feedback": "Acknowledge or comment on the feedback",
    }
    assert [key for key in KEYS if not actions(key)] == ["ballot"]


def test_every_way_sends_a_command_that_doors_know() -> None:
    assert {way for key in KEYS for way in actions(key).values()} <= set(command_types().values())


@pytest.mark.parametrize(
    ("key", "action", "fields", "expected"),
    [
        ("verify.budget", None, {}, ConfirmValue(indicator="budget")),
        ("verify.budget", "confirm", {"indicator": "budget"}, ConfirmValue(indicator="budget")),
        (
            "verify.budget",
            "correct",
            {"value": "80", "unit": "%", "reason": "Books"},
            CorrectValue(indicator="budget", value="80", unit="%", reason="Books"),
        ),
        ("judge.conduct", None, {"points": "5"}, JudgeIndicator(indicator="conduct", points="5")),
        ("rate.mayor", None, {"score": "90"}, RateAppraisee(score="90", leader="mayor")),
    ],
)
def test_what_a_duty_is_about_is_filled_in(
    key: str, action: str | None, fields: dict[str, object], expected: Command
) -> None:
    assert command_for(key, action, fields) == expected


@pytest.mark.parametrize(
    ("key", "action", "fields", "reason", "message"),
    [
        (
            "verify.budget",
            "approve",
            {},
            Reason.INVALID,
            "task verify.budget: cannot be done by 'approve'. Ways to act on it: confirm, correct",
        ),
        (
            "verify.budget",
            None,
            {"indicator": "delays"},
            Reason.INVALID,
            f"task verify.budget: is not about indicator delays. {ELSEWHERE.format('indicator')}",
        ),
        (
            "rate.mayor",
            None,
            {"score": "1", "leader": "vice-mayor"},
            Reason.INVALID,
            f"task rate.mayor: is not about leader vice-mayor. {ELSEWHERE.format('leader')}",
        ),
        (
            "ballot",
            None,
            {"score": "1"},
            Reason.INVALID,
            "task ballot: is done in secret and leaves no name. Cast a ballot instead",
        ),
        ("reprot", None, {}, Reason.NOT_FOUND, f"task reprot: is of no known kind. Kinds are {KINDS}"),
    ],
)
def test_what_no_way_leads_to_is_refused(
    key: str, action: str | None, fields: dict[str, object], reason: Reason, message: str
) -> None:
    with pytest.raises(Refused) as caught:
        command_for(key, action, fields)

    assert (reason, message) == (caught.value.reason, str(caught.value))


@pytest.mark.parametrize("points", [87.5, "many", None])
def test_fields_that_do_not_fit_are_not_taken(points: object) -> None:
    with pytest.raises(ValidationError):
        command_for("judge.conduct", None, {"points": points})


def test_a_correction_without_a_value_is_not_taken() -> None:
    with pytest.raises(ValidationError, match="value"):
        command_for("verify.budget", "correct", {"unit": "%", "reason": "Books"})


@pytest.mark.parametrize(("key", "side"), [("talk", Role.HEAD), ("talk-by-office", Role.OFFICE)])
def test_an_act_on_a_talk_is_for_the_side_of_its_task(key: str, side: Role) -> None:
    assert command_for(key, "close", {"talk": 1}) == CloseTalk(talk=1, side=side)


@pytest.mark.parametrize(
    ("task", "stream", "key"),
    [
        ("annual-2026:finance:report", "appraisal:annual-2026:finance", "report"),
        ("annual-2026:finance:verify.budget", "appraisal:annual-2026:finance", "verify.budget"),
        ("case:7:answer", "case:7", "answer"),
        ("meeting:joint-1:conclude", "meeting:joint-1", "conclude"),
        ("cycle:annual-2026:give-value", "cycle:annual-2026", "give-value"),
    ],
)
def test_a_task_is_known_by_its_stream_and_its_duty(task: str, stream: str, key: str) -> None:
    assert split(task) == (stream, key)
    assert task_id(stream, key) == task


@pytest.mark.parametrize("task", ["", "report", "finance:report", "a:b:c:d", "annual-2026::report", "case:7:"])
def test_what_names_no_stream_and_duty_is_no_task(task: str) -> None:
    with pytest.raises(Refused, match="is no id of a task"):
        split(task)
