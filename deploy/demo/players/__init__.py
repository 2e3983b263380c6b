"""Those who act in the demo's year: for every kind of task, the people it is asked of."""

from collections.abc import Mapping

from deploy.demo.players import committee, evaluators, heads, office, supervision, talks, verifiers
from deploy.demo.stage import Player

PLAYERS: Mapping[str, Player] = {
    "set-goals": heads.set_goals,
    "confirm-goals": office.confirm_goals,
    "talk": talks.hold,
    "talk-by-office": talks.attend,
    "report": heads.report,
    "give-draw-value": supervision.give_value,
    "verify": verifiers.verify,
    "judge": evaluators.judge,
    "rate": evaluators.rate,
    "ballot": evaluators.vote,
    "compute": office.compute,
    "approve": committee.approve,
    "issue-feedback": office.issue_feedback,
    "answer-feedback": heads.answer_feedback,
}
