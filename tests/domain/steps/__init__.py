"""A page for each step of a cycle: given what has happened, when somebody acts, then this follows."""
