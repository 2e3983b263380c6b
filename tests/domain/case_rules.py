"""Two small procedures: a notice that is answered by a clock, and a change of goals."""

from typing import Any

_ROLES = [
    {"id": "office", "name": "Office", "held_by": "office"},
    {"id": "unit", "name": "Unit", "held_by": "head"},
]
_ANSWER = {"id": "answer", "name": "Answer", "after": "the notice", "asked_of": "unit"}


def case_rules(**clock: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the clock
    """A notice that is answered by that clock, and a change of goals, as fields of the rulebook."""
    return {
        "roles": _ROLES,
        "clocks": [{**_ANSWER, **clock}],
        "procedures": [
            {
                "id": "notice",
                "name": "Notice",
                "kind": "notice",
                "acts": [
                    {"id": "notify", "by": "office", "does": "tells of a problem", "states": ["problem"]},
                    {"id": "answer", "by": "unit", "does": "answers", "clock": "answer"},
                ],
            },
            {
                "id": "goal-change",
                "name": "Change of goals",
                "kind": "goal_change",
                "acts": [
                    {"id": "ask", "by": "unit", "does": "asks", "content": "goal_changes"},
                    {
                        "id": "decide",
                        "by": "office",
                        "does": "decides",
                        "outcomes": {"approved": "end", "refused": "end"},
                        "grants": ["approved"],
                        "returns_to": "ask",
                    },
                ],
            },
        ],
    }
