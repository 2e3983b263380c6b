"""Approval: the committee approves exactly the content it was shown, or returns the draft."""

from domain.command import Command, command
from domain.enactment import events as e
from domain.enactment.rights import Matter, require_committee, require_reason, the_draft
from domain.enactment.state import Draft, Stage
from domain.event import Event, Private
from domain.refusal import Reason, Refused


@command
class ApproveDraft(Command):
    """Approves the draft of exactly this content hash."""

    hash: str


@command
class ReturnDraft(Command):
    """Returns the draft with the reason."""

    reason: str


def approve(wish: ApproveDraft, matter: Matter) -> list[Event]:
    draft = the_draft(matter)
    require_committee(matter, draft)
    if wish.hash != draft.hash:
        raise Refused(
            Reason.CONFLICT,
            matter.thing,
            f"has a draft of content {draft.hash}, not {wish.hash}",
            f"Look at it again with 'kaohe {matter.instrument.noun} show {matter.state.id}', and approve what you saw",
        )
    if draft.stage is Stage.APPROVED:
        raise Refused(
            Reason.CONFLICT, matter.thing, "has been approved already", "Let the performance office publish it"
        )
    _require_ready(matter, draft)
    require_same_rulebook(matter, draft, draft.under)
    return [e.RegulationApproved(hash=draft.hash, rulebook_hash=draft.under, by=matter.actor)]


def return_(wish: ReturnDraft, matter: Matter) -> list[Event]:
    draft = the_draft(matter)
    require_committee(matter, draft)
    if draft.stage is not Stage.APPROVED:
        _require_ready(matter, draft)
    require_reason(wish.reason, matter.thing, "would be returned without a reason")
    reason = Private(data_subject=matter.actor, text=wish.reason)
    return [e.RegulationReturned(hash=draft.hash, reason=reason, by=matter.actor)]


def _require_ready(matter: Matter, draft: Draft) -> None:
    """Refuses what is not before the committee yet."""
    if draft.stage is not Stage.CONSULTED:
        lacking = {
            Stage.DRAFT: "has not passed its check",
            Stage.CHECKED: "has not been consulted on",
            Stage.CONSULTING: "is still in consultation",
        }[draft.stage]
        raise Refused(
            Reason.CONFLICT,
            matter.thing,
            f"has a draft that {lacking}",
            f"Wait for the performance office; see 'kaohe {matter.instrument.noun} show {matter.state.id}'",
        )


def require_same_rulebook(matter: Matter, draft: Draft, looked_at: str | None) -> None:
    """Refuses a scheme whose rulebook was amended, or retired, since it was looked at."""
    now = matter.under(draft.document)
    if now != looked_at:
        raise Refused(
            Reason.CONFLICT,
            matter.thing,
            f"was looked at under version {looked_at} of its rulebook, and in force is {now or 'none'}",
            f"Check it again with 'kaohe {matter.instrument.noun} check {matter.state.id}', and let the committee "
            "approve it under the version in force",
        )
