import json
from pathlib import Path

import pytest

from api.documents import DEEPEST, LARGEST, load, parse, parse_json
from domain.refusal import Refused


def _refusal(content: bytes, name: str = "file a.yaml") -> str:
    with pytest.raises(Refused) as refused:
        parse(content, name)
    return f"{refused.value.thing}: {refused.value.problem}"


def test_numbers_of_yaml_stay_as_they_were_written() -> None:
    content = b"weight: 0.30\nplaces: 2\nday: 2026-10-01\nat: 12:30\nearly: true\nword: no\nnone: ~\nquoted: 'true'\n"
    assert parse(content, "file a.yaml") == {
        "weight": "0.30",
        "places": "2",
        "day": "2026-10-01",
        "at": "12:30",
        "early": True,
        "word": "no",
        "none": None,
        "quoted": "true",
    }


def test_numbers_of_json_files_stay_as_they_were_written() -> None:
    assert parse(b'\xef\xbb\xbf{"weight": 0.30, "list": [1, 1e3]}', "file a.json") == {
        "weight": "0.30",
        "list": ["1", "1e3"],
    }


def test_a_flow_mapping_on_standard_input_is_yaml() -> None:
    assert parse(b"{score: 85, kind: [a, b]}", "standard input") == {"score": "85", "kind": ["a", "b"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: 1\nb: 2\na: 3", "file a.yaml, line 3: has the field 'a' twice in one place"),
        (b"a: [1\nb: ", "file a.yaml, line 2: is no YAML: while parsing a flow sequence did not find"),
        (b"a: &x 1\nb: *x", "file a.yaml, line 2: refers to *x"),
        (b"a: !!python/name:os.system 1", "file a.yaml, line 1: holds the tag"),
        (b"a: 1\n---\nb: 2", "file a.yaml, line 2: holds a second document"),
        (b"? [a]\n: 1", "file a.yaml, line 1: has a field whose name is no text"),
        (b"- 1", "file a.yaml: holds no fields with values"),
        (b"", "file a.yaml: holds no fields with values"),
        (b"a: \xff", "file a.yaml, line 1: holds bytes that are not UTF-8"),
        (b'{"a": 1, "a": 2}', "file a.yaml: has the field 'a' twice in one place"),
        (b'{"a": NaN}', "file a.yaml: holds NaN, which is no number"),
        (b"a: " + b"[" * 100_000, f"file a.yaml, line 1: is nested more than {DEEPEST} levels deep"),
        (b'{"a":' + b"[" * 60 + b"]" * 60 + b"}", f"file a.yaml: is nested more than {DEEPEST} levels deep"),
        (b"a" * (LARGEST + 1), "file a.yaml: is larger than 5 MB"),
    ],
)
def test_a_bad_document_is_refused_where_it_is_wrong(content: bytes, said: str) -> None:
    assert _refusal(content).startswith(said)


def test_the_deepest_document_is_read() -> None:
    deepest = b"[" * (DEEPEST - 1) + b"1" + b"]" * (DEEPEST - 1)
    assert parse(b'{"a":' + deepest + b"}", "file a.json") == parse(b"a: " + deepest, "file a.yaml")


def test_bad_json_in_a_json_file_is_refused_by_its_line() -> None:
    assert _refusal(b'{"a": 1,\n"b" 2}', "file a.json") == "file a.json, line 2: is no JSON: Expecting ':' delimiter"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read: No such file or directory"):
        load(tmp_path / "none.yaml")


def test_text_that_is_no_json_is_left_to_the_caller() -> None:
    with pytest.raises(json.JSONDecodeError):
        parse_json("{", "request body")
