"""The log: one table of events, and the list of repeatable SQL objects with the hash each was applied at."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE es.event (
          position       bigint      PRIMARY KEY CHECK (position >= 0),        -- zero-based: the leaf index of the seal
          stream         text        COLLATE "C" NOT NULL CHECK (stream <> ''),
          version        bigint      NOT NULL CHECK (version >= 1),
          event_id       uuid        NOT NULL UNIQUE,                          -- UUIDv5(command id, ordinal)
          type           text        COLLATE "C" NOT NULL CHECK (type <> ''),
          schema_version smallint    NOT NULL CHECK (schema_version >= 1),
          recorded_at    timestamptz NOT NULL,                                 -- never earlier than the event before it
          occurred_at    timestamptz NOT NULL,
          body           text        COLLATE "C" NOT NULL,                     -- RFC 8785: the bytes that are hashed
          meta           text        COLLATE "C" NOT NULL,                     -- actor, command, versions read, salt
          UNIQUE (stream, version)
        )
    """)
    op.execute("""
        CREATE TABLE es.repeatable (
          name       text        COLLATE "C" PRIMARY KEY,
          sha256     text        COLLATE "C" NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
        )
    """)
