"""Whether procedures can be carried out as cases: who does their acts, where outcomes lead, how their clocks end."""

from collections.abc import Iterator

from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.procedures import END, Act, CaseKind, Procedure
from domain.schedule import AtEnd

_REMEDIES = frozenset({CaseKind.REVIEW, CaseKind.APPEAL})


def case_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """One finding for each thing that would keep a case from going on, or from ending."""
    for number, procedure in enumerate(rulebook.procedures, start=1):
        place = f"procedures.{number}"
        yield from _procedure(procedure, rulebook, place)
        for position, act in enumerate(procedure.acts, start=1):
            yield from _act(act, procedure, rulebook, f"{place}.acts.{position}")
    yield from _clocks(rulebook)


def _procedure(procedure: Procedure, rulebook: Rulebook, place: str) -> Iterator[Finding]:
    for field in ("remedy", "standing", "offered_when"):
        if procedure.kind is None and getattr(procedure, field) is not None:
            problem = "it is of no kind, so no case is opened"
            yield Finding(place=f"{place}.{field}", problem=problem, mend="State its kind, or leave this out")
    if procedure.kind is not None and not procedure.acts:
        yield Finding(place=f"{place}.acts", problem="there are none", mend="List at least one act")
    remedies = [one.id for one in rulebook.remedies]
    if procedure.remedy is not None and procedure.remedy not in remedies:
        mend = f"There are: {', '.join(remedies) or 'none'}"
        yield Finding(place=f"{place}.remedy", problem=f"there is no remedy {procedure.remedy!r}", mend=mend)
    yield from _panel(procedure, rulebook, f"{place}.panel")
    if procedure.kind in _REMEDIES and procedure.remedy is None:
        mend = "Name the remedy that it carries out"
        yield Finding(place=f"{place}.remedy", problem=f"it is a {procedure.kind.value} without a remedy", mend=mend)


def _panel(procedure: Procedure, rulebook: Rulebook, place: str) -> Iterator[Finding]:
    if procedure.panel is None:
        return
    panel = next((one for one in rulebook.panels if one.id == procedure.panel), None)
    if procedure.kind is not CaseKind.NOMINATION:
        mend = "Leave it out; experts judge nominations alone"
        yield Finding(place=place, problem="it is no nomination, and has a panel", mend=mend)
    if panel is None:
        mend = f"There are: {', '.join(one.id for one in rulebook.panels) or 'none'}"
        yield Finding(place=place, problem=f"there is no panel {procedure.panel!r}", mend=mend)
    elif panel.held_by is not None:
        problem = f"the members of panel {panel.id} score on their own, too"
        yield Finding(place=place, problem=problem, mend="Leave out held_by of the panel; experts score nominations")


def _act(act: Act, procedure: Procedure, rulebook: Rulebook, place: str) -> Iterator[Finding]:
    acts = [one.id for one in procedure.acts]
    if act.id == END:
        mend = "Give it another id"
        yield Finding(place=f"{place}.id", problem=f"{END!r} is where outcomes lead that decide a case", mend=mend)
    for outcome, to in act.outcomes.items():
        if to not in acts and to != END:
            mend = f"Choose {END} or one of: {', '.join(acts)}"
            yield Finding(place=f"{place}.outcomes.{outcome}", problem=f"there is no act {to!r}", mend=mend)
    for outcome in act.grants:
        if outcome not in act.outcomes:
            mend = f"Its outcomes are: {', '.join(act.outcomes) or 'none'}"
            yield Finding(place=f"{place}.grants", problem=f"there is no outcome {outcome!r}", mend=mend)
    if act.needs < 1:
        yield Finding(place=f"{place}.needs", problem=f"it is {act.needs}", mend="Ask for at least 1")
    if act.needs > 1 and act.outcomes:
        problem = f"{act.needs} people would each choose an outcome"
        yield Finding(place=f"{place}.needs", problem=problem, mend="Let one decide in an act behind it")
    held = next((role.held_by for role in rulebook.roles if role.id == act.by), None)
    if procedure.kind is not None and held is None and any(role.id == act.by for role in rulebook.roles):
        problem = f"nobody in the directory holds role {act.by}"
        yield Finding(place=f"{place}.by", problem=problem, mend="State held_by in the role")


def _clocks(rulebook: Rulebook) -> Iterator[Finding]:
    for number, clock in enumerate(rulebook.clocks, start=1):
        place = f"clocks.{number}"
        if clock.at_end is not AtEnd.NOTHING and clock.ends is None:
            problem = f"at its end it is to {clock.at_end.value}, and when that is is not said"
            yield Finding(place=f"{place}.ends", problem=problem, mend="State how long after the due instant it ends")
        if (clock.at_end is AtEnd.DEFAULT) is not (clock.default is not None):
            problem = "a default is given or asked for, not both"
            yield Finding(place=f"{place}.default", problem=problem, mend="Let at_end be default, and name the outcome")
        acts = [act for procedure in rulebook.procedures for act in procedure.acts if act.clock == clock.id]
        for act in acts:
            if clock.default is not None and clock.default not in act.outcomes:
                problem = f"act {act.id} has no outcome {clock.default!r}"
                mend = f"Its outcomes are: {', '.join(act.outcomes) or 'none'}"
                yield Finding(place=f"{place}.default", problem=problem, mend=mend)
