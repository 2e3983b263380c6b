"""Who in a unit drafts, reviews and signs a paper."""

from domain.appraisal.drafting.drafts import KEYS
from domain.appraisal.drafting.events import Paper
from domain.appraisal.events import Duty
from domain.appraisal.rights import directory_of, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Context
from domain.directory import Role


def signed(of: Paper, state: Appraisal, context: Context) -> tuple[Duty, ...]:
    """The duties that end with the head's signature, each after the one before; a role nobody holds has none."""
    rule, keys = rulebook_of(state, context).signing, KEYS[of]
    asked = [(keys.sign, Role.HEAD)]
    if rule is not None and (rule.goals if of is Paper.GOALS else rule.reports):
        within = [(keys.draft, Role.LIAISON), *([(keys.review, Role.DEPUTY)] if rule.reviewed else [])]
        directory = directory_of(state, context)
        asked = [one for one in within if directory.holders(one[1], state.appraisee)] + asked
    before = (None, *(key for key, _ in asked))
    return tuple(
        Duty(key=key, role=role, unit=state.appraisee, after=after)
        for (key, role), after in zip(asked, before, strict=False)
    )
