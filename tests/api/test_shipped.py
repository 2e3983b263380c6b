"""The rulebooks that come with Kaohe: each may be put into force, cites its articles and says what is unverified."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api import shipped
from domain.event import Record
from domain.examination import examine
from domain.refusal import Refused
from domain.regulation import (
    Article,
    Indicator,
    Rulebook,
    content_hash,
    parse,
    parse_scheme,
    problems,
    scheme_problems,
    written,
)
from tests.api.conftest import run_command
from tests.api.shipped import rulebook, scheme

NAMES = shipped.names()
FOLDER = Path(shipped.__file__).parent
CITING = (
    *("roles", "assessments", "procedures", "panels", "types", "evaluators", "adjustments", "grades", "vetoes"),
    *("ungraded", "quotas", "consequences", "uses", "liabilities", "clocks", "competences", "remedies", "steps"),
)


@pytest.mark.parametrize("name", NAMES)
def test_it_may_be_put_into_force_as_it_is(name: str) -> None:
    assert [str(finding) for finding in problems(shipped.load(name))] == []
    standing, yearly = rulebook(name), shipped.load_scheme(name)
    assert (standing.id, standing.scheme is None) == (name, yearly is None)
    if yearly is not None:
        assert [str(finding) for finding in scheme_problems(yearly, standing)] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_comes_out_of_storage_as_it_went_in(name: str) -> None:
    standing, yearly = rulebook(name), scheme(name)
    assert content_hash(parse(written(standing))) == content_hash(standing)
    if yearly is not None:
        assert content_hash(parse_scheme(written(yearly), standing)) == content_hash(yearly)


@pytest.mark.parametrize("name", NAMES)
def test_every_provision_cites_an_article(name: str) -> None:
    standing = rulebook(name)
    articles = {article.id for article in standing.legal_basis if isinstance(article, Article)}
    assert [place for place, basis in _cited(standing) if basis not in articles] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_verified_says_so(name: str) -> None:
    standing = rulebook(name)
    unverified = [one for one in standing.legal_basis if isinstance(one, Article) and not one.verified]
    assert standing.example or not unverified or "example" in standing.purpose
    assert [one.id for one in unverified if "example" not in one.says] == []


def _cited(rulebook: Rulebook) -> Iterator[tuple[str, str | None]]:
    """Every provision with the article it cites; indicators where any stands above or at them."""
    for field in CITING:
        for position, one in enumerate(getattr(rulebook, field), start=1):
            yield f"{field}.{position}", one.basis
    yield "verification", rulebook.verification.basis
    single: tuple[Record | None, ...] = (rulebook.critical, rulebook.external_causes)
    yield from ((type(one).__name__, getattr(one, "basis", None)) for one in single if one is not None)
    yield from _of_indicators(rulebook.indicators, "indicators", None)


def _of_indicators(siblings: tuple[Indicator, ...], place: str, above: str | None) -> Iterator[tuple[str, str | None]]:
    for position, node in enumerate(siblings, start=1):
        yield f"{place}.{position}", node.basis or above
        yield from _of_indicators(node.children, f"{place}.{position}", node.basis or above)


def test_the_scheme_to_learn_from_draws_no_advice() -> None:
    name = "hangzhou-2015"
    report = examine(rulebook(name), scheme(name))
    assert [str(advice) for advice in (*report.forbids, *report.advice)] == []


# ---------------------------------------------------------------- finding them


def test_a_name_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match=f"Did you mean {NAMES[0]}"):
        shipped.load(NAMES[0][:-1])


def test_every_scheme_in_the_folder_belongs_to_a_rulebook() -> None:
    schemes = {file.name.removesuffix(".scheme.yaml") for file in FOLDER.glob("*.scheme.yaml")}
    assert schemes == {name for name in NAMES if shipped.load_scheme(name)}


@pytest.mark.anyio
async def test_they_are_listed_and_printed_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    ran = await run_command(capsys, "rulebook", "shipped")
    heading, *lines = ran.out.splitlines()
    assert (ran.code, heading) == (0, "id\ttitle\tstanding\tarticles\tunverified")
    assert [line.split("\t")[0] for line in lines] == list(NAMES)
    printed = await run_command(capsys, "rulebook", "shipped", NAMES[0])
    assert (printed.code, printed.out) == (0, shipped.text(NAMES[0]))


@pytest.mark.anyio
async def test_a_wrong_name_is_answered_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    ran = await run_command(capsys, "rulebook", "shipped", "atlantis")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "Refused: shipped rulebook atlantis.\n"
        "Problem: does not come with Kaohe.\n"
        f"Mend: There are: {', '.join(NAMES)}.\n"
    )


@pytest.mark.anyio
async def test_a_scheme_is_printed_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    printed = await run_command(capsys, "rulebook", "shipped", "jinan-2018", "--scheme")
    assert (printed.code, printed.out) == (0, shipped.text("jinan-2018", scheme=True))
    refused = await run_command(capsys, "rulebook", "shipped", "huzhou-districts", "--scheme")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "Refused: shipped rulebook huzhou-districts.\n"
        "Problem: is complete by itself and comes with no scheme.\n"
        "Mend: Use it alone.\n"
    )
