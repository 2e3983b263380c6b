"""The ballot box, outside the log: who may vote in one table, what was voted in another, and nothing between them."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("CREATE SCHEMA ballot")
    op.execute("""
        CREATE TABLE ballot.paper (
          cycle     text    COLLATE "C" NOT NULL,
          appraisee text    COLLATE "C" NOT NULL,
          person    text    COLLATE "C" NOT NULL,
          cast_in   boolean NOT NULL DEFAULT false,
          PRIMARY KEY (cycle, appraisee, person)
        )
    """)
    op.execute("""
        CREATE TABLE ballot.box (
          id        uuid    PRIMARY KEY,                                       -- random: it orders, and says nothing
          cycle     text    COLLATE "C" NOT NULL,
          appraisee text    COLLATE "C" NOT NULL,
          score     text    COLLATE "C" NOT NULL,
          batch     integer CHECK (batch >= 1)                                 -- null: still in the box
        )
    """)
    op.execute("CREATE INDEX box_of_appraisee ON ballot.box (cycle, appraisee, id)")
    op.execute("CREATE SEQUENCE ballot.batch AS integer")
    op.execute("""
        CREATE TABLE ballot.closed (
          cycle     text    COLLATE "C" NOT NULL,
          appraisee text    COLLATE "C" NOT NULL,
          PRIMARY KEY (cycle, appraisee)
        )
    """)
