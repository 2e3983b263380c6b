"""The draw of a cycle: what it rests on, and the same draw made again from what the log holds."""

from datetime import datetime

from api.operations.known import require_cycle
from api.operations.store import Store
from domain.appraisal.state import Appraisal
from domain.cycle.draw import sample_of
from domain.cycle.events import SignKind
from domain.cycle.state import Cycle, Draw
from domain.directory import Role
from domain.event import Record
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.sampling import digest, frame_digest
from domain.streams import appraisal_stream


class SignShown(Record):
    """What makes a value worth a look; it counts for nothing by itself."""

    kind: SignKind
    value: Exact | None = None
    against: Exact | None = None
    times: Exact


class Drawable(Record):
    """A reported value in the frame, with its weight, whether it was drawn, and the signs at it."""

    appraisee: str
    indicator: str
    weight: int
    drawn: bool
    signs: tuple[SignShown, ...] = ()


class DrawShown(Record):
    """A draw as the log holds it, and what came of making it again; `differs` names what is not as recorded.

    The salt is shown once the sample is drawn.
    """

    cycle: str
    share: str
    count: int
    sha256: str
    salt_sha256: str
    asked_of: Role
    due: datetime
    value: str | None
    given_by: str | None
    salt: str | None
    frame: tuple[Drawable, ...]
    differs: tuple[str, ...]


class Draws:
    """Shows draws, and makes them again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def show(self, cycle: str) -> DrawShown:
        """The draw of a cycle, made again from the frame, the salt and the value that the log holds."""
        state = await require_cycle(self._store, cycle)
        fixed = state.draw
        if fixed is None:
            problem = "has fixed nothing to draw from"
            mend = f"It does when all have reported, if its rulebook asks for a value; see 'kaohe cycle status {cycle}'"
            raise Refused(Reason.NOT_FOUND, f"draw of cycle {cycle}", problem, mend)
        drawn = {(unit, indicator) for unit, own in (state.sample or {}).items() for indicator in own}
        signs: dict[tuple[str, str], list[SignShown]] = {}
        for sign in fixed.signs:
            shown = SignShown(kind=sign.kind, value=sign.value, against=sign.against, times=sign.times)
            signs.setdefault((sign.appraisee, sign.indicator), []).append(shown)
        frame = tuple(
            Drawable(
                appraisee=unit,
                indicator=indicator,
                weight=weight,
                drawn=(unit, indicator) in drawn,
                signs=tuple(signs.get((unit, indicator), ())),
            )
            for unit, own in fixed.frame.items()
            for indicator, weight in own.items()
        )
        return DrawShown(
            cycle=cycle,
            share=fixed.share,
            count=len(frame),
            sha256=fixed.sha256,
            salt_sha256=fixed.salt_sha256,
            asked_of=fixed.asked_of,
            due=fixed.due,
            value=fixed.value,
            given_by=fixed.given_by or None,
            salt=fixed.salt,
            frame=frame,
            differs=(*_again(fixed, drawn), *await self._unreported(state, fixed)),
        )

    async def _unreported(self, state: Cycle, fixed: Draw) -> list[str]:
        """Values in the frame that nobody reported; what was reported later is in no frame, and is no difference."""
        wrong = []
        for unit, own in fixed.frame.items():
            _, appraisal = await self._store.load(appraisal_stream(state.id, unit), Appraisal)
            wrong += [
                f"{indicator} of {unit} was never reported" for indicator in own.keys() - appraisal.verifiable.keys()
            ]
        return wrong


def _again(fixed: Draw, drawn: set[tuple[str, str]]) -> list[str]:
    """What is not as recorded when the draw is made again."""
    wrong = []
    if frame_digest(fixed.frame) != fixed.sha256:
        wrong.append("the SHA-256 of the frame")
    if fixed.salt is None:
        return wrong
    if digest(fixed.salt) != fixed.salt_sha256:
        wrong.append("the salt")
    if set(sample_of(fixed.frame, fixed, fixed.salt)) != drawn:
        wrong.append("the sample")
    return wrong
