"""Where one appraisal stands: the fold of its events, as far as a decision needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from domain.appraisal import events as e
from domain.appraisal.derived_events import CarriedMeasure, DerivedGoal
from domain.appraisal.drafting import drafts as papers
from domain.appraisal.goal_setting.setting import Setting
from domain.appraisal.noticed import Notice
from domain.appraisal.panel import seats
from domain.appraisal.recorded import Recorded
from domain.appraisal.revision.state import Revision
from domain.appraisal.taken_events import FACT, TakenIn
from domain.cycle.state import OwnTimes
from domain.directory import Role
from domain.exact import Exact
from domain.regulation.procedures import CaseKind
from domain.schedule import StepName
from domain.scoring import Result


@dataclass(frozen=True)
class Step:
    """One step of the appraisal, from its opening on.

    An extension may come after the due instant; then the step falls due, and escalates, once more for the later one.
    """

    name: StepName
    duties: tuple[e.Duty, ...]
    done: frozenset[str] = frozenset()
    reminded: int = 0
    reminded_before: int = 0
    """How many of the reminders came before the step last fell due, or since."""
    fell_due_at: datetime | None = None
    """The due instant that last came with duties open."""
    times_due: int = 0
    escalated_at: datetime | None = None
    """The due instant for which the superiors were last told."""
    struck: int = 0
    """How often the clock has reminded and escalated since the step last fell due."""
    went_up: int = 0
    """How often superiors were told after others had been, for the same due instant."""
    ended: bool = False
    lapsed: bool = False
    """Whether it ended with duties open."""

    @property
    def fell_due(self) -> bool:
        """Whether a due instant ever came with duties open, were it one that an extension has moved since."""
        return self.fell_due_at is not None

    @property
    def escalated(self) -> bool:
        """Whether the superiors were ever told what is overdue."""
        return self.escalated_at is not None

    def overdue(self, due: datetime) -> bool:
        """Whether the step fell due by the due instant in force, which an extension may have moved on since."""
        return self.fell_due_at is not None and due <= self.fell_due_at

    @property
    def undone(self) -> tuple[e.Duty, ...]:
        """The duties not discharged yet, those that wait for another among them."""
        return tuple(duty for duty in self.duties if duty.key not in self.done)

    @property
    def open_duties(self) -> tuple[e.Duty, ...]:
        """The duties somebody can act on now: the tasks of the step."""
        if self.ended:
            return ()
        return tuple(duty for duty in self.undone if duty.after is None or duty.after in self.done)


@dataclass(frozen=True)
class Talk:
    """One counseling talk."""

    proposed_at: int | None = None
    proposed_by: Role | None = None
    proposer: str = ""
    agreed: bool = False
    closed_by: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Reported:
    """The value of an indicator as it counts now, with the versions of the events it comes from."""

    value: Exact | None
    cites: tuple[int, ...]
    evidence: tuple[str, ...] = ()
    corrected: bool = False


@dataclass(frozen=True)
class Finding:
    """What one verifier found a value to be, and what is wrong with the one reported; nothing when that is right."""

    by: str
    value: Exact | None
    found: e.Found | None = None
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What another appraisal gave, and the version of the event that says so."""

    entry: TakenIn
    cites: int

    @property
    def as_reported(self) -> Reported:
        """What was given as a value; its evidence are the streams that gave it, each at its version."""
        evidence = tuple(f"{source.stream}@{source.version}" for source in self.entry.sources)
        return Reported(self.entry.value, (self.cites,), evidence)


@dataclass(frozen=True)
class Rating:
    """A score somebody gave, and the version of the event that says so."""

    score: Exact
    cites: int


@dataclass(frozen=True)
class Recommended:
    """What a joint meeting recommends for the result; without a grade it recommends none."""

    meeting: str
    grade: str | None


@dataclass(frozen=True)
class Reopening:
    """A proposal to reopen the appraisal, which the committee decides on."""

    step: StepName
    due: datetime
    by: str
    proposed_at: int


@dataclass(frozen=True)
class Appraisal:
    """The whole state; `version` counts the events folded, so that events can be cited."""

    version: int = 0
    cycle: str = ""
    appraisee: str = ""
    authority: str = ""
    rulebook: str = ""
    rulebook_hash: str = ""
    steps: Mapping[StepName, Step] = field(default_factory=lambda: MappingProxyType({}))
    goals: Mapping[str, Exact | None] = field(default_factory=lambda: MappingProxyType({}))
    goals_set_by: str = ""
    goals_confirmed: bool = False
    setting: Setting = field(default_factory=Setting)
    changed_goals: Mapping[str, Exact] = field(default_factory=lambda: MappingProxyType({}))
    """Targets that cases changed in mid-cycle."""
    cases: Mapping[str, CaseKind] = field(default_factory=lambda: MappingProxyType({}))
    on_earlier: frozenset[str] = frozenset()
    """The cases from before the appraisal was reopened: what they object to is not what was made known since."""
    carried_out: frozenset[str] = frozenset()
    """The procedures of which a case was opened about the appraisee."""
    effects: frozenset[str] = frozenset()
    """The cases that have taken effect."""
    talks: Mapping[int, Talk] = field(default_factory=lambda: MappingProxyType({}))
    reported: Mapping[str, Reported] = field(default_factory=lambda: MappingProxyType({}))
    reported_by: str = ""
    drafts: papers.Drafts = field(default_factory=lambda: MappingProxyType({}))
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """What verifiers have found, by indicator."""
    derived: Mapping[str, DerivedGoal] = field(default_factory=lambda: MappingProxyType({}))
    """Targets that the outer cycle's goals give, by indicator."""
    carried: tuple[CarriedMeasure, ...] = ()
    """Measures that the cycle before left unfinished."""
    taken: Mapping[str, Taken] = field(default_factory=lambda: MappingProxyType({}))
    """What other appraisals gave, by the rule that says so."""
    judged: Mapping[str, Rating] = field(default_factory=lambda: MappingProxyType({}))
    rated: Mapping[str, Rating] = field(default_factory=lambda: MappingProxyType({}))
    ballots: tuple[Exact, ...] = ()
    ballots_cite: int | None = None
    panels: seats.Panels = field(default_factory=lambda: MappingProxyType({}))
    recorded: Recorded = field(default_factory=Recorded)
    computed_at: int | None = None
    computed_by: frozenset[str] = frozenset()
    """Who computed a result, and all who were of the performance office then."""
    total: Exact | None = None
    grade: str | None = None
    earned: str | None = None
    """The grade by the rule; the one that stands is another where the committee follows a joint meeting."""
    barred: tuple[str, ...] = ()
    peer_group: str | None = None
    recommendation: Recommended | None = None
    approved: bool = False
    notice: Notice = field(default_factory=Notice)
    notified: bool = False
    notified_at: datetime | None = None
    """When the appraisee was given its result; logs of before did not say."""
    issued_at: int | None = None
    unanswered: bool = False
    """Whether the end came and nobody had answered the feedback."""
    revision: Revision | None = None
    """A revised result that waits for the committee."""
    closed: bool = False
    cancelled: bool = False
    reopening: Reopening | None = None
    reopened: int = 0
    """How many times."""
    own: OwnTimes | None = None
    """The instants of its own, since it was last reopened."""

    @property
    def opened(self) -> bool:
        """Whether the stream has its first event."""
        return self.version > 0

    @property
    def known(self) -> Mapping[str, Reported]:
        """The values that count, by indicator: those reported and verified here, else those taken in from elsewhere."""
        given = {one.entry.into: one.as_reported for one in self.taken.values() if one.entry.value is not None}
        return {**given, **self.reported}

    @property
    def verifiable(self) -> Mapping[str, Reported]:
        """What verification may look into: the values reported, be it in another cycle that needs the same fact."""
        facts = {one.entry.into for one in self.taken.values() if one.entry.rule.startswith(FACT)}
        return {name: one for name, one in self.known.items() if name in self.reported or name in facts}

    @property
    def counts_at(self) -> int | None:
        """The version of the event that computed the result, once it is approved."""
        return self.computed_at if self.approved else None

    @property
    def awaits_deliberation(self) -> bool:
        """Whether there is a result that the joint meeting has to deliberate on before it can be approved."""
        step = self.steps.get(StepName.RESULT)
        return step is not None and any(duty.key == "deliberate" for duty in step.open_duties)

    @property
    def targets(self) -> Mapping[str, Exact]:
        """The own targets that are in force.

        They are those that the outer cycle gives, and those of goals confirmed, or fixed where the rulebook has them
        fixed, as cases changed them since.
        """
        fixed = self.goals if self.goals_confirmed else self.setting.fixed
        own = {name: target for name, target in self.goals.items() if target is not None and name in fixed}
        given = {name: goal.target for name, goal in self.derived.items()}
        return given | own | dict(self.changed_goals)

    def grade_of(self, revised: Result) -> str | None:
        """The grade with a revised result: the one that stands, where the rule gives the same as before."""
        return self.grade if revised.grade == self.earned else revised.grade

    @property
    def current(self) -> Step | None:
        """The step that is open now, if any; there is never more than one."""
        return next((step for step in self.steps.values() if not step.ended), None)


def initial() -> Appraisal:
    return Appraisal()
