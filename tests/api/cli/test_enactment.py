"""A rulebook on its way into force with commands alone."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from domain.regulation import problems
from domain.rulebook import RULEBOOK
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.sample import COMMITTEE, OFFICE

pytestmark = pytest.mark.anyio

HASH = RULEBOOK.content(sample.sample_rulebook()).hash
SECOND = sample.sample_rulebook(title="Annual appraisal, revised")


def _file(folder: Path, document: object, name: str = "rulebook.yaml") -> Path:
    path = folder / name
    path.write_text(json.dumps(document))
    return path


async def _found(world: World) -> None:
    await world.operations.directories.publish(sample.sample_directory(), None, uuid4())


async def test_a_rulebook_goes_its_whole_way(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await _found(world)
    drafted = await kaohe("rulebook", "draft", _file(tmp_path, sample.sample_rulebook()), "--as", OFFICE)
    assert drafted.out.splitlines() == [
        "Rulebook annual: draft recorded, at version 1 of its stream.",
        f"Its content is {HASH}.",
    ]
    for version, (what, command) in enumerate(
        (
            ("check", ("check", "annual", "--as", OFFICE)),
            ("consultation", ("consult", "annual", "--asked", "finance", "--asked", "health", "--as", OFFICE)),
            ("comment", ("comment", "annual", "--text", "Too much", "--as", "health-head")),
            ("end of the consultation", ("close-consultation", "annual", "--response", "So be it", "--as", OFFICE)),
            ("approval", ("approve", "annual", "--content", HASH, "--as", COMMITTEE)),
            ("publication", ("publish", "annual", "--as", OFFICE)),
        ),
        start=2,
    ):
        ran = await kaohe("rulebook", *command)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == f"Rulebook annual: {what} recorded, at version {version} of its stream.\n"
    shown = await kaohe("rulebook", "show", "annual")
    assert shown.out.splitlines() == [
        "Annual appraisal of departments (annual) of linan, at version 7 of its stream",
        "version\tin force\tcontent\tunder\treason",
        f"1\tyes\t{HASH}\t\t",
    ]
    told = await kaohe("rulebook", "history", "annual")
    assert "    A comment on the draft was made.\n    text: Too much\n" in told.out


async def test_an_amendment_is_shown_compared_returned_and_given_up(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await world.publish()
    draft = ("rulebook", "draft", _file(tmp_path, SECOND), "--as", OFFICE)
    assert (await kaohe(*draft)).err.splitlines()[1] == "Problem: amends what was published without a reason."
    await kaohe(*draft, "--reason", "Shorter")
    await kaohe("rulebook", "check", "annual", "--as", OFFICE)
    await kaohe("rulebook", "waive-consultation", "annual", "--reason", "Flood", "--as", OFFICE)

    shown = await kaohe("rulebook", "show", "annual")
    content = RULEBOOK.content(SECOND).hash
    assert shown.out.splitlines()[-3:] == [
        f"A draft of content {content}, by office-1, is at stage consulted",
        "    reason: Shorter",
        "    consultation: waived",
    ]
    compared = await kaohe("rulebook", "compare", "annual")
    assert compared.out.splitlines() == [
        "annual, from 1 to draft",
        "place\tbefore\tafter",
        "title\tAnnual appraisal of departments\tAnnual appraisal, revised",
    ]
    returned = await kaohe("rulebook", "return", "annual", "--reason", "Longer", "--as", COMMITTEE, "--json")
    assert json.loads(returned.out)["version"] == 9
    retired = await kaohe("rulebook", "retire", "annual", "--reason", "Repealed", "--as", OFFICE)
    assert retired.code == 0
    assert "It is retired: no cycle can be launched on it." in (await kaohe("rulebook", "show", "annual")).out
    nothing = await kaohe("rulebook", "compare", "annual", "--before", "1", "--after", "1")
    assert nothing.err == "They say the same.\n"


async def test_a_draft_with_findings_is_checked_for_the_record_and_ends_with_exit_code_2(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    await _found(world)
    document = sample.sample_rulebook(missing="guess")
    (finding,) = problems(document)
    await kaohe("rulebook", "draft", _file(tmp_path, document), "--as", OFFICE)
    ran = await kaohe("rulebook", "check", "annual", "--as", OFFICE)
    assert (ran.code, ran.out) == (2, "Rulebook annual: check recorded, at version 2 of its stream.\n")
    assert ran.err == f"- {finding}\n"
    shown = await kaohe("rulebook", "show", "annual")
    assert shown.err == "It has no versions yet.\n"
    assert f"    error {finding}" in shown.out.splitlines()


async def test_a_consultation_until_an_instant_says_so(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await _found(world)
    await kaohe("rulebook", "draft", _file(tmp_path, sample.sample_rulebook()), "--as", OFFICE)
    await kaohe("rulebook", "check", "annual", "--as", OFFICE)
    soon = await kaohe("rulebook", "consult", "annual", "--until", "soon", "--as", OFFICE)
    assert (soon.code, "until" in soon.err) == (2, True)
    await kaohe("rulebook", "consult", "annual", "--until", "2026-12-24T18:00:00+08:00", "--as", OFFICE)
    shown = await kaohe("rulebook", "show", "annual")
    expected = "    consultation: of everybody, until 2026-12-24 10:00:00Z, 0 comments, open"
    assert shown.out.splitlines()[-1] == expected


async def test_a_file_is_published_in_one_step_by_the_operator_alone(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    path = _file(tmp_path, sample.sample_rulebook())
    done = await kaohe("rulebook", "publish", path)
    assert done.out == "Rulebook annual: publication recorded, at version 1 of its stream.\n"
    await _found(world)
    again = await kaohe("rulebook", "publish", _file(tmp_path, SECOND), "--as", OFFICE)
    assert again.code == 2
    assert again.err.splitlines()[1] == (
        "Problem: is published in one step only while linan has no performance office."
    )


async def test_the_same_id_again_is_carried_out_once(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await world.publish()
    command = ("rulebook", "retire", "annual", "--reason", "Repealed", "--as", OFFICE, "--id", str(uuid4()), "--json")
    first, again = json.loads((await kaohe(*command)).out), json.loads((await kaohe(*command)).out)
    assert again == first | {"replayed": True}
