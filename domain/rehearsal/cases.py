"""Cases in a rehearsal: which are opened, what is said in them, and what their workflow does (workflows/case.py)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.appraisal.cases import NoteCase
from domain.appraisal.state import Appraisal
from domain.case.content import (
    Correction,
    ExpertScore,
    Given,
    GivenCorrections,
    GivenGoalChanges,
    GivenMeasure,
    GivenMeasures,
    GivenReferral,
    GoalChange,
)
from domain.case.course import act_of
from domain.case.decide import CloseCase
from domain.case.doing import DoAct
from domain.case.effects import EFFECTS
from domain.case.opening import OpenCase, OpenStandingCase, first_act
from domain.case.state import Case
from domain.command import SYSTEM_CLOCK, Command
from domain.cycle.state import Cycle
from domain.refusal import Refused
from domain.regulation import Act, CaseKind, ContentKind, Procedure, Rulebook, leaves_for
from domain.rehearsal.acts import WORDS
from domain.rehearsal.book import Book
from domain.rehearsal.chance import between, chance
from domain.rehearsal.plan import Plan
from domain.streams import appraisal_stream, case_stream, cycle_stream
from domain.tasks import OpenDuty

_BY_CHANCE = frozenset({CaseKind.COUNSELING, CaseKind.NOTICE, CaseKind.GOAL_CHANGE, CaseKind.NOMINATION})
"""The kinds that are opened some time within the period; a review comes after the feedback."""


class Wanted(NamedTuple):
    """A case that somebody will open."""

    case: str
    procedure: str
    cycle: str
    appraisee: str


class Cases:
    """Foresees cases by chance, and does what the workflow of each does."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self._book = book
        self._plan = plan

    # ------------------------------------------------------------ which there are

    def open_standing(self, cycle: str, at: datetime) -> None:
        """Opens the cases of the procedures that the cycle opens itself."""
        for procedure in self._book.regulation(cycle).procedures:
            if procedure.standing is not None:
                wish = OpenStandingCase(case=f"{cycle}-{procedure.id}", procedure=procedure.id, cycle=cycle)
                self._book.do(at, SYSTEM_CLOCK, case_stream(wish.case), wish)

    def wanted_in(self, cycle: str, at: datetime) -> Iterator[tuple[datetime, Wanted]]:
        """The cases that will be opened within the period, with the instants at which they are."""
        known: Cycle = self._book.state(cycle_stream(cycle))
        regulation = self._book.regulation(cycle)
        if known.period is None:
            return
        first = max(at, regulation.calendar.start_of(known.period.start))
        last = regulation.calendar.start_of(known.period.end)
        for procedure in regulation.procedures:
            if procedure.kind in _BY_CHANCE and procedure.standing is None:
                for appraisee in known.appraisees:
                    if wanted := self._by_chance(procedure, cycle, appraisee):
                        yield between(first, max(first, last), chance(self._plan.seed, "at", wanted.case)), wanted

    def wanted_after_feedback(self, cycle: str, appraisee: str, at: datetime) -> Iterator[tuple[datetime, Wanted]]:
        """The review that somebody will ask for, who has been given the result."""
        for procedure in self._book.regulation(cycle).procedures:
            if procedure.kind is CaseKind.REVIEW and (wanted := self._by_chance(procedure, cycle, appraisee)):
                yield at + timedelta(days=1), wanted

    def _by_chance(self, procedure: Procedure, cycle: str, appraisee: str) -> Wanted | None:
        wanted = Wanted(f"{procedure.id}-{cycle}-{appraisee}"[:80].strip("-"), procedure.id, cycle, appraisee)
        is_wanted = chance(self._plan.seed, "case", wanted.case) < self._plan.behaviour.cases
        return wanted if is_wanted else None

    def open(self, wanted: Wanted, at: datetime) -> Refused | None:
        """Lets somebody open the case who may do its first act; else, why nobody may."""
        regulation = self._book.regulation(wanted.cycle)
        procedure = next(one for one in regulation.procedures if one.id == wanted.procedure)
        act = procedure.acts[0]
        outcome = self._outcome(act, wanted.case)
        wish = OpenCase(
            **wanted._asdict(),
            ground=procedure.grounds[0] if procedure.grounds else None,
            outcome=outcome,
            states=dict.fromkeys(act.states, WORDS),
            content=self._content(act, outcome, wanted.cycle, wanted.appraisee, at),
        )
        duty = first_act(wish, regulation)
        directory = self._book.directory(regulation.authority)
        refused: Refused | None = None
        for person in directory.holders(duty.role, duty.unit):
            try:
                self._book.do(at, person, case_stream(wanted.case), wish)
            except Refused as why:
                refused = why
            else:
                return None
        return refused

    # ------------------------------------------------------------ what is done in them

    def conduct(self, stream: str, at: datetime) -> None:
        """Notes a new case in its appraisal, and carries out and closes one that is settled."""
        case: Case = self._book.state(stream)
        own = None if case.appraisee is None else appraisal_stream(case.cycle, case.appraisee)
        if own is not None and case.id not in self._book.state(own).cases:
            self._give(own, NoteCase(case=case.id), at)
        if case.settled and not case.closed:
            effect = EFFECTS.get(case.kind) if case.kind and case.granted else None
            took_effect = own is not None and effect is not None and self._give(own, effect(case.id), at)
            self._book.do(at, SYSTEM_CLOCK, stream, CloseCase(took_effect=took_effect))

    def _give(self, stream: str, wish: Command, at: datetime) -> bool:
        try:
            self._book.do(at, SYSTEM_CLOCK, stream, wish)
        except Refused:
            return False
        return True

    def act(self, case: Case, asked: OpenDuty, at: datetime) -> Command:
        """What is said in the act that is open."""
        regulation = self._regulation(case)
        procedure = next(one for one in regulation.procedures if one.id == case.procedure)
        act = act_of(procedure, asked.duty.key)
        outcome = self._outcome(act, f"{case.id}:{len(case.turns)}:{at.date()}")  # another day, maybe another outcome
        return DoAct(
            act=act.id,
            outcome=outcome,
            states=dict.fromkeys(act.states, WORDS),
            content=self._content(act, outcome, case.cycle, case.appraisee, at),
        )

    def _regulation(self, case: Case) -> Rulebook:
        return self._book.regulation(case.cycle)

    def _outcome(self, act: Act, about: str) -> str | None:
        """One of the outcomes, by chance."""
        outcomes = list(act.outcomes)
        return outcomes[int(chance(self._plan.seed, "outcome", about, act.id) * len(outcomes))] if outcomes else None

    def _content(self, act: Act, outcome: str | None, cycle: str, appraisee: str | None, at: datetime) -> Given | None:
        """What the act has to bring, where it has to bring any."""
        if act.content is None or (act.grants and outcome not in act.grants):
            return None
        regulation = self._book.regulation(cycle)
        leaves = () if appraisee is None else leaves_for(regulation, appraisee)
        match act.content:
            case ContentKind.GOAL_CHANGES:
                changes = [GoalChange(indicator=one.id, target=one.target) for one in leaves if one.target is not None]
                return GivenGoalChanges(changes=tuple(changes[:1])) if changes else None
            case ContentKind.CORRECTIONS:
                own: Appraisal = self._book.state(appraisal_stream(cycle, appraisee or ""))
                corrections = tuple(_corrections(own))
                return GivenCorrections(corrections=corrections[:1]) if corrections else None
            case ContentKind.MEASURES:
                day = regulation.calendar.day_of(at + timedelta(days=30))
                return GivenMeasures(measures=(GivenMeasure(id="measure-1", what=WORDS, by=day),))
            case ContentKind.EXPERT_SCORE:
                return ExpertScore(points=1)
            case ContentKind.REFERRAL:
                head = next(iter(self._book.directory(regulation.authority).posts))
                return GivenReferral(act=WORDS, person=head, organ=WORDS, document=WORDS)


def _corrections(own: Appraisal) -> Iterator[Correction]:
    """The values and points that count already, said again."""
    for indicator, known in own.reported.items():
        if known.value is not None:
            yield Correction(indicator=indicator, value=known.value)
    for indicator, rating in own.judged.items():
        yield Correction(indicator=indicator, points=rating.score)
