"""What must be true when the year is over, read back from the public histories; nothing here trusts the players."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo.city import City
from deploy.demo.door import Door, Happening
from deploy.demo.failed import Failed
from deploy.demo.script import DISSATISFIED, DOUBTED, LATE, LIAR, SILENT, VAGUE
from store.execute import event_id

_LATE_ACTS = {"set-goals": "GoalsSet", "report": "ReportSubmitted"}


@dataclass(frozen=True)
class Year:
    """The year as it went, by the log."""

    status: Mapping[str, Any]
    cycle: Sequence[Happening]
    appraisals: Mapping[str, Sequence[Happening]]

    @classmethod
    async def read(cls, door: Door, city: City, cycle: str) -> "Year":
        histories = {unit: await door.history(f"{cycle}:{unit}") for unit in city.appraisees}
        return cls(await door.status(cycle), await door.history(cycle), histories)

    @property
    def events(self) -> int:
        return len(self.cycle) + sum(map(len, self.appraisals.values()))

    def of(self, unit: str, kind: str) -> Sequence[Happening]:
        """The unit's events of a type."""
        return [event for event in self.appraisals[unit] if event.type == kind]


def require_nothing_lost(year: Year, door: Door) -> None:
    """Every acknowledged command stands in the histories, once, and no stream has a gap."""
    found = Counter(event.event for history in (year.cycle, *year.appraisals.values()) for event in history)
    for command in door.ledger.acknowledged:
        times = found[event_id(command.command, 0)]
        if times != 1:
            raise Failed(
                f"Command {command.command} ({command.action} on {command.stream}) was acknowledged and stands "
                f"{times} times in the history instead of once"
            )
    for unit, history in year.appraisals.items():
        if [event.version for event in history] != list(range(1, len(history) + 1)):
            raise Failed(f"The history of {unit} has a gap or a repetition")
        if (counted := year.of(unit, "BallotsCounted")) and (cast := door.ledger.ballots.get(unit, 0)):
            _require(
                len(counted) == 1 and f" {cast} of " in counted[0].what,
                f"{cast} ballots were cast on {unit}, but the log says: {counted[0].what}",
            )


def require_the_script(year: Year) -> None:
    """Everything that was to go wrong went wrong, and was dealt with as the rulebook orders."""
    for line in year.status["appraisals"]:
        _require(line["closed"] and line["approved"], f"The appraisal of {line['appraisee']} has no approved result")
    _require(bool(year.status["closed"]), "The cycle is not closed")
    for (unit, duty), nudge in LATE.items():
        types = [event.type for event in year.appraisals[unit]]
        act = types.index(_LATE_ACTS[duty]) if _LATE_ACTS[duty] in types else -1
        _require(nudge.value in types[: max(act, 0)], f"{unit} was to {duty} only after {nudge.value}, and did not")
    lapsed = [event.what for event in year.of(SILENT, "StepLapsed")]
    _require(any("counseling" in what for what in lapsed), f"The talk with {SILENT} was to lapse, and did not")
    _require(len(year.of(VAGUE, "GoalsReturned")) == 1, f"The goals of {VAGUE} were not returned once")
    _require(len(year.of(DOUBTED, "ResultReturned")) == 1, f"The result of {DOUBTED} was not returned once")
    _require(len(year.of(DISSATISFIED, "FeedbackCommented")) == 1, f"{DISSATISFIED} did not comment on its feedback")
    for unit in year.appraisals:
        corrected = len(year.of(unit, "ValueCorrected"))
        if unit == LIAR:
            _require(corrected > 0, f"The false report of {LIAR} was not caught, although it must be whatever is drawn")
        else:
            _require(not corrected, f"Verification corrected {unit}, which had reported what the books say")


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as the condition it is
    if not holds:
        raise Failed(otherwise)
