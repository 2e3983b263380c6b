import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents import parse
from api.writing import write_json, write_like, write_yaml

DOCUMENT: dict[str, Any] = {
    "weight": "0.30",
    "day": "2026-10-01",
    "early": True,
    "none": None,
    "word": "no",
    "quoted": "true",
    "empty": "",
    "考核": ["a: b", "# c", "- d", "~"],
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.sampled_from(
    [
        "",
        "~",
        "null",
        "true",
        "No",
        "0.10",
        "1e3",
        "- a",
        "a: b",
        "#",
        "&a",
        "*a",
        "!",
        "%",
        "@",
        "'",
        '"',
        "---",
        "?",
        "\x85",
        "a\u2028b",
    ]
)
DOCUMENTS = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def test_yaml_is_written_plainly_but_for_decimals_which_others_would_read_as_floats() -> None:
    assert write_yaml(DOCUMENT) == (
        "weight: '0.30'\nday: 2026-10-01\nearly: true\nnone: null\nword: no\nquoted: 'true'\nempty: ''\n"
        "考核:\n- 'a: b'\n- '# c'\n- '- d'\n- '~'\n"
    )


@given(DOCUMENTS)
def test_what_is_written_is_read_again(document: dict[str, Any]) -> None:
    assert parse(write_yaml(document).encode(), "file a.yaml") == document
    assert parse(write_json(document).encode(), "file a.json") == document


def test_whole_numbers_are_written_as_such_and_texts_of_digits_as_texts() -> None:
    texts = ["12", "-1.5", "1e3", ".5", "1.", "1/17", "P30D", "12 days", "1_0"]
    expected = ["'12'", "'-1.5'", "'1e3'", "'.5'", "'1.'", "1/17", "P30D", "12 days", "'1_0'"]
    assert write_yaml({"places": 2, "texts": texts}) == "places: 2\ntexts:\n" + "".join(
        f"- {one}\n" for one in expected
    )


def test_the_same_part_twice_is_written_out_twice() -> None:
    part = {"id": "a"}
    assert write_yaml({"one": part, "two": part}) == "one:\n  id: a\ntwo:\n  id: a\n"


@pytest.mark.parametrize(("content", "is_json"), [('{"a": "1"}', True), ('\ufeff \n{"a": "1"}', True), ("a: 1", False)])
def test_a_document_is_written_as_the_file_is(tmp_path: Path, content: str, is_json: bool) -> None:  # noqa: FBT001 - one of two notations
    path = tmp_path / "document"
    path.write_text(content, encoding="utf-8")
    written = write_like(path, DOCUMENT)
    assert written == (write_json(DOCUMENT) if is_json else write_yaml(DOCUMENT))
    assert not is_json or json.loads(written) == DOCUMENT
