"""The draw of the values to verify: what may be drawn is fixed first, and only then a value to draw by is given.

Whoever gives the value does not know the salt that was sealed with the frame, and whoever knows the salt does not know
the value, so that nobody can try what comes of it. When the sample has been drawn, all three stand in the log.
"""

from pydantic import Field

from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_system, rulebook_of
from domain.cycle.signs import signs, weights
from domain.cycle.state import Cycle, Draw
from domain.duration import elapsed
from domain.event import Event, Private
from domain.exact import number, text
from domain.planning import put_off
from domain.refusal import Reason, Refused
from domain.sampling import Frame, Item, digest, draw, draw_by_value, frame_digest, items_of
from domain.schedule import StepName
from domain.streams import appraisal_stream

_DRAW = "system:draw"
"""Whose key seals the salt: no person's."""


# ---------------------------------------------------------------- commands


@command
class FixFrame(Command):
    """Fixes what may be drawn, read from the appraisals, and asks for a value to draw by."""


@command
class DrawSample(Command):
    """Draws the values to verify; by the value given, where the rulebook asks for one, else by a seed of the server's.

    `salt` is what was sealed with the frame, opened by the caller. A draw without one is the same command as before
    there were values, byte for byte, so that a retry is one.
    """

    salt: str | None = Field(default=None, exclude_if=lambda salt: salt is None)


# ---------------------------------------------------------------- the frame


def fix_frame(_wish: FixFrame, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(state.draw is None and state.sample is None, state, "has fixed the frame of its sample already")
    _require_reported(state)
    rulebook = rulebook_of(state, context)
    rule = rulebook.verification
    if rule.value_by is None:
        problem = "asks nobody for a value to draw by"
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", problem, "Draw its sample")
    now = {appraisee: _appraisal(state.id, appraisee, context) for appraisee in sorted(state.appraisees)}
    reported = {appraisee: sorted(one.verifiable) for appraisee, one in now.items() if one.verifiable}
    if not reported:
        return _drawn_by_seed(state, context)  # there is nothing to give a value for
    found = signs(rulebook, now, _before(state, context))
    frame = weights(rule.risk, reported, found)
    due = rulebook.calendar.add(context.now, rule.value_within)
    reminders = {rulebook.calendar.subtract(due, before) for before in rule.value_reminders}
    return [
        e.FrameFixed(
            share=text(rule.share),
            frame={appraisee: dict(own) for appraisee, own in frame.items()},
            sha256=frame_digest(frame),
            salt=Private(data_subject=_DRAW, text=context.seed),
            salt_sha256=digest(context.seed),
            signs=found,
            asked_of=rule.value_by,
            at=context.now,
            reminders=tuple(sorted(at for at in reminders if context.now < at < due)),
            due=due,
        )
    ]


# ---------------------------------------------------------------- the sample


def draw_sample(wish: DrawSample, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(state.sample is None, state, "has drawn its sample already")
    _require_reported(state)
    if rulebook_of(state, context).verification.value_by is None:
        return _drawn_by_seed(state, context)
    asked = state.draw
    if asked is None or asked.value is None:
        problem = "has been given no value to draw its sample by"
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", problem, "Wait until it is given")
    if wish.salt is None or digest(wish.salt) != asked.salt_sha256:
        problem = "would be drawn with another salt than was sealed with its frame"
        raise Refused(Reason.INVALID, f"cycle {state.id}", problem, "Open the one of its event FrameFixed")
    drawn = e.SampleDrawn(
        value=asked.value,
        seed=wish.salt,
        share=asked.share,
        frame=len(items_of(asked.frame)),
        frame_sha256=asked.sha256,
        drawn=_items(sample_of(asked.frame, asked, wish.salt)),
    )
    return [*_put_off(state, asked, context), drawn]


def sample_of(frame: Frame, asked: Draw, salt: str) -> tuple[Item, ...]:
    """What the published rule draws of a frame, by the value given and the salt; empty without a value."""
    if asked.value is None:
        return ()
    return draw_by_value(frame_digest(frame), salt, asked.value, frame, number(asked.share))


def _put_off(state: Cycle, asked: Draw, context: Context) -> list[Event]:
    """Verification and all behind it get their full time where the sample was drawn after it should have opened."""
    known = tuple(state.schedule.values())
    rulebook = rulebook_of(state, context)
    schedule = put_off(known, rulebook.steps, rulebook.calendar, StepName.VERIFICATION, context.now)
    if schedule == known:
        return []
    later = context.now - state.schedule[StepName.VERIFICATION].opens
    return [
        e.CycleExtended(
            step=StepName.VERIFICATION,
            by_duration=elapsed(later),
            schedule=schedule,
            reason=Private(data_subject=asked.given_by, text="The value to draw by came late"),
            by=SYSTEM_CLOCK,
        )
    ]


def _drawn_by_seed(state: Cycle, context: Context) -> list[Event]:
    frame = {unit: dict.fromkeys(_appraisal(state.id, unit, context).verifiable, 1) for unit in state.appraisees}
    share = rulebook_of(state, context).verification.share
    items = sorted(items_of(frame))
    return [
        e.SampleDrawn(
            seed=context.seed,
            share=text(share),
            frame=len(items),
            frame_sha256=digest("\n".join(map("|".join, items))),
            drawn=_items(draw(context.seed, items, share)),
        )
    ]


def _items(drawn: tuple[Item, ...]) -> tuple[e.DrawnItem, ...]:
    return tuple(e.DrawnItem(appraisee=appraisee, indicator=indicator) for appraisee, indicator in drawn)


def _require_reported(state: Cycle) -> None:
    if StepName.REPORTING not in state.passed:
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            "is still being reported on, so the frame of its sample is not fixed",
            "Draw when reporting has closed in every appraisal",
        )


def _before(state: Cycle, context: Context) -> dict[str, Appraisal]:
    """The appraisals of the cycle that this one follows, by appraisee."""
    if state.after is None:
        return {}
    return {appraisee: _appraisal(state.after, appraisee, context) for appraisee in state.appraisees}


def _appraisal(cycle: str, appraisee: str, context: Context) -> Appraisal:
    found: Appraisal = context.states[appraisal_stream(cycle, appraisee)]
    return found
