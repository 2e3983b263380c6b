"""Goals of an appraisee: how far they have come, and what the public and those served say of them."""

from uuid import UUID

from api.operations.known import regulation_of, require_appraisal
from api.operations.store import Done, Store, person
from domain.appraisal.goal_setting.audit import CommentOnGoals
from domain.appraisal.goal_setting.events import Voice
from domain.appraisal.state import Appraisal
from domain.calendar import Instant
from domain.event import Record
from domain.exact import Exact
from domain.regulation import leaves_for


class GoalShown(Record):
    """The goal of an indicator; `state` is proposed, in dispute or fixed. No target is the rulebook's."""

    indicator: str
    name: str
    goal_class: str | None
    target: Exact | None
    state: str


class GoalsShown(Record):
    """The goals of one appraisee, and how far they have come."""

    appraisal: str
    goals: tuple[GoalShown, ...]
    comments_until: Instant | None
    comments: int
    publication: str | None


class GoalsOfAppraisals:
    """Shows goals and takes comments on them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def show(self, appraisal: str) -> GoalsShown:
        """The goals of `cycle:appraisee` as they stand."""
        _, state = await require_appraisal(self._store, appraisal)
        rulebook = await regulation_of(self._store, state.cycle)
        return GoalsShown(
            appraisal=appraisal,
            goals=tuple(
                GoalShown(
                    indicator=leaf.id,
                    name=leaf.name,
                    goal_class=leaf.goal_class,
                    target=state.goals[leaf.id],
                    state=_stands(leaf.id, state),
                )
                for leaf in leaves_for(rulebook, state.appraisee)
                if leaf.id in state.goals
            ),
            comments_until=state.setting.comments_until,
            comments=state.setting.comments,
            publication=state.setting.publication,
        )

    async def comment(
        self, appraisal: str, comment: str, actor: str | None, command_id: UUID, *, voice: Voice = Voice.UNIT
    ) -> Done:
        """Comments on the audited goals of `cycle:appraisee`, while they are open for it."""
        acting = person(actor)
        stream, _ = await require_appraisal(self._store, appraisal)
        return await self._store.write(command_id, acting, stream, CommentOnGoals(comment=comment, voice=voice))


def _stands(indicator: str, state: Appraisal) -> str:
    if state.goals_confirmed or indicator in state.setting.fixed:
        return "fixed"
    return "in dispute" if indicator in state.setting.disputes else "proposed"
