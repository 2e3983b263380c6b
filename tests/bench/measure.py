"""What a measure says: ours beside the bare thing, pair by pair, and whether that is as good as promised."""

import gc
import math
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property

from tests.conftest import Database
from tests.temporal import TemporalServer


@dataclass(frozen=True)
class Rates:
    """Things a second by ours and by the bare thing, a pair for each run."""

    ours: tuple[float, ...]
    bare: tuple[float, ...]


@dataclass(frozen=True)
class Compared:
    """Ours against something; the ratio is the median of the pairs' ratios. Without a bar it is there to be known."""

    name: str
    unit: str
    rates: Rates
    against: str
    bar: float | None

    @cached_property
    def ratios(self) -> tuple[float, ...]:
        return tuple(ours / bare for ours, bare in zip(self.rates.ours, self.rates.bare, strict=True))

    @property
    def ours(self) -> float:
        return statistics.median(self.rates.ours)

    @property
    def bare(self) -> float:
        return statistics.median(self.rates.bare)

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def passed(self) -> bool:
        return self.bar is None or self.ratio >= self.bar


@dataclass(frozen=True)
class Delayed:
    """Delays in seconds; 95 in a hundred stay below the limit."""

    name: str
    delays: tuple[float, ...]
    limit: float

    @property
    def p50(self) -> float:
        return statistics.median(self.delays)

    @property
    def p95(self) -> float:
        ordered = sorted(self.delays)
        return ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]

    @property
    def passed(self) -> bool:
        return self.p95 < self.limit


@dataclass(frozen=True)
class Counted:
    """An exact count, held by a test on every run of the tests: named here, never measured."""

    name: str
    promise: str
    test: str


@dataclass(frozen=True)
class Took:
    """How many seconds one run took, on this machine; without a limit it is there to be known."""

    name: str
    seconds: float
    limit: float | None
    beside: str = ""

    @property
    def passed(self) -> bool:
        return self.limit is None or self.seconds < self.limit


@dataclass(frozen=True)
class Flat:
    """The most megabytes in a later part of one run, and in an earlier one; flat when hardly more than then."""

    name: str
    before: float
    after: float
    most: float

    @property
    def ratio(self) -> float:
        return self.after / self.before

    @property
    def passed(self) -> bool:
        return self.ratio <= self.most


Finding = Compared | Delayed | Took | Flat | Counted


@dataclass(frozen=True)
class Size:
    """How much a run does. The smallest only shows that a measure still runs."""

    pairs: int
    events: int
    streams: int
    appraisals: int
    writes: int
    scored: int
    scored_at_once: int
    indicators: int
    crowd: int
    broadcast: int
    years: int


FULL = Size(
    pairs=5,
    events=2000,
    streams=600,
    appraisals=1000,
    writes=300,
    scored=200,
    scored_at_once=3600,
    indicators=500,
    crowd=3600,
    broadcast=10_000,
    years=5,
)
QUICK = Size(
    pairs=3,
    events=600,
    streams=100,
    appraisals=200,
    writes=100,
    scored=50,
    scored_at_once=300,
    indicators=200,
    crowd=300,
    broadcast=2000,
    years=5,
)
TINY = Size(
    pairs=1,
    events=10,
    streams=2,
    appraisals=3,
    writes=5,
    scored=2,
    scored_at_once=3,
    indicators=20,
    crowd=60,
    broadcast=3,
    years=1,
)


@dataclass(frozen=True)
class Bench:
    """What measures run on; `temporal` is started when first asked for."""

    size: Size
    database: Callable[[], AbstractContextManager[Database]]
    temporal: Callable[[], TemporalServer]
    say: Callable[[str], None]


Measure = Callable[[Bench], Sequence[Finding]]

_ENOUGH = 3
"""Pairs of which a median is worth something."""


async def pairs(
    count: int, ours: Callable[[], Awaitable[float]], bare: Callable[[], Awaitable[float]], *, seconds: float = math.inf
) -> Rates:
    """Runs both back to back, every other time in the opposite order: what else the machine does meets both alike.

    Neither inherits the other's garbage. After so many seconds no pair begins any more, once there are three.
    """
    rates: tuple[list[float], list[float]] = ([], [])
    until = time.monotonic() + seconds
    for number in range(count):
        if number >= _ENOUGH and time.monotonic() > until:
            break
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            gc.collect()
            rates[which].append(await (ours, bare)[which]())
    return Rates(tuple(rates[0]), tuple(rates[1]))
