"""Whether the meetings of a rulebook could be held, and decide."""

from collections.abc import Iterator
from fractions import Fraction

from domain.exact import text
from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.meetings import MeetingKind, MeetingRule
from domain.schedule import Anchor, StepName

_HALF = Fraction(1, 2)


def meeting_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """What keeps a meeting from being made up of anybody, from deciding, or from mattering."""
    for position, rule in enumerate(rulebook.meetings, start=1):
        place = f"meetings.{position}"
        yield from _members(rule, place, rulebook)
        yield from _shares(rule, place)
        yield from _latest(rule, place, rulebook)
    yield from _joint(rulebook)


def _members(rule: MeetingRule, place: str, rulebook: Rulebook) -> Iterator[Finding]:
    role = next((role for role in rulebook.roles if role.id == rule.members), None)
    if role is not None and role.held_by is None:
        problem = f"nobody sits in it, since no post of a directory holds role {role.id}"
        yield Finding(place=f"{place}.members", problem=problem, mend=f"Say by which post {role.id} is held_by")


def _shares(rule: MeetingRule, place: str) -> Iterator[Finding]:
    if not 0 < rule.quorum <= 1:
        problem = f"{text(rule.quorum)} is no share of its members"
        yield Finding(place=f"{place}.quorum", problem=problem, mend="Choose a share above 0, up to 1")
    if not _HALF <= rule.majority < 1:
        problem = f"more than {text(rule.majority)} of those entitled would carry a motion"
        mend = "Choose a share from 0.5, so that no two motions against each other are carried, to below 1"
        yield Finding(place=f"{place}.majority", problem=problem, mend=mend)


def _latest(rule: MeetingRule, place: str, rulebook: Rulebook) -> Iterator[Finding]:
    if rule.latest is None or rule.latest.after in {Anchor.PERIOD_START, Anchor.PERIOD_END}:
        return
    if rule.latest.after.value not in [step.step.value for step in rulebook.steps]:
        problem = f"it is to be held after {rule.latest.after.value}, which is no step of the rulebook"
        mend = "Choose period_start, period_end or a step of the rulebook"
        yield Finding(place=f"{place}.latest.after", problem=problem, mend=mend)


def _joint(rulebook: Rulebook) -> Iterator[Finding]:
    joint = [n for n, rule in enumerate(rulebook.meetings, start=1) if rule.kind is MeetingKind.JOINT]
    for position in joint[1:]:
        problem = "it is the second joint meeting, and one result is deliberated on once"
        yield Finding(place=f"meetings.{position}.kind", problem=problem, mend="Keep one joint meeting")
    for position in joint[:1]:
        if not rulebook.grades and rulebook.scheme is None:
            problem = "it deliberates on grades, and there are none"
            yield Finding(place=f"meetings.{position}.kind", problem=problem, mend="List the grades")
        if StepName.RESULT not in [step.step for step in rulebook.steps]:
            problem = "it deliberates on results, and there is no step result"
            yield Finding(place=f"meetings.{position}.kind", problem=problem, mend="Add the step result")
