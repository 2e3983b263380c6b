"""What each step asks, and of whom: fixed when the step opens, from the rulebook and the directory of that day."""

from collections.abc import Callable, Mapping

from domain.appraisal import notice
from domain.appraisal.drafting.events import Paper
from domain.appraisal.drafting.rights import signed
from domain.appraisal.events import Duty
from domain.appraisal.goal_setting.rights import chain
from domain.appraisal.links.asked import asked
from domain.appraisal.panel import rights as panel
from domain.appraisal.recommendation import deliberated
from domain.appraisal.recording.record import takes_facts
from domain.appraisal.rights import cycle_of, directory_of, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Context
from domain.directory import Role
from domain.regulation import EvaluatorKind, Judged, leaves_for
from domain.schedule import StepName


def duties(step: StepName, state: Appraisal, context: Context) -> tuple[Duty, ...]:
    """The duties of a step that opens now; none when the rulebook asks nothing of anybody in it."""
    return _DUTIES[step](state, context)


def _goals(state: Appraisal, context: Context) -> tuple[Duty, ...]:
    rulebook = rulebook_of(state, context)
    proposed = signed(Paper.GOALS, state, context)
    if rulebook.goal_setting is not None:
        return (*proposed, *chain(rulebook, state.appraisee))
    return (*proposed, Duty(key="confirm-goals", role=Role.OFFICE, after="set-goals"))


def _counseling(state: Appraisal, _context: Context) -> tuple[Duty, ...]:
    return (
        Duty(key="talk", role=Role.HEAD, unit=state.appraisee),
        Duty(key="talk-by-office", role=Role.OFFICE),
    )


def _reporting(state: Appraisal, context: Context) -> tuple[Duty, ...]:
    if not asked(rulebook_of(state, context), state):
        return ()
    rule = rulebook_of(state, context).reporting
    received = (Duty(key="receive-report", role=Role.OFFICE, after="report"),) if rule and rule.received else ()
    return (*signed(Paper.REPORT, state, context), *received)


def _verification(state: Appraisal, context: Context) -> tuple[Duty, ...]:
    drawn = (cycle_of(state, context).sample or {}).get(state.appraisee, ())
    return tuple(Duty(key=f"verify.{indicator}", role=Role.VERIFIER) for indicator in drawn)


def _scoring(state: Appraisal, context: Context) -> tuple[Duty, ...]:
    rulebook, directory = rulebook_of(state, context), directory_of(state, context)
    kinds = {evaluator.kind for evaluator in rulebook.evaluators if evaluator.panel is None}
    wanted: list[Duty] = []
    if EvaluatorKind.LEAD_DEPARTMENTS in kinds:
        judged = [leaf for leaf in leaves_for(rulebook, state.appraisee) if isinstance(leaf.rule, Judged)]
        wanted += [Duty(key=f"judge.{leaf.id}", role=Role.HEAD, unit=leaf.lead) for leaf in judged]
    if EvaluatorKind.LEADERS in kinds:
        wanted += [
            Duty(key=f"rate.{leader}", role=Role.LEADER, persons=(leader,))
            for leader in directory.holders(Role.LEADER)
            if directory.posts[leader].unit != state.appraisee  # nobody rates his own unit, or one of interest
            and not directory.interested(leader, state.appraisee)
        ]
    electorate = directory.holders(Role.STAFF, state.appraisee)
    minimum = {evaluator.kind: evaluator.minimum for evaluator in rulebook.evaluators}
    # Fewer than the minimum could never be counted, so they are not asked; nobody votes twice in what was reopened.
    votes = EvaluatorKind.INTERNAL_BALLOT in kinds and state.ballots_cite is None
    if votes and len(electorate) >= minimum[EvaluatorKind.INTERNAL_BALLOT]:
        wanted.append(Duty(key="ballot", role=Role.STAFF, unit=state.appraisee, persons=electorate))
    wanted += panel.duties(state, context)
    if takes_facts(rulebook, state.appraisee):
        wanted.append(Duty(key="close-record", role=Role.OFFICE))
    return tuple(wanted)


def _result(state: Appraisal, context: Context) -> tuple[Duty, ...]:
    compute = Duty(key="compute", role=Role.OFFICE)
    if not deliberated(state, context):
        return (compute, Duty(key="approve", role=Role.COMMITTEE, after="compute"))
    return (
        compute,
        Duty(key="deliberate", role=Role.OFFICE, after="compute"),
        Duty(key="approve", role=Role.COMMITTEE, after="deliberate"),
    )


def _feedback(state: Appraisal, _context: Context) -> tuple[Duty, ...]:
    if not state.approved:
        return ()  # there is nothing to feed back; the history says why
    return (
        Duty(key="issue-feedback", role=Role.OFFICE),
        Duty(key="answer-feedback", role=Role.HEAD, unit=state.appraisee, after="issue-feedback"),
    )


_DUTIES: Mapping[StepName, Callable[[Appraisal, Context], tuple[Duty, ...]]] = {
    StepName.GOALS: _goals,
    StepName.COUNSELING: _counseling,
    StepName.REPORTING: _reporting,
    StepName.VERIFICATION: _verification,
    StepName.SCORING: _scoring,
    StepName.RESULT: _result,
    StepName.NOTICE: notice.duties,
    StepName.FEEDBACK: _feedback,
}
