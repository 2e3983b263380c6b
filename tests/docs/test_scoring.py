"""The reference of scoring: every example comes out as it says, and every parameter of every shape is explained."""

import re

import pytest

from domain.exact import RoundingMode
from domain.regulation import SHAPES, Direction, Effect, Missing
from tests.docs.scoring import PAGE, Example, examples

TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", TEXT, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("example", list(examples()), ids=lambda one: one.source.splitlines()[1].strip()[:30])
def test_an_example_comes_out_as_the_page_says(example: Example) -> None:
    assert example.computed == example.said


def test_every_shape_has_a_section_with_an_example() -> None:
    assert sorted(SECTIONS) == sorted(SHAPES)
    assert [shape for shape, section in SECTIONS.items() if f"shape: {shape}" not in section] == []


@pytest.mark.parametrize("shape", SHAPES)
def test_every_parameter_of_a_shape_is_named_in_its_section(shape: str) -> None:
    fields = [field for field in SHAPES[shape].model_fields if field != "shape"]
    assert [field for field in fields if f"`{field}" not in SECTIONS[shape]] == []


def test_every_policy_effect_direction_and_mode_is_named() -> None:
    words = [word.value for kind in (Missing, Effect, Direction, RoundingMode) for word in kind]
    assert [word for word in words if f"`{word}`" not in TEXT] == []
