"""One machine: PostgreSQL, Temporal and the services as children of one supervisor, their data in one folder."""
