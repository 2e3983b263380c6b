"""How goals come about and reports are handed in: who drafts, reviews and signs, who audits, comments on and fixes."""

from collections.abc import Iterator

from domain.calendar import Duration
from domain.event import Record
from domain.regulation.identifiers import Slug


class GoalClass(Record):
    """Goals that another role fixes than the rest, such as those of key work; indicators say which is theirs.

    In mid-cycle they are changed by whoever fixes them, or by another role where `changed_by` names it.
    """

    id: Slug
    name: str
    fixed_by: Slug
    changed_by: Slug | None = None
    basis: Slug | None = None


class GoalSetting(Record):
    """How goals come about: the unit proposes them, the performance office audits them, and `fixed_by` fixes them.

    `comments` is how long the public and those served may comment on audited goals. Where goals are `negotiated`, unit
    and office settle what is in dispute before they are fixed; where they are `published`, the office does so after.
    """

    fixed_by: Slug
    classes: tuple[GoalClass, ...] = ()
    comments: Duration | None = None
    negotiated: bool = False
    published: bool = False
    basis: Slug | None = None


class Signing(Record):
    """Within a unit its liaison drafts, its deputy reviews where drafts are `reviewed`, and its head signs.

    A unit that has no liaison, or no deputy, when the step opens does without their act.
    """

    goals: bool = True
    reports: bool = True
    reviewed: bool = True
    basis: Slug | None = None


class Reporting(Record):
    """What becomes of a report once it is signed: the performance office receives it, or returns it for correction."""

    received: bool = True
    basis: Slug | None = None


def fixing(rule: GoalSetting | None) -> Iterator[tuple[str, str]]:
    """Each role that fixes goals, with the place of the document that says so."""
    if rule is not None:
        yield "goal_setting.fixed_by", rule.fixed_by
        for number, one in enumerate(rule.classes, start=1):
            yield f"goal_setting.classes.{number}.fixed_by", one.fixed_by
            if one.changed_by is not None:
                yield f"goal_setting.classes.{number}.changed_by", one.changed_by
