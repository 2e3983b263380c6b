"""What of a revision waits for the committee."""

from dataclasses import dataclass

from domain.appraisal.revision import events as v


@dataclass(frozen=True)
class Revision:
    """A revised result that is not approved yet, and the version of the event that computed it."""

    revised: v.ResultRevised
    computed_at: int

    @property
    def source(self) -> str:
        """What it comes from, in words."""
        if self.revised.case is not None:
            return f"case {self.revised.case}"
        return f"objection {self.revised.objection}"
