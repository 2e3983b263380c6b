"""What is kept: the log, its envelopes and its views, on PostgreSQL."""
