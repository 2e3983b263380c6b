"""What the demo shows: plain lines now and then where nobody watches, a moving table where somebody does."""

import io

from rich.console import Console

from deploy.demo.screen import CycleCount, LiveScreen, PlainScreen, Sight, screen

YEAR = CycleCount("yuntan-2024", appraisees=24, step="goals", ended=20, overdue=2, lapsed=0, closed=False)
OVER = CycleCount("yuntan-2023", appraisees=24, step="feedback", ended=24, overdue=0, lapsed=1, closed=True)


def count(ended: int) -> CycleCount:
    return CycleCount("yuntan-2024", appraisees=24, step="goals", ended=ended, overdue=0, lapsed=0, closed=False)


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_without_a_terminal_counts_come_at_most_every_five_seconds_and_only_when_they_changed() -> None:
    clock, out = Clock(), io.StringIO()
    shown = PlainScreen(Console(file=out, width=120), clock)
    with shown:
        for at, ended in ((1, 1), (5, 2), (6, 3), (11, 2), (12, 3)):
            clock.at = 100.0 + at
            shown.show(Sight((count(ended),), 9))
    assert out.getvalue() == (
        "  5.0 s  yuntan-2024 goals 2/24; 9 commands acknowledged\n"
        " 12.0 s  yuntan-2024 goals 3/24; 9 commands acknowledged\n"
    )


def test_without_a_terminal_a_sentence_is_a_line_with_its_time_and_no_markup() -> None:
    clock, out = Clock(), io.StringIO()
    shown = screen(Console(file=out, width=120), clock)
    clock.at = 112.34
    shown.say("[bold]late[/bold]")
    assert out.getvalue() == " 12.3 s  [bold]late[/bold]\n"


def test_a_line_of_counts_names_those_who_are_late() -> None:
    clock, out = Clock(), io.StringIO()
    shown = PlainScreen(Console(file=out, width=120), clock)
    clock.at = 107.0
    shown.show(Sight((OVER, YEAR), 44))
    assert out.getvalue() == "  7.0 s  yuntan-2024 goals 20/24 (2 late); 44 commands acknowledged\n"


def test_a_terminal_gets_a_table_of_all_cycles() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=80)
    clock = Clock()
    shown = screen(console, clock)
    assert isinstance(shown, LiveScreen)
    clock.at = 165.0
    shown.show(Sight((OVER, YEAR), 44, 7))
    with console.capture() as capture:
        console.print(shown.render())
    title, over, year = [line.strip() for line in capture.get().strip().splitlines()]
    assert title == "A term in Yuntan  1:05   44 commands acknowledged, 7 ballots cast"
    assert over.replace("━", "").split() == ["yuntan-2023", "closed", "24/24", "1", "lapsed"]
    going = year.replace("━", "").replace("╸", "").replace("╺", "").split()
    assert going == ["yuntan-2024", "goals", "20/24", "2", "late"]
