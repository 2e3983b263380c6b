"""A real `up` in a process of its own, with two small services: `python -m tests.deploy.local.driver DATA`."""

import asyncio
import sys
from pathlib import Path

from deploy import logging
from deploy.local.up import Service, Up, up
from deploy.settings import load

NOTES = """
import os, signal, sys
with open(os.path.join(os.environ["KAOHE_DATA"], sys.argv[1]), "w") as note:
    note.write("\\n".join(sorted(os.environ)))
signal.pause()
"""


def main() -> None:
    logging.configure()
    services = [Service(name, (sys.executable, "-c", NOTES, name)) for name in ("first", "second")]
    asyncio.run(up(load(data=Path(sys.argv[1])), services, say=_say, ready=_ready))


def _say(step: str) -> None:
    print(step, flush=True)  # noqa: T201 - the test reads it


def _ready(_: Up) -> None:
    _say("up")


if __name__ == "__main__":
    main()
