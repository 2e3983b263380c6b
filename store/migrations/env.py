"""Alembic's entry: runs the versions on the connection that `store.migrate` holds, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], version_table="migration", version_table_schema="es"
)
context.run_migrations()
