"""Many clients of the HTTP API at once, each sending its command with the same key until it is answered."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self
from uuid import UUID

import httpx

_CONNECTIONS = 48
_PAUSE = 0.05
_PATIENCE = 30.0
"""Seconds one request waits for its answer, and one command is sent again."""
_SENT = "http11.send_request_body.complete"
_CAST_BEFORE = "has been cast already and counts"


@dataclass(frozen=True)
class Failure:
    """An attempt that did not succeed: with an answer that says so, or without any."""

    status: int | None
    media_type: str = ""
    retry_after: str | None = None


@dataclass
class Sending:
    """A command on its way; `answer` is what acknowledged it at last."""

    key: UUID
    actor: str | None
    path: str
    body: Mapping[str, Any]
    failures: list[Failure] = field(default_factory=list)
    answer: Mapping[str, Any] | None = None
    status: int | None = None

    @property
    def ballot(self) -> bool:
        """Whether it is a secret ballot, whose key is kept nowhere."""
        return self.path.endswith(":ballot/completion")


class Clients:
    """Everybody's connections to one API, and what has become of every command they gave.

    `unanswered` are the commands whose request has gone out whole and has no answer yet.
    """

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.sent: list[Sending] = []
        self.unanswered: dict[UUID, Sending] = {}
        self.reading: list[Failure] = []
        """What reading ran into: it is sent again as commands are."""

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[Self]:
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=_PATIENCE, limits=limits) as http:
            yield cls(http)

    @property
    def acknowledged(self) -> Sequence[Sending]:
        return [sending for sending in self.sent if sending.answer is not None]

    @property
    def failures(self) -> Sequence[Failure]:
        """Everything that failed, of commands and of reading."""
        return [*self.reading, *(failure for sending in self.sent for failure in sending.failures)]

    async def get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        """Reads, again and again until it is answered."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                answer = await _or_failure(self._http.get(path, params=query))
                if isinstance(answer, httpx.Response) and answer.is_success:
                    return answer.json()
                self.reading.append(await _pause(answer))

    async def send(self, key: UUID, actor: str | None, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Gives a command, and sends it again with the same key until it is acknowledged."""
        sending = Sending(key, actor, path, body)
        self.sent.append(sending)
        async with asyncio.timeout(_PATIENCE):
            while True:
                answer = await self._attempt(sending)
                if isinstance(answer, httpx.Response):
                    if answer.is_success or (sending.ballot and _CAST_BEFORE in answer.text):
                        sending.status, sending.answer = answer.status_code, answer.json()
                        return sending.answer or {}
                    assert answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR, f"{path}: {answer.text}"
                sending.failures.append(await _pause(answer))

    async def _attempt(self, sending: Sending) -> httpx.Response | httpx.TransportError:
        async def trace(event: str, _info: Mapping[str, Any]) -> None:
            if event == _SENT:
                self.unanswered[sending.key] = sending

        headers = {"Idempotency-Key": str(sending.key)}
        if sending.actor is not None:
            headers["Kaohe-Actor"] = sending.actor
        try:
            return await _or_failure(
                self._http.post(sending.path, json=sending.body, headers=headers, extensions={"trace": trace})
            )
        finally:
            self.unanswered.pop(sending.key, None)


async def _or_failure(request: Any) -> httpx.Response | httpx.TransportError:  # noqa: ANN401 - an awaitable of httpx
    try:
        response: httpx.Response = await request
    except httpx.TransportError as error:
        return error
    return response


async def _pause(answer: httpx.Response | httpx.TransportError) -> Failure:
    """Waits as long as the answer asks, which without one is a moment."""
    if isinstance(answer, httpx.TransportError):
        await asyncio.sleep(_PAUSE)
        return Failure(None)
    retry_after = answer.headers.get("retry-after")
    await asyncio.sleep(float(retry_after or _PAUSE))
    return Failure(answer.status_code, answer.headers.get("content-type", ""), retry_after)
