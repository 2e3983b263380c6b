"""Launch: a cycle begins only when everything it needs is there, and every instant of it lies ahead."""

from collections import Counter
from collections.abc import Sequence
from typing import NoReturn

from pydantic import Field

from domain.appraisal.recording.record import takes_facts
from domain.certificates import require_certificate
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle import events as e
from domain.cycle.containing import launched_by_rule
from domain.cycle.draw_value import possible_givers
from domain.cycle.linking import require_links
from domain.cycle.regulation import pinned_by
from domain.cycle.rights import require_new, require_office, require_system, rulebook_of
from domain.cycle.state import Cycle
from domain.directory import Directory, Role
from domain.event import Event
from domain.planning import plan
from domain.refusal import Reason, Refused
from domain.regulation import EvaluatorKind, Indicator, Judged, Rulebook, attributes_of, in_force, leaves_for
from domain.schedule import Period, StepName
from domain.scoring.fitting import require_stated
from domain.scoring.rules import Rules
from domain.streams import appraisal_stream, directory_stream, slug
from domain.tasks import OTHER_KINDS


def _is_left_out(given: object) -> bool:
    return given is None


@command
class LaunchCycle(Command):
    """Launches a cycle of the versions of rulebook and scheme in force, over the appraisees named.

    It may be `within` another cycle, whose period holds its own, and `follow` an earlier one. A special cycle has a
    `matter`. What a launch leaves out is not in the command, which so is the same as before one could say it, byte for
    byte: a retry is one.
    """

    cycle: str
    title: str
    rulebook: str
    authority: str
    period: Period
    appraisees: tuple[str, ...]
    scheme: str | None = Field(default=None, exclude_if=_is_left_out)
    within: str | None = Field(default=None, exclude_if=_is_left_out)
    follows: str | None = Field(default=None, exclude_if=_is_left_out)
    matter: str | None = Field(default=None, exclude_if=_is_left_out)


@command
class CheckLaunch(Command):
    """Counts what the launched cycle asks of whom."""


@command
class RecordAppraisalsOpened(Command):
    """States that every appraisee has an appraisal."""


def launch(wish: LaunchCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {slug(wish.cycle, 'cycle')}"
    if state.launched:
        raise Refused(Reason.CONFLICT, name, "has been launched already", "Choose another id for a new cycle")
    by_rule = launched_by_rule(wish, context)
    if not by_rule:
        require_office(context, wish.authority, name)
    pinned = pinned_by(wish, context)
    rulebook = in_force(pinned.rulebook, pinned.scheme)
    require_links(wish, name, rulebook, context)
    directory: Directory = context.states[directory_stream(wish.authority)]
    if not by_rule:
        require_certificate(context.actor, Role.OFFICE, rulebook.certified, directory, context.now)
    _check_appraisees(wish, name, rulebook, directory)
    _check_posts(name, rulebook, directory)
    check_others(wish.appraisees, rulebook, directory)
    _check_comparison(name, rulebook)
    if wish.cycle in OTHER_KINDS:
        problem = "would be taken for a kind of task, whose ids begin so"
        raise Refused(Reason.INVALID, name, problem, "Give it another id, such as 'annual-2026'")
    schedule = plan(rulebook.steps, rulebook.calendar, wish.period, context.now)
    for times in schedule:
        if times.ends <= context.now:
            raise Refused(
                Reason.INVALID,
                name,
                f"would end its step {times.step.value} on {times.ends.isoformat()}, which has passed",
                "Choose a later period, or give the step more time in the rulebook",
            )
    return [
        e.CycleLaunched(
            cycle=wish.cycle,
            title=wish.title,
            authority=wish.authority,
            rulebook=wish.rulebook,
            rulebook_hash=pinned.rulebook_hash,
            scheme=wish.scheme,
            scheme_hash=pinned.scheme_hash,
            period=wish.period,
            appraisees=wish.appraisees,
            schedule=schedule,
            kind=rulebook.kind,
            within=wish.within,
            follows=wish.follows,
            matter=wish.matter,
            by=context.actor,
        )
    ]


def _check_appraisees(wish: LaunchCycle, name: str, rulebook: Rulebook, directory: Directory) -> None:
    if not wish.appraisees:
        raise Refused(Reason.INVALID, name, "has no appraisees", "Name at least one unit to appraise")
    twice = sorted(unit for unit, times in Counter(wish.appraisees).items() if times > 1)
    if twice:
        raise Refused(Reason.INVALID, name, f"names {', '.join(twice)} twice", "Name each appraisee once")
    unknown = [unit for unit in wish.appraisees if unit not in directory.units]
    if unknown:
        raise Refused(
            Reason.NOT_FOUND,
            name,
            f"names {', '.join(unknown)}, which the directory of {wish.authority} does not have",
            "Add the units to the directory, or correct their names",
        )
    rules = Rules(rulebook)
    for unit in wish.appraisees:
        check_unit(unit, rulebook, rules, directory)


def check_unit(unit: str, rulebook: Rulebook, rules: Rules, directory: Directory) -> None:
    """Refuses an appraisee that the rulebook has nothing for, or that lacks people to act for it or to judge it."""
    require_stated(rules, unit, attributes_of(rulebook, unit), [intake.into for intake in rulebook.intakes])
    leaves = leaves_for(rulebook, unit)
    if not leaves:
        raise Refused(
            Reason.INVALID,
            f"appraisee {unit}",
            f"has no indicator in rulebook {rulebook.id}",
            "Let an indicator apply to it, or leave it out of the cycle",
        )
    for leaf in leaves:
        _check_leaf(leaf, unit, directory)
    if not directory.holders(Role.HEAD, unit):
        raise Refused(
            Reason.INVALID,
            f"appraisee {unit}",
            "has no head in the directory, so nobody could act for it",
            "Fill the post of its head",
        )


def _check_comparison(name: str, rulebook: Rulebook) -> None:
    """Refuses a comparison that nobody would make: peers are tabulated when all have been scored."""
    steps = {rule.step for rule in rulebook.steps}
    if StepName.RESULT in steps and StepName.SCORING not in steps and Rules(rulebook).compares:
        raise Refused(
            Reason.INVALID,
            name,
            "compares peers, and has no step scoring after which they could be",
            "Add the step to the rulebook",
        )


def _check_posts(name: str, rulebook: Rulebook, directory: Directory) -> None:
    """Refuses a cycle with a step that nobody could do: it would only lapse, months later."""
    steps = {rule.step for rule in rulebook.steps}
    kinds = {evaluator.kind for evaluator in rulebook.evaluators if evaluator.panel is None}
    needed = {
        Role.COMMITTEE: StepName.RESULT in steps,
        Role.VERIFIER: StepName.VERIFICATION in steps,
        Role.LEADER: StepName.SCORING in steps and EvaluatorKind.LEADERS in kinds,
    }
    value_by = rulebook.verification.value_by
    if value_by is not None:
        needed[value_by] = needed.get(value_by, False) or StepName.VERIFICATION in steps
    for role in (role for role, is_needed in needed.items() if is_needed):
        if not directory.holders(role):
            raise Refused(
                Reason.INVALID,
                name,
                f"needs somebody with the role {role.value}, and the directory has nobody",
                "Fill such a post, or leave out of the rulebook what needs it",
            )


def check_others(appraisees: Sequence[str], rulebook: Rulebook, directory: Directory) -> None:
    """Refuses an appraisee whom only its own people, or the office that computes, could verify, rate or approve."""
    steps = {rule.step for rule in rulebook.steps}
    kinds = {evaluator.kind for evaluator in rulebook.evaluators if evaluator.panel is None}
    office = set(directory.holders(Role.OFFICE))
    able = {
        "verify what it reports": (StepName.VERIFICATION in steps, directory.holders(Role.VERIFIER)),
        "rate it as a leader": (
            StepName.SCORING in steps and EvaluatorKind.LEADERS in kinds,
            directory.holders(Role.LEADER),
        ),
        "close the record of its facts as a member of the performance office": (
            StepName.SCORING in steps and any(takes_facts(rulebook, unit) for unit in appraisees),
            directory.holders(Role.OFFICE),
        ),
        "approve its result as a member of the committee who is not of the performance office": (
            StepName.RESULT in steps,
            tuple(person for person in directory.holders(Role.COMMITTEE) if person not in office),
        ),
    }
    for duty, persons in ((duty, persons) for duty, (is_needed, persons) in able.items() if is_needed):
        units = {directory.posts[person].unit for person in persons}
        for unit in appraisees:
            if not units - {unit}:
                _refuse_nobody(unit, f"has nobody of another unit to {duty}", "Fill such a post in another unit")
    wanted = rulebook.verification.verifiers if StepName.VERIFICATION in steps else 0
    for unit in appraisees:
        others = [one for one in directory.holders(Role.VERIFIER) if directory.posts[one].unit != unit]
        if len(others) < wanted:
            problem = f"has {len(others)} verifiers of other units, and the rulebook wants {wanted} for each value"
            _refuse_nobody(unit, problem, "Fill more such posts")
    value_by = rulebook.verification.value_by if StepName.VERIFICATION in steps else None
    if value_by is not None and not possible_givers(value_by, appraisees, directory):
        problem = "has nobody to give the value of its draw who is neither of it nor of the performance office"
        mend = f"Give the role {value_by.value} to somebody of no unit appraised"
        _refuse_nobody(appraisees[0], problem, mend)
    heads = set(directory.holders(Role.HEAD))
    for unit in appraisees if StepName.RESULT in steps else ():
        if not any(person not in heads or not directory.belongs(person, unit) for person in office):
            problem = "has nobody but its own head to compute its result"
            _refuse_nobody(unit, problem, "Add another member to the performance office")


def _refuse_nobody(unit: str, problem: str, mend: str) -> NoReturn:
    raise Refused(Reason.INVALID, f"appraisee {unit}", problem, mend)


def _check_leaf(leaf: Indicator, unit: str, directory: Directory) -> None:
    judged = isinstance(leaf.rule, Judged)
    if leaf.lead not in directory.units and (judged or leaf.lead is not None):
        raise Refused(
            Reason.NOT_FOUND,
            f"indicator {leaf.id}",
            f"is led by {leaf.lead}, which the directory does not have",
            "Add the lead department to the directory, or correct it in the rulebook",
        )
    if judged and not directory.holders(Role.HEAD, leaf.lead):
        raise Refused(
            Reason.INVALID,
            f"indicator {leaf.id}",
            f"is to be judged by {leaf.lead}, which has no head in the directory",
            "Fill the post of its head, or name another lead department",
        )
    if judged and leaf.lead == unit:
        raise Refused(
            Reason.INVALID,
            f"indicator {leaf.id}",
            f"would be judged by {unit}, which is appraised on it",
            "Nobody judges himself: name another lead department, or let the indicator apply to others only",
        )


def check_launch(_wish: CheckLaunch, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(not state.checked, state, "has passed its launch check already")
    rulebook = rulebook_of(state, context)
    directory: Directory = context.states[directory_stream(state.authority)]
    leaves = [leaf for unit in state.appraisees for leaf in leaves_for(rulebook, unit)]
    judges = {leaf.lead for leaf in leaves if isinstance(leaf.rule, Judged)}
    by_leaders = any(one.kind is EvaluatorKind.LEADERS and one.panel is None for one in rulebook.evaluators)
    evaluators = len(judges) + (len(directory.holders(Role.LEADER)) if by_leaders else 0)
    return [
        e.LaunchChecked(
            appraisees=len(state.appraisees),
            indicators=len({leaf.id for leaf in leaves}),
            evaluators=evaluators,
            compares=Rules(rulebook).compares,
            asks_value=rulebook.verification.value_by is not None,
        )
    ]


def record_opened(_wish: RecordAppraisalsOpened, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(not state.opened or bool(state.joining), state, "has opened its appraisals already")
    waiting = [unit for unit in state.joining if not context.states[appraisal_stream(state.id, unit)].opened]
    if waiting:
        mend = "Open it first"
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", f"has no appraisal of {', '.join(waiting)} yet", mend)
    return [e.AppraisalsOpened(count=len(state.appraisees))]
