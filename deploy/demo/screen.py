"""What a person sees of the demo while it runs: live on a terminal, else plain lines; few enough to read."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

_EVERY = 5.0
"""Seconds between two lines of counts where nobody watches live."""


@dataclass(frozen=True, slots=True)
class CycleCount:
    """How far a cycle is: its latest step, in how many appraisals that has ended, and who is late or let it lapse."""

    cycle: str
    appraisees: int
    step: str
    ended: int
    overdue: int
    lapsed: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to see at a moment."""

    cycles: Sequence[CycleCount] = ()
    acknowledged: int = 0
    ballots: int = 0


class Screen(Protocol):
    """Where the demo tells what happens; used as a context, outside of which nothing is live."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def say(self, sentence: str) -> None:
        """Tells something worth knowing."""

    def show(self, sight: Sight) -> None:
        """Shows how far it is."""


def screen(console: Console, clock: Callable[[], float] = time.monotonic) -> Screen:
    """The screen that fits the console."""
    return LiveScreen(console, clock) if console.is_terminal else PlainScreen(console, clock)


class PlainScreen:
    """A line for each thing worth knowing, and one of counts now and then."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._began = clock()
        self._shown = (self._began, "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def say(self, sentence: str) -> None:
        self._console.print(f"{self._clock() - self._began:5.1f} s  {sentence}", markup=False)

    def show(self, sight: Sight) -> None:
        at, before = self._shown
        line = _line(sight)
        if line and line != before and self._clock() - at >= _EVERY:
            self._shown = (self._clock(), line)
            self.say(line)


def _line(sight: Sight) -> str:
    going = [
        f"{one.cycle} {one.step} {one.ended}/{one.appraisees}" + (f" ({one.overdue} late)" if one.overdue else "")
        for one in sight.cycles
        if not one.closed
    ]
    return f"{', '.join(going)}; {sight.acknowledged} commands acknowledged" if going and sight.acknowledged > 1 else ""


class LiveScreen:
    """A table of the cycles that moves, and above it, scrolling, the things worth knowing."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._sight = Sight()
        self._live = Live(console=console, get_renderable=self.render, refresh_per_second=8)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._live.stop()

    def say(self, sentence: str) -> None:
        at = f"{self._clock() - self._began:5.1f} s"
        self._live.console.print(Text.assemble((at, "dim"), "  ", sentence))

    def show(self, sight: Sight) -> None:
        self._sight = sight

    def render(self) -> RenderableType:
        """What stands there now."""
        seconds = int(self._clock() - self._began)
        title = Text.assemble("\n", ("A term in Yuntan", "bold"), f"  {seconds // 60}:{seconds % 60:02}")
        sight = self._sight
        if sight.acknowledged:
            title.append(f"   {sight.acknowledged} commands acknowledged, {sight.ballots} ballots cast", "dim")
        return Group(title, _cycles(sight)) if sight.cycles else title


def _cycles(sight: Sight) -> Table:
    table = Table.grid(padding=(0, 2))
    for _ in range(6):
        table.add_column()
    for one in sight.cycles:
        table.add_row(
            Text(one.cycle, style="green" if one.closed else "bold"),
            Text("closed" if one.closed else one.step, style="dim" if one.closed else ""),
            ProgressBar(
                total=max(one.appraisees, 1),
                completed=one.ended,
                width=24,
                complete_style="cyan",
                finished_style="green",
            ),
            Text(f"{one.ended}/{one.appraisees}", justify="right"),
            Text(f"{one.overdue} late", style="yellow") if one.overdue else Text(""),
            Text(f"{one.lapsed} lapsed", style="red") if one.lapsed else Text(""),
        )
    return table
