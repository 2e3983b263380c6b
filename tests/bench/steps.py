"""What a step costs Temporal, in its own exact counters: a matter of tests, named here so that nobody looks in vain."""

from tests.bench.measure import Bench, Counted

_TESTS = "tests/workflows/test_cost.py"


def measure(_bench: Bench) -> list[Counted]:
    return [
        Counted(
            "human step, no reminders",
            "at most 12 Temporal events, 3 state transitions",
            f"{_TESTS}::test_a_human_step_costs_at_most_12_events_and_3_transitions",
        ),
        Counted(
            "reminder",
            "at most 3 state transitions more",
            f"{_TESTS}::test_a_reminder_costs_at_most_3_transitions_more",
        ),
    ]
