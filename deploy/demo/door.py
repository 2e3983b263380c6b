"""The public door as the players use it: the HTTP API of the running process, and a ledger of what it acknowledged."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx

from deploy.demo.failed import Failed
from domain.directory import Role

_PATIENCE = 30.0
"""Seconds for which an unanswered command is sent again, with the same id."""
_PAUSE = 0.2
_PAGE = 500
_CLIENT_ERROR, _CONFLICT = 400, 409
_AGAIN = frozenset({412, 503})
"""Answers that ask to be sent the same again: others were faster too often, or something behind is away."""


class Refusal(Failed):
    """The door said no; the end of the demo, unless whoever asked had reckoned with it."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.too_late = status == _CONFLICT


@dataclass(frozen=True, slots=True)
class Task:
    """Something asked of somebody; a meeting or a cycle has no appraisee, and only an appraisal has steps."""

    id: str
    cycle: str
    appraisee: str
    step: str

    @property
    def key(self) -> str:
        return self.id.rpartition(":")[2]

    @property
    def kind(self) -> str:
        """What is asked, without what it is about; acts of a case are told apart from duties of a step."""
        asked = self.key.partition(".")[0]
        return f"case:{asked}" if self.id.startswith("case:") else asked

    @property
    def about(self) -> str:
        return self.key.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Detail:
    """What a task's own page says: whom it is asked of, which indicators it is about, and the values reported so far.

    `short` are the indicators whose values are worse than their targets.
    """

    role: Role
    persons: tuple[str, ...]
    subjects: Sequence[str]
    reported: Mapping[str, str]
    short: Sequence[str]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the history tells it."""

    event: UUID
    version: int
    type: str
    what: str
    changes: Sequence[tuple[str, str, str]]
    """What was changed, from what, to what."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A command that the door has confirmed; it must stand in the stream's history for ever, once."""

    command: UUID
    stream: str
    action: str


@dataclass(slots=True)
class Ledger:
    """Everything the players were promised, and what is on its way."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    ballots: dict[tuple[str, str], int] = field(default_factory=dict)
    """Ballots cast, by cycle and appraisee."""
    on_the_way: int = 0


class Door:
    """Calls the API, as many people would, each under their own name."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.ledger = Ledger()

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[Self]:
        limits = httpx.Limits(max_connections=32, max_keepalive_connections=32)
        async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=_PATIENCE, limits=limits) as client:
            yield cls(client)

    # ------------------------------------------------------------ reading

    async def tasks(self) -> Sequence[Task]:
        """All open tasks there are."""
        found: list[Task] = []
        after: dict[str, str] = {}
        while True:
            page = await self._get("/tasks", limit=str(_PAGE), **after)
            found += [
                Task(row["id"], row["cycle"] or "", row["appraisee"] or "", row["step"] or "") for row in page["tasks"]
            ]
            if not page["after"]:
                return found
            after = {"after": page["after"]}

    async def detail(self, task: Task) -> Detail:
        page = await self._get(f"/tasks/{task.id}")
        reported = {about["indicator"]: about["reported"] for about in page["subjects"] if about["reported"]}
        subjects = [about["indicator"] for about in page["subjects"]]
        short = [about["indicator"] for about in page["subjects"] if about["short"]]
        return Detail(Role(page["role"]), tuple(page["persons"]), subjects, reported, short)

    async def status(self, cycle: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = await self._get(f"/cycles/{cycle}")
        return found

    async def cycles(self) -> Sequence[Mapping[str, Any]]:
        """All cycles, the latest first."""
        found: Sequence[Mapping[str, Any]] = await self._get("/cycles")
        return found

    async def uses(self, cycle: str) -> Sequence[Mapping[str, Any]]:
        """What the results of a cycle are proposed to be used for."""
        page = await self._get(f"/cycles/{cycle}/uses")
        found: Sequence[Mapping[str, Any]] = page["uses"]
        return found

    async def meeting(self, meeting: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = await self._get(f"/meetings/{meeting}")
        return found

    async def history(self, of: str) -> Sequence[Happening]:
        """The history of a cycle, an appraisal as `cycle:appraisee`, a case as `case:id`, a meeting as `meeting:id`."""
        page = await self._get(f"/history/{of}")
        return [_happening(told) for told in page["happenings"]]

    # ------------------------------------------------------------ acting

    async def publish_directory(self, directory: Mapping[str, Any]) -> None:
        """Says who is who, as the operator: before that there is nobody to say it."""
        await self._patiently("POST", "/directories", json=directory, headers={"Idempotency-Key": str(uuid4())})

    async def complete(
        self, task: str, actor: str, action: str, fields: Mapping[str, object], document: str | None = None
    ) -> None:
        """Acts on a task; sends the command again, with its id, for as long as nothing answers."""
        command, body = uuid4(), {"action": action, "fields": dict(fields)}
        done = await self._send(command, actor, f"/tasks/{task}/completion", body, document)
        self.ledger.acknowledged.append(Acknowledged(command, done["stream"], action))

    async def vote(self, task: Task, actor: str, score: str) -> None:
        """Casts a ballot; a repeat after a lost answer is refused as cast already, which says as much."""
        try:
            await self._send(
                uuid4(), actor, f"/tasks/{task.id}/completion", {"action": "cast", "fields": {"score": score}}
            )
        except Refusal as refusal:
            if "cast already" not in str(refusal):
                raise
        place = task.cycle, task.appraisee
        self.ledger.ballots[place] = self.ledger.ballots.get(place, 0) + 1

    async def act(
        self, actor: str, path: str, fields: Mapping[str, object], document: str | None = None
    ) -> Mapping[str, Any]:
        """Does what an address of the API is for, in somebody's name, on the strength of a document if one is named."""
        command = uuid4()
        done = await self._send(command, actor, path, fields, document)
        self.ledger.acknowledged.append(Acknowledged(command, done["stream"], path.rpartition("/")[2]))
        return done

    async def _send(
        self, command: UUID, actor: str, path: str, body: Mapping[str, Any], document: str | None = None
    ) -> Mapping[str, Any]:
        self.ledger.on_the_way += 1
        try:
            headers = {"Idempotency-Key": str(command), "Kaohe-Actor": actor}
            headers |= {} if document is None else {"Kaohe-Document": quote(document)}
            found: Mapping[str, Any] = await self._patiently("POST", path, json=body, headers=headers)
        finally:
            self.ledger.on_the_way -= 1
        return found

    async def _get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        return await self._patiently("GET", path, params=query)

    async def _patiently(self, method: str, path: str, **request: Any) -> Any:  # noqa: ANN401 - JSON
        """Asks until there is an answer; raises `Refusal` for one that is no."""
        until = asyncio.get_running_loop().time() + _PATIENCE
        while True:
            try:
                response = await self._client.request(method, path, **request)
            except httpx.TransportError:
                if asyncio.get_running_loop().time() > until:
                    raise
            else:
                if response.status_code not in _AGAIN or asyncio.get_running_loop().time() > until:
                    return _answer(response)
            await asyncio.sleep(_PAUSE)


def _answer(response: httpx.Response) -> Any:  # noqa: ANN401 - JSON
    if response.status_code < _CLIENT_ERROR:
        return response.json()
    try:
        problem = response.json()
        said = str(problem.get("detail") or problem.get("title") or problem)
    except ValueError:
        said = response.text[:200]
    raise Refusal(response.status_code, f"{response.request.method} {response.request.url.path}: {said}")


def _happening(told: Mapping[str, Any]) -> Happening:
    changes = [(change["what"], str(change["before"]), str(change["after"])) for change in told["changes"]]
    return Happening(UUID(told["event"]), told["version"], told["type"], told["what"], changes)
