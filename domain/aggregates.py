"""The kinds of streams, by the first part of their names. Importing this registers every event and command."""

from collections.abc import Mapping

from domain import directory, record, rulebook, scheme
from domain.appraisal import decide as appraisal
from domain.command import Aggregate
from domain.cycle import decide as cycle

AGGREGATES: Mapping[str, Aggregate] = {
    "rulebook": rulebook.AGGREGATE,
    "scheme": scheme.AGGREGATE,
    "directory": directory.AGGREGATE,
    "record": record.AGGREGATE,
    "cycle": cycle.AGGREGATE,
    "appraisal": appraisal.AGGREGATE,
}
