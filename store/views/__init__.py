"""What people look at: tables built from the log by projectors, in the same order, rebuilt whenever they change."""
