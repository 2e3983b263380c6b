"""Views: tables folded from the log, each moved together with its cursor."""
