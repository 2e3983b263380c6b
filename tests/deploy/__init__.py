"""How it runs: tests with real processes, real ports and real servers."""
