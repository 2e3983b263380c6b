"""The follower's cursor, and the wakes that Temporal refused and that are tried again."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("CREATE SCHEMA follower")
    op.execute("""
        CREATE TABLE follower.cursor (
          one      boolean PRIMARY KEY DEFAULT true CHECK (one),
          position bigint  NOT NULL
        )
    """)
    op.execute("""
        CREATE TABLE follower.parked (
          stream   text        COLLATE "C" PRIMARY KEY,
          version  bigint      NOT NULL,
          error    text        NOT NULL,
          attempts integer     NOT NULL,
          retry_at timestamptz NOT NULL
        )
    """)
    op.execute("CREATE INDEX parked_by_retry ON follower.parked (retry_at)")
