"""What a check finds."""

from domain.event import Record


class Finding(Record):
    """One thing wrong with a rulebook: where, what (with the value), and what to do instead.

    Places count from 1 and write indicators by number: "indicators.2.3.weight", "steps.4.due".
    """

    place: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}. {self.mend}"
