"""Durations as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.duration import Duration

FIELD = TypeAdapter(Duration)
DURATIONS = st.builds(Duration, working_days=st.integers(0, 2_600)) | st.builds(
    Duration, months=st.integers(0, 1200), days=st.integers(0, 36_525), microseconds=st.integers(0, 10**15)
)


@given(DURATIONS)
def test_what_is_written_is_read_back(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration
    assert FIELD.validate_json(FIELD.dump_json(duration)) == duration


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10 working days", "10 working days"),
        ("1 working day", "1 working day"),
        ("P30D", "P30D"),
        ("PT20S", "PT20S"),
        ("P1Y2M3DT4H", "P1Y2M3DT4H"),
        ("P14M", "P1Y2M"),
        ("P2W", "P14D"),
        ("PT90S", "PT1M30S"),
        ("PT0.25S", "PT0.25S"),
        ("PT60.5S", "PT1M0.5S"),
        ("P0D", "PT0S"),
        ("PT36H", "PT36H"),
        ("0 working days", "PT0S"),
    ],
)
def test_a_duration_is_written_in_its_normal_form(text: str, written: str) -> None:
    assert str(Duration.parse(text)) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "1D",
        "-P1D",
        "P-1D",
        "P1.5D",
        "ten working days",
        "10 days",
        "P1H",
        "PT1D",
        "10working days",
        "P1D ",
        " P1D",
        "p1d",
        "P1S",
        "P1Y1Y",
        "PT1.1234567S",
        "P999Y",
        "99999 working days",
        "2601 working days",
        "P٣D",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=": write"):
        Duration.parse(text)


@pytest.mark.parametrize("given", [3, 3.5, None, ["P1D"], {"days": 3}])
def test_a_duration_in_a_document_is_text(given: object) -> None:
    with pytest.raises(ValueError, match="is not a duration: write a string"):
        FIELD.validate_python(given)


@pytest.mark.parametrize("fields", [{"days": -1}, {"working_days": 1, "days": 1}, {"months": 1201}])
def test_an_impossible_duration_cannot_be_made(fields: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=": write"):
        Duration(**fields)
