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


def help_rules() -> dict[str, Any]:
    """Counseling that is offered early, an agreed improvement and an imposed rectification, as fields of the rulebook.

    What a check finds unfinished is written down again, and is what the next year begins with.
    """
    check = {
        "id": "check",
        "by": "office",
        "does": "checks the measures",
        "states": ["finding"],
        "outcomes": {"finished": "end", "unfinished": "left"},
        "grants": ["finished"],
        "clock": "check",
    }
    left = {"id": "left", "by": "unit", "does": "says what is left to do", "content": "measures"}
    measures = {"id": "plan", "by": "unit", "does": "proposes measures", "content": "measures"}
    agree = {
        "id": "agree",
        "by": "office",
        "does": "agrees to them",
        "returns_to": "plan",
        "outcomes": {"agreed": "check", "dropped": "end"},
    }
    impose = {"id": "impose", "by": "office", "does": "imposes measures", "states": ["reason"], "content": "measures"}
    report = {"id": "report", "by": "unit", "does": "reports what was done", "states": ["result"]}
    talk = [
        {"id": "offer", "by": "office", "does": "offers help", "states": ["topic"]},
        {"id": "actions", "by": "unit", "does": "proposes actions", "content": "measures"},
        {**agree, "returns_to": "actions", "outcomes": {"agreed": "end", "dropped": "end"}, "grants": ["agreed"]},
    ]
    clock = {"id": "check", "name": "Check", "after": "the plan is agreed", "within": "P3M", "asked_of": "office"}
    kinds = [
        {
            "id": "counseling",
            "name": "Counseling",
            "kind": "counseling",
            "acts": talk,
            "offered_when": 'value("budget") < 60 or value("hotline") < 60',
        },
        {"id": "improvement", "name": "Improvement", "kind": "improvement", "acts": [measures, agree, check, left]},
        {"id": "rectification", "name": "Order", "kind": "rectification", "acts": [impose, report, check, left]},
    ]
    return {"roles": _ROLES, "clocks": [clock], "procedures": kinds}
