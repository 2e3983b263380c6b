"""A rehearsal leaves out nothing that production does by itself: every command of workflows and gates is given."""

import inspect
from types import ModuleType

import pytest

from activities import cases, cycles, gates, meetings
from domain.command import Command
from domain.rehearsal import cases as rehearsed_cases
from domain.rehearsal import conductor
from domain.rehearsal import meetings as rehearsed_meetings


def commands(module: ModuleType) -> set[str]:
    """The commands that a module knows."""
    return {name for name, one in vars(module).items() if inspect.isclass(one) and issubclass(one, Command)}


@pytest.mark.parametrize(
    ("production", "rehearsal"),
    [
        (cycles, (conductor, rehearsed_cases)),
        (gates, (conductor,)),
        (cases, (rehearsed_cases,)),
        (meetings, (rehearsed_meetings,)),
    ],
    ids=["cycles", "gates", "cases", "meetings"],
)
def test_every_command_of_production_is_given_in_a_rehearsal_too(
    production: ModuleType, rehearsal: tuple[ModuleType, ...]
) -> None:
    given = {name for module in rehearsal for name in commands(module)}
    assert commands(production) - given == set()
