"""Golden bytes: one stored body for every event type and schema version, kept for ever.

`python -m tests.store.golden` writes those that are missing and touches no other. Once released, a fixture that no
longer reads shows that history no longer reads: the mend is a new schema version with an upcaster, never a new fixture.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def fixture(name: str, version: int) -> Path:
    return FOLDER / f"{name}.v{version}.json"
