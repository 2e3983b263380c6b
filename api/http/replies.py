"""Answers to writes: 201 or 200 when the write is shown, 202 when it is recorded and not yet shown."""

from http import HTTPStatus

from fastapi import Response

from api.operations.store import Done
from domain.event import Record


class Written(Record):
    """What became of a write; `replayed` says that it had been recorded before."""

    says: str
    stream: str
    version: int
    position: int
    replayed: bool
    shown: bool


def written(response: Response, done: Done, *, location: str | None = None) -> Written:
    """Sets status, ETag and, for what has an address of its own, Location."""
    response.status_code = HTTPStatus.CREATED if location else HTTPStatus.OK
    if not done.shown:
        response.status_code = HTTPStatus.ACCEPTED
    if location:
        response.headers["Location"] = location
    tag(response, done.version)
    return Written(says=done.says, **done.model_dump())


def tag(response: Response, version: int) -> None:
    response.headers["ETag"] = f'"{version}"'
