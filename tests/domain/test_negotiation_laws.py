"""Laws of negotiating goals: whatever the two sides do, in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from domain.appraisal.goal_setting.negotiation import AgreeGoals, DisputeGoal, DropDispute, SettleDispute
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.schedule import StepName
from tests.domain.given import Given
from tests.domain.goal_setting import HEARD
from tests.domain.history import APPRAISAL, HEAD, OFFICE

TURNS = {"negotiate-goals", "negotiate-goals-by-office"}
indicators = st.sampled_from(["budget", "delays"])
targets = {"budget": ["96", "98", "99"], "delays": ["12", "11", "9"]}


@st.composite
def disputes(draw: st.DrawFn) -> DisputeGoal:
    indicator = draw(indicators)
    target = draw(st.none() | st.sampled_from(targets[indicator]))
    return DisputeGoal(indicator=indicator, target=target, reason="As it should be")


acts = st.tuples(
    st.sampled_from([HEAD, OFFICE, "office-2"]),
    disputes()
    | st.builds(SettleDispute, indicator=indicators)
    | st.builds(DropDispute, indicator=indicators)
    | st.builds(AgreeGoals),
)


def negotiated(wishes: list[tuple[str, Command]]) -> list[tuple[Given, str, Command]]:
    """What the two sides do one after another, as far as it is not refused, each with the history before it."""
    state, taken = HEARD, []
    for actor, wish in wishes:
        outcome = state.when(APPRAISAL, wish, actor=actor)
        if outcome.refusal is None:
            taken.append((state, actor, wish))
            state = outcome.accepted
    return [*taken, (state, "", AgreeGoals())]


def open_tasks(given: Given) -> set[str]:
    found: Appraisal = given.state(APPRAISAL)
    return {duty.key for duty in found.steps[StepName.GOALS].open_duties}


@given(st.lists(acts, max_size=12))
def test_it_is_always_one_sides_turn_until_both_have_agreed_and_nothing_is_in_dispute(
    wishes: list[tuple[str, Command]],
) -> None:
    for state, _, _ in negotiated(wishes):
        [turn] = open_tasks(state)
        if turn not in TURNS:
            assert turn == "fix-goals"
            assert state.state(APPRAISAL).setting.disputes == {}


@given(st.lists(acts, max_size=12))
def test_a_goal_changes_only_to_what_one_side_said_and_the_other_took(wishes: list[tuple[str, Command]]) -> None:
    known = dict(HEARD.state(APPRAISAL).goals)
    history = negotiated(wishes)
    for state, actor, wish in history[:-1]:
        if isinstance(wish, SettleDispute):
            dispute = state.state(APPRAISAL).setting.disputes[wish.indicator]
            assert (actor == HEAD) is not (dispute.by == HEAD)
            known[wish.indicator] = known[wish.indicator] if dispute.target is None else dispute.target
    assert history[-1][0].state(APPRAISAL).goals == known
    assert known.keys() == {"budget", "delays"}


@given(st.lists(acts, max_size=8))
def test_whatever_has_been_said_both_sides_can_come_to_an_end(wishes: list[tuple[str, Command]]) -> None:
    state = negotiated(wishes)[-1][0]
    for _ in range(8):
        [turn] = open_tasks(state)
        if turn not in TURNS:
            return
        actor = HEAD if turn == "negotiate-goals" else OFFICE
        for indicator, dispute in dict(state.state(APPRAISAL).setting.disputes).items():
            own = (dispute.by == HEAD) is (actor == HEAD)
            wish = DropDispute(indicator=indicator) if own else SettleDispute(indicator=indicator)
            state = state.when(APPRAISAL, wish, actor=actor).accepted
        state = state.when(APPRAISAL, AgreeGoals(), actor=actor).accepted
    raise AssertionError("they never came to an end")
