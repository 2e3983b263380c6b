"""The kinds of streams, by the first part of their names. Importing this registers every event and command."""

from collections.abc import Mapping

from domain import directory, record, rulebook, scheme
from domain.appraisal import decide as appraisal
from domain.appraisal import tasks as appraisal_tasks
from domain.case import clock as case_clock
from domain.case import decide as case
from domain.case import tasks as case_tasks
from domain.command import Aggregate
from domain.cycle import decide as cycle
from domain.cycle import tasks as cycle_tasks
from domain.meeting import clock as meeting_clock
from domain.meeting import decide as meeting
from domain.meeting import tasks as meeting_tasks
from domain.tasks import TaskSource
from domain.timed import Timed

AGGREGATES: Mapping[str, Aggregate] = {
    "rulebook": rulebook.AGGREGATE,
    "scheme": scheme.AGGREGATE,
    "directory": directory.AGGREGATE,
    "record": record.AGGREGATE,
    "cycle": cycle.AGGREGATE,
    "appraisal": appraisal.AGGREGATE,
    "meeting": meeting.AGGREGATE,
    "case": case.AGGREGATE,
}

TASKS: Mapping[str, TaskSource] = {
    "appraisal": appraisal_tasks.TASKS,
    "cycle": cycle_tasks.TASKS,
    "case": case_tasks.TASKS,
    "meeting": meeting_tasks.TASKS,
}
"""The kinds of streams that ask something of people."""

TIMED: Mapping[str, Timed] = {
    "meeting": meeting_clock.TIMED,
    "case": case_clock.TIMED,
}
"""The kinds of streams that keep time by `workflows.clocked`."""
