"""What happens to rulebooks and schemes on their way into force, in English."""

from typing import Any

from api.sentences.words import Change, Telling, Told, instant, listed, number
from domain.enactment import events as e
from domain.enactment.state import Enacted
from domain.rulebook import RulebookPublished

Before = Enacted[Any]


def _drafted(happened: e.RegulationDrafted, before: Before) -> Told:
    change = Change(what="draft", before=before.draft.hash if before.draft else None, after=happened.hash)
    why = f", {_because(happened.reason)}" if happened.reason else ""
    verb = "changed" if before.draft else "written"
    return Told(f"The draft of version {happened.number} was {verb}{why}.", (change,))


def _because(reason: str) -> str:
    return f"for the reason {reason!r}"


def _checked(happened: e.RegulationChecked, _before: object) -> Told:
    if not happened.counts:
        return Told("The draft was checked and nothing was found.")
    counted = ", ".join(number(count, severity) for severity, count in happened.counts.items())
    first = "; ".join(f"{one.place}: {one.problem}" for one in happened.findings[:3])
    return Told(f"The draft was checked: {counted}, first {first}.")


def _consultation_opened(happened: e.ConsultationOpened, _before: object) -> Told:
    asked = listed(happened.asked) if happened.asked else "everybody"
    until = f"until {instant(happened.until)}" if happened.until else "until it is closed"
    return Told(f"The draft was laid open for comments: {asked} may comment {until}.")


def _commented(_happened: e.ConsultationCommented, _before: object) -> Told:
    return Told("A comment on the draft was made.")


def _consultation_closed(happened: e.ConsultationClosed, before: Before) -> Told:
    known = before.draft.consultation if before.draft else None
    with_response = "with a response" if happened.response else "without a response"
    return Told(
        f"The consultation was closed after {number(known.comments if known else 0, 'comment')}, {with_response}."
    )


def _consultation_waived(_happened: e.ConsultationWaived, _before: object) -> Told:
    return Told("The draft was not laid open for comments, for a reason given.")


def _approved(happened: e.RegulationApproved, _before: object) -> Told:
    return Told(f"The committee approved the draft of content {happened.hash}.")


def _returned(_happened: e.RegulationReturned, _before: object) -> Told:
    return Told("The committee returned the draft.")


def _published(happened: e.RegulationPublished, before: Before) -> Told:
    why = f", {_because(happened.reason)}" if happened.reason else ""
    changes = (
        Change(what="version in force", before=before.in_force, after=happened.hash),
        *(Change(what=line.place, before=line.before, after=line.after) for line in happened.changes),
    )
    return Told(f"Version {happened.number} of {happened.regulation} came into force{why}.", changes)


def _retired(happened: e.RegulationRetired, _before: object) -> Told:
    change = Change(what="version in force", before=happened.hash, after=None)
    return Told(f"It was retired, {_because(happened.reason)}: no cycle can be launched on it any more.", (change,))


def _rulebook_published(happened: RulebookPublished, before: Before) -> Told:
    change = Change(what="version in force", before=before.in_force, after=happened.hash)
    return Told(f"Version {happened.number} of rulebook {happened.rulebook} came into force.", (change,))


TELL: Telling = {
    e.RegulationDrafted: _drafted,
    e.RegulationChecked: _checked,
    e.ConsultationOpened: _consultation_opened,
    e.ConsultationCommented: _commented,
    e.ConsultationClosed: _consultation_closed,
    e.ConsultationWaived: _consultation_waived,
    e.RegulationApproved: _approved,
    e.RegulationReturned: _returned,
    e.RegulationPublished: _published,
    e.RegulationRetired: _retired,
    RulebookPublished: _rulebook_published,
}
