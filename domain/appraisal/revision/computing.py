"""The result of corrected facts: the same rule, on the facts as they are to count."""

from collections.abc import Sequence

from domain.appraisal.facts import facts
from domain.appraisal.folding.resulting import corrected
from domain.appraisal.revision.events import Corrected
from domain.appraisal.rights import cycle_of, rulebook_of
from domain.appraisal.state import Appraisal
from domain.case.content import Correction
from domain.case.fitting import misfit
from domain.command import Context
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import Judged, leaves_for
from domain.scoring import PeerTable, Result
from domain.scoring.columns import Comparison, TableColumn
from domain.scoring.result import compute_by
from domain.scoring.rules import Rules


def corrections_of(
    wanted: Sequence[Correction], state: Appraisal, context: Context, thing: str
) -> tuple[Corrected, ...]:
    """The corrections as they change what counts now, those of a revision that waits for the committee among them.

    Refuses what does not fit its indicator.
    """
    leaves = {leaf.id: leaf for leaf in leaves_for(rulebook_of(state, context), state.appraisee)}
    pending = state.revision.revised.corrections if state.revision else ()
    found = {one.indicator: one for one in pending}
    for one in wanted:
        leaf = leaves.get(one.indicator)
        if leaf is None:
            problem = f"corrects {one.indicator}, which is no indicator of {state.appraisee}"
            raise Refused(Reason.CONFLICT, thing, problem, f"Its indicators are: {', '.join(leaves)}")
        if wrong := misfit(one, leaf):
            raise Refused(Reason.CONFLICT, thing, *wrong)
        judged = isinstance(leaf.rule, Judged)
        becomes = one.points if judged else one.value
        found[leaf.id] = Corrected(
            indicator=leaf.id, judged=judged, was=_counts(leaf.id, state, judged=judged), becomes=becomes
        )
    return tuple(found.values())


def _counts(indicator: str, state: Appraisal, *, judged: bool) -> Exact | None:
    """The value or the points that count now."""
    if judged:
        rating = state.judged.get(indicator)
        return rating.score if rating else None
    reported = state.known.get(indicator)
    return reported.value if reported else None


def revised_result(corrections: Sequence[Corrected], state: Appraisal, context: Context) -> Result:
    """The result by the rulebook from the corrected facts, which cite the event that comes next in the stream.

    Peers are compared as they were tabulated; the own values among theirs are those that count now.
    """
    rules, cycle = Rules(rulebook_of(state, context)), cycle_of(state, context)
    known = facts(corrected(state, corrections, state.version + 1), cycle.year)
    comparison = None if cycle.comparison is None else Comparison(_own(cycle.comparison.table, state, corrections))
    return compute_by(rules, state.appraisee, known, comparison)


def _own(table: PeerTable, state: Appraisal, corrections: Sequence[Corrected]) -> PeerTable:
    """The table with the appraisee's own values as corrected; the columns of shares stay as they were compared."""
    own = {one.indicator: one.becomes for one in corrections if not one.judged}
    columns = tuple(_column(column, state.appraisee, own) for column in table.values)
    return table.model_copy(update={"values": columns})


def _column(column: TableColumn, appraisee: str, own: dict[str, Exact | None]) -> TableColumn:
    if column.indicator not in own or appraisee not in column.values:
        return column
    value = own[column.indicator]
    others = {peer: known for peer, known in column.values.items() if peer != appraisee}
    return column.model_copy(update={"values": others if value is None else {**others, appraisee: value}})
