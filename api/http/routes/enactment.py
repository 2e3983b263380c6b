"""The way of rulebooks and schemes into force: the same addresses under both.

Whoever includes these routes says in a dependency which regulations they are about, as `request.state.regulations`.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from api.http.reading import StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Deciding
from api.operations.history import Histories
from api.operations.regulations import Compared, Regulations, RegulationShown
from domain.command import Command
from domain.enactment.approval import ApproveDraft, ReturnDraft
from domain.enactment.consultation import CloseConsultation, CommentOnDraft, OpenConsultation, WaiveConsultation
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.force import PublishDraft, RetireRegulation
from domain.event import Record

Document = Annotated[dict[str, Any], Body(description="A document; numbers are strings.")]


def _regulations(request: Request) -> Regulations[Any]:
    found: Regulations[Any] = request.state.regulations
    return found


Kind = Annotated[Regulations[Any], Depends(_regulations)]

router = APIRouter(route_class=StrictRoute)


class _Act(Deciding):
    """A write on the way of one regulation into force."""

    async def act(self, regulations: Regulations[Any], name: str, wish: Command) -> Written:
        return self.written(await regulations.act(name, wish, self.actor, self.command, self.expected))


Write = Annotated[_Act, Depends()]


class Versions(Record):
    """Two versions: each a number, a content hash, or the word draft."""

    before: str | None = None
    after: str | None = None


@router.post("/drafts", status_code=201)
async def draft(wish: DraftRegulation, kind: Kind, write: Write) -> Written:
    """Writes the draft of the next version, or changes it."""
    done = await kind.draft(wish.document, wish.reason, write.actor, write.command, write.expected)
    return write.written(done, location=f"/api/v1/{kind.noun}s/{wish.document['id']}")


@router.get("/{name}")
async def show(name: str, kind: Kind, response: Response) -> RegulationShown:
    """Shows all versions, the draft, and the document in force."""
    shown = await kind.show(name)
    tag(response, shown.version)
    return shown


@router.get("/{name}/comparison")
async def compare(name: str, wanted: Annotated[Versions, Query()], kind: Kind) -> Compared:
    """Tells what one version changed of another: the draft of the last one, when nothing else is said."""
    return await kind.compare(name, wanted.before, wanted.after)


@router.get("/{name}/history")
async def history(name: str, kind: Kind) -> Histories:
    """Shows what happened to it, with comments and reasons."""
    return await kind.history(name)


@router.post("/{name}/check")
async def check(name: str, kind: Kind, write: Write) -> Written:
    """Records what is wrong with the draft."""
    return await write.act(kind, name, CheckDraft())


@router.post("/{name}/consultation")
async def consult(name: str, wish: OpenConsultation, kind: Kind, write: Write) -> Written:
    """Lays the draft open for comments, of these units or of everybody."""
    return await write.act(kind, name, wish)


@router.post("/{name}/consultation/comments")
async def comment(name: str, wish: CommentOnDraft, kind: Kind, write: Write) -> Written:
    """Comments on the draft."""
    return await write.act(kind, name, wish)


@router.post("/{name}/consultation/close")
async def close(name: str, wish: CloseConsultation, kind: Kind, write: Write) -> Written:
    """Ends the consultation and responds to the comments."""
    return await write.act(kind, name, wish)


@router.post("/{name}/consultation/waiver")
async def waive(name: str, wish: WaiveConsultation, kind: Kind, write: Write) -> Written:
    """Does without a consultation, for a reason."""
    return await write.act(kind, name, wish)


@router.post("/{name}/approval")
async def approve(name: str, wish: ApproveDraft, kind: Kind, write: Write) -> Written:
    """Approves the draft of exactly this content."""
    return await write.act(kind, name, wish)


@router.post("/{name}/return")
async def return_(name: str, wish: ReturnDraft, kind: Kind, write: Write) -> Written:
    """Returns the draft, for a reason."""
    return await write.act(kind, name, wish)


@router.post("/{name}/publication")
async def publish(name: str, kind: Kind, write: Write) -> Written:
    """Puts the approved draft into force."""
    return await write.act(kind, name, PublishDraft())


@router.post("/{name}/retirement")
async def retire(name: str, wish: RetireRegulation, kind: Kind, write: Write) -> Written:
    """Takes the version in force out of it, for a reason."""
    return await write.act(kind, name, wish)
