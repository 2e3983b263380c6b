"""Laws that hold of every regulation and of everybody under it, whatever its shapes and provisions."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import given

from domain.explanation import Explanation
from domain.regulation import Rulebook, parse, walk, written
from domain.scoring import PeerTable, Result, reevaluate
from tests.domain.scoring.worlds import THOROUGH, World, worlds


def nodes(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for child in explanation.children:
        yield from nodes(child)


@THOROUGH
@given(worlds())
def test_every_explanation_computes_to_the_score_it_states(world: World) -> None:
    for result in world.results().values():
        for node in nodes(result.explanation):
            assert reevaluate(node) == (None if node.score is None else Fraction(node.score)), node.label
            assert (node.works is None) == (node.score is None)
        assert result.total == result.explanation.score


@THOROUGH
@given(worlds())
def test_results_and_the_peer_table_survive_json(world: World) -> None:
    table = world.table()
    assert PeerTable.model_validate_json(table.model_dump_json()) == table
    for result in world.results().values():
        assert Result.model_validate_json(result.model_dump_json()) == result


@THOROUGH
@given(worlds())
def test_a_rulebook_written_and_read_again_gives_the_same_bytes(world: World) -> None:
    again = World(written(world.rulebook), world.facts)
    first, second = world.results(), again.results()
    assert {who: result.model_dump_json() for who, result in first.items()} == {
        who: result.model_dump_json() for who, result in second.items()
    }


@THOROUGH
@given(worlds())
def test_the_order_of_appraisees_changes_nothing(world: World) -> None:
    backwards = World(world.document, dict(reversed(world.facts.items())))
    assert world.results() == backwards.results()


@THOROUGH
@given(worlds())
def test_scores_keep_to_the_bounds_that_their_indicators_state(world: World) -> None:
    bounds = {number: (node.least, node.most) for number, node in walk(world.rulebook.indicators)}
    for result in world.results().values():
        for node in nodes(result.explanation):
            least, most = bounds.get(node.label.partition(" ")[0], (None, None))
            if node.score is not None:
                assert least is None or node.score >= least
                assert most is None or node.score <= most


@THOROUGH
@given(worlds())
def test_a_veto_caps_the_total_and_bars_the_better_grades(world: World) -> None:
    for who, result in world.results().items():
        if result.total is not None and world.facts[who]["cases"].get("scandal"):
            assert result.total <= 70
            assert result.barred == ("excellent",)
            assert result.grade != "excellent"


@THOROUGH
@given(worlds())
def test_a_failed_critical_element_gives_its_grade_and_nothing_else_does(world: World) -> None:
    critical = _critical(world.rulebook)
    for result in world.results().values():
        failed = [
            node.label
            for node in nodes(result.explanation)
            if node.label.partition(" ")[0] in critical
            and node.score is not None
            and Fraction(node.score) * 100 < 40 * Fraction(node.out_of or 100)
        ]
        if result.grade is not None:
            assert (result.grade == "poor") == bool(failed)


def _critical(rulebook: Rulebook) -> set[str]:
    return {number for number, node in walk(parse(written(rulebook)).indicators) if node.element == "critical"}
