"""Whether a rulebook's rules hold together."""

from domain.event import Record
from domain.regulation.document import Rulebook


class Finding(Record):
    """One thing wrong with a rulebook: where, what (with the value), and what to do instead."""

    place: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}. {self.mend}"


def check(rulebook: Rulebook) -> tuple[Finding, ...]:
    """Everything that keeps a well-formed rulebook from being put into force; nothing, when it may be."""
    raise NotImplementedError
