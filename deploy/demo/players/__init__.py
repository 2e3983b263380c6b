"""Those who act in the demo's term: for every kind of task, the people it is asked of."""

from collections.abc import Mapping

from deploy.demo.players import cases, committee, evaluators, heads, office, supervision, talks, verifiers
from deploy.demo.stage import Player

PLAYERS: Mapping[str, Player] = {
    "set-goals": heads.set_goals,
    "confirm-goals": office.decide_on_goals,
    "audit-goals": office.decide_on_goals,
    "close-goal-comments": office.close_comments,
    "negotiate-goals": heads.agree_goals,
    "negotiate-goals-by-office": office.agree_goals,
    "fix-goals": office.fix_goals,
    "publish-goals": office.publish_goals,
    "talk": talks.hold,
    "talk-by-office": talks.attend,
    "report": heads.report,
    "give-draw-value": supervision.give_value,
    "verify": verifiers.verify,
    "judge": evaluators.judge,
    "rate": evaluators.rate,
    "ballot": evaluators.vote,
    "close-record": office.close_record,
    "compute": office.compute,
    "approve": committee.approve,
    "approve-revision": committee.approve_revision,
    "publish-notice": office.publish_notice,
    "close-notice": office.close_notice,
    "announce-result": office.announce_result,
    "issue-feedback": office.issue_feedback,
    "answer-feedback": heads.answer_feedback,
    "case:answer": cases.answer_notice,
    "case:settle": cases.settle_help,
    "case:decide": cases.decide_review,
    "case:accept": cases.accept_plan,
    "case:check": cases.check_plan,
}
