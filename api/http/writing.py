"""What every write over HTTP is made with, gathered once for all addresses."""

from typing import Annotated

from fastapi import Depends, Response

from api.http.reading import Actor, CommandId, ExpectedVersion
from api.http.replies import Written, written
from api.operations.store import Done


class Writing:
    """Who sends a write, under which id, and the response it is answered with."""

    def __init__(self, command: CommandId, response: Response, actor: Actor = None) -> None:
        self.command = command
        self.actor = actor
        self._response = response

    def written(self, done: Done, *, location: str | None = None) -> Written:
        """Answers it, with the address of what it made, if that has one."""
        return written(self._response, done, location=location)


class Deciding(Writing):
    """A write that may name the version it was decided on, and is refused when that has been passed."""

    def __init__(self, command: CommandId, response: Response, expected: ExpectedVersion, actor: Actor = None) -> None:
        super().__init__(command, response, actor)
        self.expected = expected


Write = Annotated[Writing, Depends()]
Decide = Annotated[Deciding, Depends()]
