"""Data keys, outside the log because erasing one must be possible, and the proof of which provider wrapped them."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE es.data_key (
          data_subject text        COLLATE "C" PRIMARY KEY,
          wrapped      bytea,
          created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
          erased_at    timestamptz,
          CHECK ((wrapped IS NULL) = (erased_at IS NOT NULL))                -- erased: only a tombstone stays
        )
    """)
    op.execute("""
        CREATE TABLE es.key_provider (
          one   boolean PRIMARY KEY DEFAULT true CHECK (one),
          proof bytea   NOT NULL                                               -- known bytes wrapped by the provider
        )
    """)
