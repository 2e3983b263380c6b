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
class StepCount:
    """How far all appraisals of the cycle are with one step."""

    step: str
    opened: int
    ended: int
    lapsed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to see at a moment."""

    appraisees: int
    steps: Sequence[StepCount] = ()
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
        f"{count.step} {count.ended}/{sight.appraisees}" + (f" ({count.overdue} late)" if count.overdue else "")
        for count in sight.steps
        if count.opened and (count.ended < sight.appraisees or count is sight.steps[-1])
    ]
    return f"{', '.join(going)}; {sight.acknowledged} commands acknowledged" if going and sight.acknowledged > 1 else ""


class LiveScreen:
    """A table of the steps that moves, and above it, scrolling, the things worth knowing."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._sight = Sight(0)
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
        title = Text.assemble("\n", ("A year in Yuntan", "bold"), f"  {seconds // 60}:{seconds % 60:02}")
        sight = self._sight
        if sight.acknowledged:
            title.append(f"   {sight.acknowledged} commands acknowledged, {sight.ballots} ballots cast", "dim")
        return Group(title, _steps(sight)) if sight.steps else title


def _steps(sight: Sight) -> Table:
    table = Table.grid(padding=(0, 2))
    for _ in range(5):
        table.add_column()
    for count in sight.steps:
        done = count.ended == sight.appraisees
        table.add_row(
            Text(count.step, style="green" if done else "bold" if count.opened else "dim"),
            ProgressBar(
                total=max(sight.appraisees, 1),
                completed=count.ended,
                width=30,
                complete_style="cyan",
                finished_style="green",
            ),
            Text(f"{count.ended}/{sight.appraisees}", style="" if count.opened else "dim", justify="right"),
            Text(f"{count.overdue} late", style="yellow") if count.overdue else Text(""),
            Text(f"{count.lapsed} lapsed", style="red") if count.lapsed else Text(""),
        )
    return table
