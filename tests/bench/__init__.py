"""What Kaohe's promises cost, against the bare thing: `make bench`, or `python -m tests.bench`."""
