"""The kinds of streams there are, by the first part of their names. Importing this registers every event and command."""

from collections.abc import Mapping

from domain import cycle, directory, rulebook
from domain.appraisal import decide as appraisal
from domain.command import Aggregate

AGGREGATES: Mapping[str, Aggregate] = {
    "rulebook": rulebook.AGGREGATE,
    "directory": directory.AGGREGATE,
    "cycle": cycle.AGGREGATE,
    "appraisal": appraisal.AGGREGATE,
}
