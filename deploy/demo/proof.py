"""What must be true when the term is over, read back from the public histories; nothing here trusts the players."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo.authority import Run
from deploy.demo.door import Door, Happening
from deploy.demo.failed import Failed
from deploy.demo.script import (
    DISSATISFIED,
    DOUBTED,
    FIRST,
    HELPED,
    IMPROVING,
    LATE,
    LIAR,
    REFUSED,
    SECOND,
    SILENT,
    VAGUE,
    WARNED,
    WRONGED,
)
from store.execute import event_id

_LATE_ACTS = {"set-goals": "GoalsSet", "report": "ReportSubmitted"}
_CITY, _DISTRICT = f"yuntan-{FIRST}", f"hucheng-{FIRST}"


@dataclass(frozen=True)
class Log:
    """The term as it went, by the log: histories by what they are of, and how each cycle stands."""

    statuses: Mapping[str, Mapping[str, Any]]
    histories: Mapping[str, Sequence[Happening]]

    @classmethod
    async def read(cls, door: Door, runs: Sequence[Run], others: Sequence[str]) -> "Log":
        """Reads every cycle with its appraisals, and the `others`: cases and meetings."""
        statuses = {run.cycle: await door.status(run.cycle) for run in runs}
        refs = [*statuses, *others]
        refs += [f"{run.cycle}:{unit}" for run in runs for unit in run.authority.appraisees]
        return cls(statuses, {ref: await door.history(ref) for ref in refs})

    @property
    def events(self) -> int:
        return sum(map(len, self.histories.values()))

    def of(self, ref: str, kind: str) -> Sequence[Happening]:
        """The events of a type in one history."""
        return [event for event in self.histories[ref] if event.type == kind]

    @property
    def appraisals(self) -> Iterator[tuple[str, str]]:
        """Every appraisal, as its cycle and its appraisee."""
        for cycle, status in self.statuses.items():
            yield from ((cycle, line["appraisee"]) for line in status["appraisals"])


def require_nothing_lost(log: Log, door: Door) -> None:
    """Every acknowledged command stands in the histories, once, and no stream has a gap."""
    found = Counter(event.event for history in log.histories.values() for event in history)
    for command in door.ledger.acknowledged:
        if command.stream.partition(":")[0] in _NOT_READ:
            continue
        times = found[event_id(command.command, 0)]
        if times != 1:
            raise Failed(
                f"Command {command.command} ({command.action} on {command.stream}) was acknowledged and stands "
                f"{times} times in the history instead of once"
            )
    for ref, history in log.histories.items():
        if [event.version for event in history] != list(range(1, len(history) + 1)):
            raise Failed(f"The history of {ref} has a gap or a repetition")
    for (cycle, unit), cast in door.ledger.ballots.items():
        if counted := log.of(f"{cycle}:{unit}", "BallotsCounted"):
            _require(
                len(counted) == 1 and f"{cast} of " in counted[0].what,
                f"{cast} ballots were cast on {unit}, but the log says: {counted[0].what}",
            )


_NOT_READ = ("rulebook", "directory")
"""Streams whose histories are asked for elsewhere."""


def require_the_script(log: Log) -> None:
    """Everything that was to go wrong went wrong, and was dealt with as the rulebook orders."""
    for cycle, status in log.statuses.items():
        for line in status["appraisals"]:
            _require(line["closed"] and line["approved"], f"{line['appraisee']} has no approved result in {cycle}")
        _require(bool(status["closed"]), f"Cycle {cycle} is not closed")
    _require_the_late(log)
    _require_the_false_report(log)
    _require_the_first_year(log)
    _require_the_cases(log)
    require_no_fact_twice(log)


def _require_the_late(log: Log) -> None:
    for (year, unit, duty), nudge in LATE.items():
        types = [event.type for event in log.histories[f"yuntan-{year}:{unit}"]]
        act = types.index(_LATE_ACTS[duty]) if _LATE_ACTS[duty] in types else -1
        _require(nudge.value in types[: max(act, 0)], f"{unit} was to {duty} only after {nudge.value}, and did not")


def _require_the_false_report(log: Log) -> None:
    caught = f"{_CITY}:{LIAR}"
    _require(bool(log.of(caught, "ValueCorrected")), f"The false report of {LIAR} was not caught")
    _require(bool(log.of(caught, "CaseRecorded")), f"The false report of {LIAR} cost it nothing")
    for cycle, unit in log.appraisals:
        if f"{cycle}:{unit}" != caught:
            corrected = log.of(f"{cycle}:{unit}", "ValueCorrected")
            _require(not corrected, f"Verification corrected {unit}, which had reported what the books say")


def _require_the_first_year(log: Log) -> None:
    lapsed = [event.what for event in log.of(f"{_CITY}:{SILENT}", "StepLapsed")]
    _require(any("counseling" in what for what in lapsed), f"The talk with {SILENT} was to lapse, and did not")
    once = {
        (f"{_CITY}:{VAGUE}", "GoalsReturned"): f"The goals of {VAGUE} were not returned once",
        (f"{_CITY}:{VAGUE}", "GoalsCommented"): f"Nobody commented on the goals of {VAGUE}",
        (f"{_DISTRICT}:{DOUBTED}", "ResultReturned"): f"The result of {DOUBTED} was not returned once",
        (f"{_CITY}:{DISSATISFIED}", "FeedbackCommented"): f"{DISSATISFIED} did not comment on its feedback",
        (_CITY, "RecommendationsRecorded"): "The joint meeting recommended nothing",
        (_CITY, "UsesProposed"): "No use of the results was proposed",
    }
    for (ref, kind), otherwise in once.items():
        _require(len(log.of(ref, kind)) == 1, otherwise)
    lost = [event for event in log.of(f"meeting:joint-{FIRST}", "MotionDecided") if "not carried" in event.what]
    _require(len(lost) == 1, "The motion to lift a grade was not lost")


def _require_the_cases(log: Log) -> None:
    for case in (f"problem-notice-{FIRST}-{WARNED}", f"help-{FIRST}-{HELPED}", f"improvement-{FIRST}-{IMPROVING}"):
        _require(bool(log.of(f"case:{case}", "CaseClosed")), f"Case {case} was not brought to its end")
    plan = f"improvement-{FIRST}-{IMPROVING}"
    won, lost = (f"{_CITY}:{WRONGED}", f"{_DISTRICT}:{REFUSED}")
    _require(bool(log.of(won, "ResultRevised")), f"The review of {WRONGED} changed nothing")
    _require(not log.of(lost, "ResultRevised"), f"The result of {REFUSED} was changed, though it was upheld")
    derived = [event.what for event in log.of(f"yuntan-{SECOND}:{IMPROVING}", "GoalsDerived")]
    _require(any(plan in what for what in derived), f"The improvement plan of {IMPROVING} was not carried over")


def require_no_fact_twice(log: Log) -> None:
    """No unit was asked twice for one value: what a quarter has told, neither its year nor the term asks for."""
    told: dict[tuple[str, str, str], str] = {}
    for cycle, unit in log.appraisals:
        for event in log.of(f"{cycle}:{unit}", "ReportSubmitted"):
            for what, _, _ in event.changes:
                fact = (unit, what, cycle)
                _require(fact not in told, f"{unit} was asked twice for the {what} in {cycle}")
                told[fact] = cycle
    asked_by_the_year = {what for _, what, cycle in told if cycle in {_CITY, f"yuntan-{SECOND}"}}
    asked_by_quarters = {what for _, what, cycle in told if cycle.startswith(f"{_CITY}-")}
    twice = asked_by_the_year & asked_by_quarters
    _require(not twice, f"The year asked again for what its quarters had told: {', '.join(sorted(twice))}")
    _require(bool(asked_by_quarters), "The quarters asked for nothing")


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as the condition it is
    if not holds:
        raise Failed(otherwise)
