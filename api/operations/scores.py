"""Scores: the result of an appraisal with its explanation, down to the events it rests on."""

from api.operations.store import Store
from domain.appraisal.events import ResultComputed
from domain.appraisal.revision.events import ResultRevised
from domain.appraisal.state import Appraisal
from domain.event import Record
from domain.exact import Exact
from domain.explanation import Explanation, render
from domain.refusal import Reason, Refused
from domain.streams import appraisal_stream
from store.codec import decode
from store.log import StoredEvent


class Score(Record):
    """The result that counts, or was computed last; `computed_at` is the version of the event that says so."""

    cycle: str
    appraisee: str
    total: Exact | None
    grade: str | None
    approved: bool
    verdicts: dict[str, str]
    explanation: Explanation
    computed_at: int
    version: int

    def explain(self) -> str:
        """The explanation as indented text."""
        return render(self.explanation)


class Scores:
    """Shows results."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, ref: str) -> Score:
        """The score of `cycle:appraisee`."""
        match ref.split(":"):
            case [cycle, appraisee] if cycle and appraisee:
                pass
            case _:
                raise Refused(Reason.INVALID, f"score {ref!r}", "is none that is kept", "Ask for CYCLE:APPRAISEE")
        stream = appraisal_stream(cycle, appraisee)
        loaded, state = await self._store.load(stream, Appraisal)
        computed = [one for one in await self._store.log.read_stream(stream) if _counts(one, state)]
        if not computed:
            raise Refused(
                Reason.NOT_FOUND,
                f"score of {ref}",
                "has not been computed" if state.opened else "belongs to an appraisal that does not exist",
                f"See 'kaohe cycle status {cycle}' for where its appraisals stand",
            )
        happened = decode(computed[-1])
        assert isinstance(happened, ResultComputed | ResultRevised)  # noqa: S101 - chosen by its type
        result = happened.result
        return Score(
            cycle=cycle,
            appraisee=appraisee,
            total=result.total,
            grade=result.grade,
            approved=state.approved,
            verdicts=result.verdicts,
            explanation=result.explanation,
            computed_at=computed[-1].version,
            version=loaded.version,
        )


def _counts(stored: StoredEvent, state: Appraisal) -> bool:
    """Whether an event computed a result; a revised one has to be in force."""
    revised = stored.type == ResultRevised.__name__ and stored.version == state.computed_at
    return revised or stored.type == ResultComputed.__name__
