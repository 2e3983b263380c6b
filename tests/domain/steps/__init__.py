"""A page for each step of a cycle: given what has happened, when somebody acts, then this follows.

In the order of a year:

- goals: `test_goals`, `test_goals_in_two_acts`, `test_goal_change`
- how a unit signs: `test_signing`, `test_joint_tasks`
- counseling: `test_counseling`, `test_improvement`; apart from it, notices: `test_supervision_notice`
- reporting: `test_reporting`, `test_nomination`
- verification: `test_draw_for_verification`, `test_verification`, `test_false_data`
- scoring: `test_scoring`, `test_panels`
- result: `test_result`, and the meetings on it: `test_meeting`, `test_deliberation`, `test_recommendation`,
  `test_review_board`, `test_hearing`, `test_congress_report`
- public notice: `test_notice`; feedback: `test_feedback`
- review and appeal: `test_review`, `test_appeal`, `test_revision`
- uses: `test_uses`

Time is on pages of its own: `test_reminders_and_escalation` and `test_case_clocks`.
"""
