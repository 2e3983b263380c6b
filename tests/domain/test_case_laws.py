"""Laws of cases: whatever people and the clock do in whatever order, a case stays in order and never acts twice."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.case import events as e
from domain.case.clock import AdvanceCase, next_moment
from domain.case.decide import CloseCase
from domain.case.doing import DoAct, ReturnToAct, WithdrawRequest
from domain.case.state import Case
from domain.command import SYSTEM_CLOCK, Command
from domain.event import Event
from tests.domain.case_rules import case_rules
from tests.domain.cases import CASE, opened
from tests.domain.given import Given
from tests.domain.history import HEAD, OFFICE, launched

CHANGES: dict[str, Any] = {"kind": "goal_changes", "changes": [{"indicator": "budget", "target": "90"}]}
CLOCK: dict[str, Any] = {
    "within": "PT60S",
    "reminders": ["PT30S"],
    "overdue": ["PT5S"],
    "escalations": [{"after": "PT10S", "to": "leader"}],
    "ends": "PT20S",
    "at_end": "close",
}


def begun() -> Given:
    """A change of goals is asked for; both of its acts keep a clock."""
    rules = case_rules(**CLOCK)
    for act in rules["procedures"][1]["acts"]:
        act["clock"] = "answer"
    return opened(launched(**rules), HEAD, "goal-change", content=CHANGES)


BEGUN = begun()

_ASK = DoAct.model_validate({"act": "ask", "content": CHANGES})
ACTS: Sequence[tuple[str, Command]] = (
    (HEAD, _ASK),
    (OFFICE, _ASK),
    (OFFICE, DoAct(act="decide", outcome="approved")),
    (HEAD, DoAct(act="decide", outcome="approved")),
    (OFFICE, DoAct(act="decide", outcome="refused")),
    (OFFICE, ReturnToAct(act="decide", reason="Why?")),
    (HEAD, WithdrawRequest(reason="Not needed")),
    (SYSTEM_CLOCK, CloseCase(took_effect=True)),
)
steps = st.lists(st.one_of(st.sampled_from(ACTS), st.just(None), st.integers(1, 40)), max_size=12)
"""Somebody acts, the clock does what comes next, or so many seconds go by."""


def played(given: Given, what: Sequence[tuple[str, Command] | int | None]) -> Given:
    """Everything of it that is not refused."""
    for one in what:
        match one:
            case int():
                given = given.at(given.now + timedelta(seconds=one))
            case None:
                given = _ticked(given)
            case (actor, wish):
                outcome = given.when(CASE, wish, actor=actor)
                given = given if outcome.refusal else outcome.accepted
    return given


def _ticked(given: Given) -> Given:
    moment = next_moment(given.state(CASE))
    if moment is None:
        return given
    given = given.at(max(given.now, moment.at))
    return given.when(CASE, AdvanceCase(moment=moment.name), actor=SYSTEM_CLOCK).accepted


def _happened(given: Given) -> Sequence[Event]:
    return given.streams[CASE]


@for_all(steps)
def test_turns_are_numbered_in_their_order_and_only_the_last_is_open(what: list[Any]) -> None:
    state: Case = played(BEGUN, what).state(CASE)

    assert [turn.opened.turn for turn in state.turns] == list(range(1, len(state.turns) + 1))
    assert all(turn.over for turn in state.turns[:-1])
    assert (state.current is None) is state.settled


@for_all(steps)
def test_a_case_is_decided_or_withdrawn_once_and_nothing_but_its_close_comes_after(what: list[Any]) -> None:
    happened = _happened(played(BEGUN, what))
    ends = [n for n, one in enumerate(happened) if isinstance(one, e.CaseDecided | e.RequestWithdrawn)]

    assert len(ends) <= 1
    for end in ends:
        assert [type(one) for one in happened[end + 1 :]] in ([], [e.CaseClosed])


@for_all(steps)
def test_no_moment_of_a_clock_comes_twice(what: list[Any]) -> None:
    fired = [
        (one.turn, type(one), getattr(one, "ordinal", 0))
        for one in _happened(played(BEGUN, what))
        if isinstance(one, e.ActReminded | e.ActFellDue | e.ActEscalated | e.ActLapsed)
    ]

    assert len(fired) == len(set(fired))


@for_all(steps)
def test_what_is_granted_was_approved_by_somebody_who_did_not_ask(what: list[Any]) -> None:
    happened = _happened(played(BEGUN, what))
    if not any(isinstance(one, e.CaseDecided) and one.granted for one in happened):
        return
    decided = [one for one in happened if isinstance(one, e.ActDone) and one.act == "decide"]

    assert [(one.outcome, one.by) for one in decided] == [("approved", OFFICE)]


@for_all(steps)
def test_time_alone_brings_every_open_case_to_its_end(what: list[Any]) -> None:
    given = played(BEGUN, what)
    for _ in range(10):
        given = _ticked(given)

    assert given.state(CASE).settled
