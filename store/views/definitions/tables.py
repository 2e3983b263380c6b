"""The tables people's questions are answered from. Everything in them is folded from the log and can be again."""

from sqlalchemy import (
    ARRAY,
    UUID,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

from store.views.view import metadata

cycle = Table(
    "cycle",
    metadata,
    Column("cycle", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("rulebook", Text, nullable=False),
    Column("rulebook_hash", Text, nullable=False),
    Column("scheme", Text),
    Column("scheme_hash", Text),
    Column("kind", Text, nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("within", Text),
    Column("follows", Text),
    Column("matter", Text),
    Column("appraisees", Integer, nullable=False),
    Column("launched_at", DateTime(timezone=True), nullable=False),
    Column("appraisals_closed", Integer, nullable=False),
    Column("all_closed", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("cycle_by_outer", "within"),
    Index("cycle_by_earlier", "follows"),
)
"""One row a cycle, over its period; `appraisals_closed` counts, `all_closed` says that the cycle's stream knows."""

cycle_step = Table(
    "cycle_step",
    metadata,
    Column("cycle", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("opens", DateTime(timezone=True), nullable=False),
    Column("due", DateTime(timezone=True), nullable=False),
    Column("ends", DateTime(timezone=True), nullable=False),
    Column("opened", Integer, nullable=False),
    Column("ended", Integer, nullable=False),
    Column("lapsed", Integer, nullable=False),
    Column("overdue", Integer, nullable=False),
    Column("passed", Boolean, nullable=False),
)
"""One row for each step of a cycle; `overdue` counts those that are open and past due.

The other counts of appraisals only grow, unless one is reopened, joins or leaves.
"""

appraisal = Table(
    "appraisal",
    metadata,
    Column("cycle", Text, primary_key=True),
    Column("appraisee", Text, primary_key=True),
    Column("step", Text),
    Column("total", Text),
    Column("grade", Text),
    Column("approved", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("opened", ARRAY(Text), nullable=False),
    Column("ended", ARRAY(Text), nullable=False),
    Column("lapsed", ARRAY(Text), nullable=False),
    Column("own_times", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
)
"""One row an appraisal; `total` is an exact decimal as text; `opened`, `ended` and `lapsed` are steps.

With `own_times` its clocks are not simply the cycle's.
"""

task = Table(
    "task",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("cycle", Text),
    Column("appraisee", Text),
    Column("step", Text),
    Column("role", Text, nullable=False),
    Column("unit", Text),
    Column("persons", ARRAY(Text), nullable=False),
    Column("due", DateTime(timezone=True)),
    Column("ends", DateTime(timezone=True)),
    Column("overdue", Boolean, nullable=False),
    Index("task_by_role", "role", "unit"),
    Index("task_by_due", text("coalesce(due, 'infinity'::timestamptz)"), "stream", "key"),
    Index("task_by_cycle", "cycle", "step"),
)
"""One row for each duty somebody can act on now; `persons` is empty when it is asked of a role.

Only what an appraisal asks belongs to a step, and moves with the step's clock.
"""

case = Table(
    "case",
    metadata,
    Column("case", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("cycle", Text, nullable=False),
    Column("appraisee", Text),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("act", Text),
    Column("due", DateTime(timezone=True)),
    Column("overdue", Boolean, nullable=False),
    Column("outcome", Text),
    Column("granted", Boolean, nullable=False),
    Column("stands", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("case_by_cycle", "cycle", "appraisee"),
)
"""One row a case; `act` and `due` are of the act that is open, and `stands` is open, decided, withdrawn or closed."""

meeting = Table(
    "meeting",
    metadata,
    Column("meeting", Text, primary_key=True),
    Column("authority", Text, nullable=False),
    Column("cycle", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("items", Integer, nullable=False),
    Column("concluded", Integer, nullable=False),
    Column("minutes", Text),
    Column("stands", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("meeting_by_cycle", "cycle"),
)
"""One row a meeting; `stands` is convened, open, closed or lapsed."""

event = Table(
    "event",
    MetaData(schema="es"),
    Column("position", BigInteger, primary_key=True),
    Column("stream", Text),
    Column("version", BigInteger),
    Column("event_id", UUID(as_uuid=True)),
    Column("type", Text),
    Column("schema_version", SmallInteger),
    Column("recorded_at", DateTime(timezone=True)),
    Column("occurred_at", DateTime(timezone=True)),
    Column("body", Text),
    Column("meta", Text),
)
"""The log's own table, for views that fold a stream from its beginning; columns in the order of `StoredEvent`."""
