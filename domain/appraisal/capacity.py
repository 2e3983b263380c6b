"""In what capacity people act on an appraisal: by the duty they discharge, else by the post they hold."""

from collections.abc import Iterator, Mapping

from domain.appraisal import reopening
from domain.appraisal.recording import causes, checks, false_reports, record
from domain.appraisal.revision import deciding as revision
from domain.appraisal.rights import directory_of, entitled, task_id
from domain.appraisal.state import Appraisal
from domain.appraisal.tasks import acts_on
from domain.command import Command, Context
from domain.decision import Capacity
from domain.directory import Role, in_post

_ROLES: Mapping[type[Command], tuple[Role, ...]] = {
    causes.ClaimExternalCause: (Role.HEAD,),
    causes.HearExternalCause: (Role.HEAD,),
    causes.RuleOnExternalCause: (Role.COMMITTEE,),
    checks.RecordCrossCheck: (Role.VERIFIER, Role.HEAD),
    checks.RecordSiteVisit: (Role.VERIFIER,),
    false_reports.AnswerFalseReport: (Role.HEAD,),
    false_reports.RuleOnFalseReport: (Role.COMMITTEE,),
    reopening.ReopenAppraisal: (Role.COMMITTEE,),
    reopening.DeclineReopening: (Role.COMMITTEE,),
    revision.ApproveRevision: (Role.COMMITTEE,),
    revision.ReturnRevision: (Role.COMMITTEE,),
}
"""Who does what no duty of a step asks for, where that is neither the office nor the head of a lead department."""


def capacity(wish: Command, state: Appraisal, context: Context) -> Capacity:
    """In what capacity the actor of a decided command acted; none for parts of the system."""
    if context.actor.startswith("system:"):
        return Capacity()
    directory = directory_of(state, context)
    for duty in state.current.duties if state.current else ():
        if acts_on(duty.key, wish) and entitled(duty, context.actor, directory):
            if context.actor in duty.persons:
                return Capacity(role=duty.role.value, mandate=f"task:{task_id(state, duty.key)}")
            return in_post(directory, context.actor, duty.role, unit=duty.unit)
    return in_post(directory, context.actor, *_roles(wish))


def _roles(wish: Command) -> Iterator[Role]:
    """The roles in which something is done that no duty asks for, the likeliest first."""
    for one in wish.facts if isinstance(wish, record.RecordFacts) else (wish,):
        yield from _ROLES.get(type(one), (Role.OFFICE, Role.HEAD))
