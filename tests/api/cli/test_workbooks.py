import json
from pathlib import Path
from typing import Any

import pytest

from api.documents import load
from api.layout import write_document
from api.tables import write
from domain.regulation import Rulebook, Scheme, content_hash
from tests import sample
from tests.api.conftest import Kaohe, run_command

pytestmark = pytest.mark.anyio

SCHEME = {"id": "annual-2026", "title": "2026", "authority": "linan", "rulebook": "annual"}


@pytest.fixture
def kaohe(capsys: pytest.CaptureFixture[str]) -> Kaohe:
    """The command line without a store."""
    return lambda *arguments: run_command(capsys, *arguments)


def _written(folder: Path, document: dict[str, Any]) -> Path:
    path = folder / "document.json"
    path.write_text(json.dumps(document))
    return path


async def test_a_rulebook_is_exported_read_and_checked_as_a_workbook(kaohe: Kaohe, tmp_path: Path) -> None:
    document, workbook = sample.sample_rulebook(), tmp_path / "annual.xlsx"
    ran = await kaohe("rulebook", "export", _written(tmp_path, document), "--to", workbook)
    assert (ran.code, ran.out, ran.err) == (0, f"Written to {workbook}.\n", "")

    ran = await kaohe("rulebook", "read", workbook)
    (tmp_path / "back.yaml").write_text(ran.out)
    hashed = content_hash(Rulebook.model_validate(document))
    assert (ran.code, content_hash(Rulebook.model_validate(load(tmp_path / "back.yaml")))) == (0, hashed)

    ran = await kaohe("rulebook", "check", workbook)
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"Rulebook annual is in order. Its content is {hashed}.")


async def test_a_scheme_is_exported_as_what_it_is(kaohe: Kaohe, tmp_path: Path) -> None:
    workbook = tmp_path / "2026.xlsx"
    await kaohe("rulebook", "export", _written(tmp_path, SCHEME), "--to", workbook)
    assert Scheme.model_validate(load(workbook)) == Scheme.model_validate(SCHEME)


async def test_an_empty_workbook_asks_for_what_is_required(kaohe: Kaohe, tmp_path: Path) -> None:
    workbook = tmp_path / "form.xlsx"
    await kaohe("rulebook", "export", "--scheme", "--to", workbook)
    ran = await kaohe("rulebook", "read", workbook)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "Refused: workbook form.xlsx.",
        "Problem: has 4 mistakes.",
        "Mend: Correct each of them:",
        *(
            f"- sheet \"Scheme\", cell B{row}: is empty, and '{name}' has to be filled in. Fill it in"
            for row, name in enumerate(("id", "title", "authority", "rulebook"), start=2)
        ),
    ]


async def test_what_is_wrong_with_the_rulebook_in_a_workbook_is_told_by_its_cell(kaohe: Kaohe, tmp_path: Path) -> None:
    document, workbook = sample.sample_rulebook(), tmp_path / "annual.xlsx"
    document["indicators"][0]["weight"] = "0.7"
    with workbook.open("wb") as file:
        write_document(file, document)
    ran = await kaohe("rulebook", "check", workbook)
    assert (ran.code, ran.out.partition("\n")[0]) == (2, "")
    first = ran.err.splitlines()[1]
    assert first.startswith('- sheet "Indicators", ')
    assert "1.1" in first


async def test_a_workbook_without_a_document_is_refused(kaohe: Kaohe, tmp_path: Path) -> None:
    workbook = tmp_path / "other.xlsx"
    with workbook.open("wb") as file:
        write(file, "Nothing", (), {})
    ran = await kaohe("rulebook", "check", workbook)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "Refused: workbook other.xlsx.",
        "Problem: has none of the sheets 'Rulebook' or 'Scheme', which say what it is.",
        "Mend: Begin with what 'kaohe rulebook export' makes, and keep the names of its sheets.",
    ]


@pytest.mark.parametrize(
    ("to", "problem"),
    [
        ("annual.yaml", "Problem: would be a workbook of another name."),
        ("none/annual.xlsx", "Problem: cannot be written: No such file or directory."),
    ],
)
async def test_a_workbook_that_cannot_be_written_is_refused(
    kaohe: Kaohe, tmp_path: Path, to: str, problem: str
) -> None:
    ran = await kaohe("rulebook", "export", _written(tmp_path, sample.sample_rulebook()), "--to", tmp_path / to)
    assert (ran.code, ran.err.splitlines()[1]) == (2, problem)
    assert not (tmp_path / to).exists()


async def test_what_a_workbook_cannot_say_is_not_written(kaohe: Kaohe, tmp_path: Path) -> None:
    document, workbook = sample.sample_rulebook(purpose="\t"), tmp_path / "annual.xlsx"
    ran = await kaohe("rulebook", "export", _written(tmp_path, document), "--to", workbook)
    assert (ran.code, workbook.exists()) == (2, False)
    assert 'sheet "Rulebook", cell B6' in ran.err


async def test_the_schemas_in_the_reference_are_what_the_command_prints(kaohe: Kaohe) -> None:
    reference = Path(__file__).parents[3] / "docs" / "reference"
    for name, options in (("rulebook", ()), ("scheme", ("--scheme",))):
        current = (await kaohe("rulebook", "schema", *options)).out
        assert (reference / f"{name}.schema.json").read_text() == current, "run make schemas"
        assert json.loads(current)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
