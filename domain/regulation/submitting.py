"""Whether goals and reports can be handed in as the rulebook says: by classes there are, and roles that are held."""

from collections import Counter
from collections.abc import Iterator

from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.submissions import GoalSetting, fixing
from domain.regulation.tree import walk
from domain.schedule import StepName


def submission_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """One finding for each thing that keeps goals and reports from being handed in as the rulebook says."""
    known = [one.id for one in rulebook.goal_setting.classes] if rulebook.goal_setting else []
    for number, node in walk(rulebook.indicators):
        if node.goal_class is not None and node.goal_class not in known:
            place, problem = f"indicators.{number}.goal_class", f"there is no class of goals {node.goal_class!r}"
            yield Finding(place=place, problem=problem, mend=f"There are: {', '.join(known) or 'none'}")
    if rulebook.signing is not None and not (rulebook.signing.goals or rulebook.signing.reports):
        yield Finding(place="signing", problem="nothing is signed", mend="Sign goals, reports or both, or leave it out")
    if rulebook.goal_setting is not None:
        yield from _goal_setting(rulebook, rulebook.goal_setting)


def _goal_setting(rulebook: Rulebook, rule: GoalSetting) -> Iterator[Finding]:
    if StepName.GOALS not in [one.step for one in rulebook.steps]:
        problem = "it says how goals are set, and there is no step goals"
        yield Finding(place="goal_setting", problem=problem, mend="Add the step, or leave it out")
    for id_, times in Counter(one.id for one in rule.classes).items():
        if times > 1:
            problem = f"{id_!r} is listed twice"
            yield Finding(place="goal_setting.classes", problem=problem, mend="Give each an id of its own")
    held_by = {one.id: one.held_by for one in rulebook.roles}
    for place, role in fixing(rule):
        holder = held_by.get(role)
        if role in held_by and holder is None:
            mend = f"State held_by of role {role}"
            yield Finding(place=place, problem=f"no post holds role {role}, so nobody could fix", mend=mend)
        elif holder is not None and holder.of_a_unit:
            problem = f"role {role} is the unit's own {holder.value}"
            yield Finding(place=place, problem=problem, mend="Let goals be fixed by somebody outside the unit")
