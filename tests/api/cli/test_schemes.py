"""A scheme on its way into force with commands alone, and a cycle launched with it."""

import json
from pathlib import Path

import pytest

from domain.rulebook import RULEBOOK
from domain.scheme import SCHEME
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.sample import COMMITTEE, CYCLE, OFFICE

pytestmark = pytest.mark.anyio

DOCUMENT = sample.sample_scheme(period={"start": "2026-01-01", "end": "2026-12-31"})
HASH, UNDER = SCHEME.content(DOCUMENT).hash, RULEBOOK.content(sample.sample_rulebook(scheme={})).hash


def _file(folder: Path, document: object) -> Path:
    path = folder / "scheme.yaml"
    path.write_text(json.dumps(document))
    return path


async def test_a_scheme_goes_its_whole_way_and_a_cycle_is_launched_with_it(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    await world.publish(scheme={})
    drafted = await kaohe("scheme", "draft", _file(tmp_path, DOCUMENT), "--as", OFFICE)
    assert drafted.out.splitlines()[1] == f"Its content is {HASH}."
    for words in (
        ("scheme", "check", "year-2026", "--as", OFFICE),
        ("scheme", "waive-consultation", "year-2026", "--reason", "Late", "--as", OFFICE),
        ("scheme", "approve", "year-2026", "--content", HASH, "--as", COMMITTEE),
        ("scheme", "publish", "year-2026", "--as", OFFICE),
        ("cycle", "launch", CYCLE, "--scheme", "year-2026", "--appraisees", *sample.UNITS, "--as", OFFICE),
    ):
        ran = await kaohe(*words)
        assert (ran.code, ran.err) == (0, ""), words
    shown = await kaohe("scheme", "show", "year-2026")
    assert shown.out.splitlines()[-1] == f"1\tyes\t{HASH}\t{UNDER}\t"
    status = await kaohe("cycle", "status", CYCLE)
    assert f" by rulebook annual {UNDER} and scheme year-2026 {HASH}" in status.out.splitlines()[1]


async def test_a_file_is_checked_under_the_rulebook_in_force_and_nothing_is_recorded(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    await world.publish(scheme={})
    head = await world.log.head()
    good = await kaohe("scheme", "check", _file(tmp_path, DOCUMENT), "--json")
    assert (good.code, json.loads(good.out)["valid"], json.loads(good.out)["scheme"]) == (0, True, "year-2026")
    bad = await kaohe("scheme", "check", _file(tmp_path, DOCUMENT | {"targets": {"nothing": {"finance": "1"}}}))
    assert (bad.code, "targets.nothing: there is no such indicator" in bad.err) == (2, True)
    other = await kaohe("scheme", "check", _file(tmp_path, DOCUMENT | {"rulebook": "term"}))
    assert other.err.splitlines()[:2] == ["Refused: rulebook term.", "Problem: has no version in force."]
    assert await world.log.head() == head
