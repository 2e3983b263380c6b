"""The other public door: the real `kaohe` command, in a process of its own, as a person types it."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.demo.failed import Failed


class Shell:
    """Types commands on the data folder of a running demo; `say` hears each as it is typed."""

    def __init__(self, data: Path, say: Callable[[str], None]) -> None:
        self._environment = {**os.environ, "KAOHE_DATA": str(data), "COLUMNS": "120"}
        self._say = say

    async def run(self, *arguments: str, shown: str | None = None) -> str:
        """What the command prints; `shown` is said in place of arguments too long to read."""
        self._say(f"$ kaohe {shown or ' '.join(arguments)}")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "deploy.main", *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._environment,
        )
        try:
            out, error = await process.communicate()
        except asyncio.CancelledError:
            process.kill()
            await process.wait()
            raise
        if process.returncode:
            raise Failed(f"'kaohe {arguments[0]} ...' ended with {process.returncode}: {error.decode().strip()}")
        return out.decode().rstrip()
