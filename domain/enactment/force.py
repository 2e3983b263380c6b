"""Force: an approved draft is published, as the first version or an amendment; what is in force can be retired."""

from typing import Any

from domain.command import Command, command
from domain.enactment import events as e
from domain.enactment.approval import require_same_rulebook
from domain.enactment.comparison import compare
from domain.enactment.drafting import named, require_change, require_own
from domain.enactment.instrument import Content
from domain.enactment.rights import (
    Matter,
    require_office,
    require_operator,
    require_reason,
    the_draft,
    who_approves,
)
from domain.enactment.state import Stage
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import written


@command
class PublishDraft(Command):
    """Puts the approved draft into force."""


@command
class RetireRegulation(Command):
    """Takes the version in force out of it; the reason is published."""

    reason: str


def publish(_wish: PublishDraft, matter: Matter) -> list[Event]:
    draft = the_draft(matter)
    require_office(matter, "publish")
    if draft.stage is not Stage.APPROVED:
        raise Refused(
            Reason.CONFLICT,
            matter.thing,
            f"has a draft that the committee has not approved: it is at stage {draft.stage.value}",
            who_approves(matter, draft),
        )
    require_same_rulebook(matter, draft, draft.approved_under)
    content = Content(dict(draft.document), draft.hash)
    require_valid(matter, matter.thing, content)
    return [_published(matter, matter.state.id, matter.state.authority, content, draft.reason)]


def publish_at_once(document: dict[str, Any], matter: Matter) -> list[Event]:
    """Puts a document into force in one step, as the operator does before there is a performance office."""
    noun = matter.instrument.noun
    name, authority = named(document, "id", noun), named(document, "authority", noun)
    thing = f"{noun} {name}"
    require_operator(matter, thing, authority)
    require_own(matter, thing, name, authority)
    content = matter.instrument.content(document)
    require_change(matter, thing, content)
    require_valid(matter, thing, content)
    return [_published(matter, name, authority, content, None)]


def require_valid(matter: Matter, thing: str, content: Content) -> None:
    """Refuses a document with findings, each named: a later release may find what an earlier one did not."""
    findings = matter.instrument.problems(content.document, matter.context.states)
    if findings:
        raise Refused(
            Reason.INVALID,
            thing,
            "has a problem" if len(findings) == 1 else f"has {len(findings)} problems",
            "Mend:\n" + "\n".join(f"- {finding}" for finding in findings),
            place=findings[0].place,
        )


def _published(matter: Matter, name: str, authority: str, content: Content, reason: str | None) -> Event:
    state = matter.state
    before = written(state.version(state.latest.hash)) if state.latest else None
    return e.RegulationPublished(
        regulation=name,
        authority=authority,
        number=state.number + 1,
        hash=content.hash,
        rulebook_hash=matter.under(content.document),
        document=content.document,
        reason=reason,
        changes=() if before is None else compare(before, content.document),
        by=matter.actor,
    )


def retire(wish: RetireRegulation, matter: Matter) -> list[Event]:
    require_office(matter, "retire")
    in_force = matter.state.in_force
    if in_force is None:
        raise Refused(Reason.CONFLICT, matter.thing, "has no version in force", "Nothing needs to be done")
    require_reason(wish.reason, matter.thing, "would be retired without a reason")
    return [e.RegulationRetired(hash=in_force, reason=wish.reason.strip(), by=matter.actor)]
