"""What a cycle has come to, in a form in which two runs of it can be compared; and the promises every log keeps."""

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

from domain.cycle.events import SampleDrawn
from domain.sampling import draw
from store.codec import decode, decode_meta
from store.execute import event_id
from store.log import START, StoredEvent
from tests.runtime import timeless

_CONCURRENT = frozenset({"BallotsCounted", "IndicatorJudged", "LeaderRated", "TalkClosed", "ValueConfirmed"})
"""What several people do to one appraisal in the same step, none of them waiting for another."""

Told = Mapping[str, Sequence[Any]]


def told(log: Sequence[StoredEvent], cycle: str) -> Told:
    """Everything that happened in a cycle, stream by stream, but for what may differ between two runs of it.

    May differ: instants and the random bytes of seals; the cycle's own name; the sample's seed and the order it draws
    in, since every run draws anew (`check_sample` looks at those); the order of ballots, which are shuffled; the order
    in which people act who do not wait for each other, and with it the versions of what they said, so what is cited is
    told in place of its version; and when the cycle notes that all its appraisals are open, which need not be before
    the quickest have passed a step. Who did it, by which command, and everything else is the same.
    """
    streams: dict[str, list[StoredEvent]] = {}
    for stored in log:
        if stored.stream == f"cycle:{cycle}" or stored.stream.startswith(f"appraisal:{cycle}:"):
            streams.setdefault(stored.stream, []).append(stored)
    return {name.replace(cycle, "CYCLE"): _of_stream(events, cycle) for name, events in sorted(streams.items())}


def _of_stream(events: Sequence[StoredEvent], cycle: str) -> Sequence[Any]:
    bodies = {stored.version: _body(stored, cycle) for stored in events}
    tellings = [_telling(stored, _cited(body, bodies)) for stored, body in zip(events, bodies.values(), strict=True)]
    steps = accumulate(stored.type not in _CONCURRENT for stored in events)
    ordered = sorted(zip(steps, tellings, strict=True), key=lambda at: (at[0], at[1][0] in _CONCURRENT, repr(at[1])))
    return sorted((telling for _, telling in ordered), key=lambda telling: _RANK.get(telling[0], 2))


_RANK = {"CycleLaunched": 0, "LaunchChecked": 0, "AppraisalsOpened": 1}


def _telling(stored: StoredEvent, body: Any) -> tuple[str, str, str, Any]:  # noqa: ANN401 - JSON
    """Type, command and actor, body; the command that completes a step is whoever's came last."""
    meta = decode_meta(stored)
    command, actor = ("", "") if stored.type == "StepCompleted" else (meta.type, meta.actor)
    return stored.type, command, actor, body


def _body(stored: StoredEvent, cycle: str) -> Any:  # noqa: ANN401 - JSON
    body = timeless(json.loads(stored.body.replace(cycle, "CYCLE")))
    match stored.type:
        case "BallotsCounted":
            body["scores"].sort()
        case "StepOpened":
            body["duties"].sort(key=lambda duty: duty["key"])
        case "SampleDrawn":
            body["seed"] = "some seed"
            body["drawn"].sort(key=repr)
    return body


def _cited(body: Any, bodies: Mapping[int, Any]) -> Any:  # noqa: ANN401 - JSON
    """The body with what is cited in place of the versions it has in its stream."""
    match body:
        case dict():
            return {
                name: _quoted(inner, bodies) if name == "cites" else _cited(inner, bodies)
                for name, inner in body.items()
            }
        case list():
            return [_cited(inner, bodies) for inner in body]
        case _:
            return body


def _quoted(cites: int | Iterable[int], bodies: Mapping[int, Any]) -> Any:  # noqa: ANN401 - JSON
    versions = [cites] if isinstance(cites, int) else cites
    return sorted(repr(_cited(bodies[version], bodies)) for version in versions)


def check_sample(log: Sequence[StoredEvent], cycle: str) -> None:
    """The sample is the one that its recorded seed draws."""
    (drawn,) = [decode(stored) for stored in log if stored.type == "SampleDrawn" and stored.stream == f"cycle:{cycle}"]
    assert isinstance(drawn, SampleDrawn)
    items = tuple((item.appraisee, item.indicator) for item in drawn.drawn)
    assert draw(drawn.seed, sorted(items), Fraction(1)) == items


def check_log(log: Sequence[StoredEvent]) -> None:
    """Positions have no gap, versions neither, time never goes back, and every command stands in the log once, whole.

    A command applied twice would stand in two places: its events lie side by side in one stream, numbered from 0.
    """
    assert [stored.position for stored in log] == list(range(START + 1, len(log)))
    assert all(one.recorded_at <= next_one.recorded_at for one, next_one in pairwise(log))
    versions: dict[str, list[int]] = {}
    commands: dict[UUID, list[StoredEvent]] = {}
    for stored in log:
        versions.setdefault(stored.stream, []).append(stored.version)
        commands.setdefault(decode_meta(stored).command, []).append(stored)
    for own in versions.values():
        assert own == list(range(1, len(own) + 1))
    for command, events in commands.items():
        assert [stored.event_id for stored in events] == [event_id(command, at) for at in range(len(events))]
        assert [stored.position for stored in events] == list(range(events[0].position, events[-1].position + 1))
        assert len({stored.stream for stored in events}) == 1
