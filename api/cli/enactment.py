"""The way into force, the same under `kaohe rulebook` and `kaohe scheme`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from api.cli.answering import REFUSED, operating, refusing
from api.cli.history import tell
from api.cli.options import PLAIN, Json, Write
from api.cli.output import as_json, clean, instant, line, table
from api.documents import load
from domain.command import Command
from domain.enactment.approval import ApproveDraft, ReturnDraft
from domain.enactment.consultation import CloseConsultation, CommentOnDraft, WaiveConsultation
from domain.enactment.drafting import CheckDraft
from domain.enactment.force import PublishDraft, RetireRegulation

if TYPE_CHECKING:
    from api.operations import Operations
    from api.operations.regulations import DraftShown, Regulations, RegulationShown
    from api.operations.store import Done


def is_file(target: str) -> bool:
    """Whether an argument is a file rather than an id, in which there is neither a dot nor a slash."""
    return "." in target or "/" in target


class Enactment:
    """The commands of one kind of regulation."""

    def __init__(self, noun: str, of: "Callable[[Operations], Regulations[Any]]") -> None:
        self._noun = noun
        self._of = of

    async def draft(
        self,
        file: Path,
        *,
        reason: str = "",
        write: Write = PLAIN,
    ) -> None:
        """Write the draft of the next version, or change it. What was done on the draft before begins anew.

        Args:
            file: The document, in YAML, JSON or a workbook (.xlsx).
            reason: Why what is in force is amended; it is published with the new version.
        """
        with refusing():
            document = load(file)
        command = write.command or uuid4()
        async with operating(command, write.document) as operations:
            done = await self._of(operations).draft(document, reason, write.actor, command, write.expect)
            shown = await self._of(operations).show(document["id"])
        self._say(document["id"], "draft", done, write)
        if shown.draft and not write.json:
            line(f"Its content is {shown.draft.hash}.")

    async def check(
        self,
        regulation: str,
        *,
        write: Write = PLAIN,
    ) -> None:
        """Check the draft and record what is found; ends with exit code 2 when something is.

        Args:
            regulation: The id.
        """
        command = write.command or uuid4()
        async with operating(command, write.document) as operations:
            done = await self._of(operations).act(regulation, CheckDraft(), write.actor, command, write.expect)
            shown = await self._of(operations).show(regulation)
        self._say(regulation, "check", done, write)
        findings = shown.draft.findings if shown.draft else ()
        for one in findings:
            sys.stderr.write(clean(f"- {one.place}: {one.problem}. {one.mend}\n"))
        if findings:
            sys.exit(REFUSED)

    async def consult(
        self,
        regulation: str,
        *,
        asked: tuple[str, ...] = (),
        until: str | None = None,
        write: Write = PLAIN,
    ) -> None:
        """Lay the checked draft open for comments.

        Args:
            regulation: The id.
            asked: The units that may comment, with one option each; everybody when left out.
            until: Until when, such as 2026-02-28T18:00:00+08:00; until it is closed when left out.
        """
        command = write.command or uuid4()
        fields = {"asked": list(asked), "until": until}
        async with operating(command, write.document) as operations:
            done = await self._of(operations).consult(regulation, fields, write.actor, command, write.expect)
        self._say(regulation, "consultation", done, write)

    async def comment(
        self,
        regulation: str,
        *,
        text: str,
        write: Write = PLAIN,
    ) -> None:
        """Comment on a draft that is in consultation.

        Args:
            regulation: The id.
            text: What should be otherwise, and why; it is sealed.
        """
        await self._act(regulation, "comment", CommentOnDraft(text=text), write)

    async def close_consultation(
        self,
        regulation: str,
        *,
        response: str = "",
        write: Write = PLAIN,
    ) -> None:
        """End the consultation, and respond to what came in.

        Args:
            regulation: The id.
            response: What became of the comments.
        """
        wish = CloseConsultation(response=response)
        await self._act(regulation, "end of the consultation", wish, write)

    async def waive_consultation(
        self,
        regulation: str,
        *,
        reason: str,
        write: Write = PLAIN,
    ) -> None:
        """Do without a consultation.

        Args:
            regulation: The id.
            reason: Why, such as urgency; the committee sees it.
        """
        wish = WaiveConsultation(reason=reason)
        await self._act(regulation, "waiver of the consultation", wish, write)

    async def approve(
        self,
        regulation: str,
        *,
        content: str,
        write: Write = PLAIN,
    ) -> None:
        """Approve the draft, as a member of the committee who had no part in it.

        Args:
            regulation: The id.
            content: The content hash of what was read, as `show` gives it: that, and nothing else, is approved.
        """
        await self._act(regulation, "approval", ApproveDraft(hash=content), write)

    async def return_(
        self,
        regulation: str,
        *,
        reason: str,
        write: Write = PLAIN,
    ) -> None:
        """Return the draft, as a member of the committee.

        Args:
            regulation: The id.
            reason: What is to be thought over.
        """
        await self._act(regulation, "return", ReturnDraft(reason=reason), write)

    async def publish(
        self,
        regulation: str,
        *,
        write: Write = PLAIN,
    ) -> None:
        """Put the approved draft into force.

        Args:
            regulation: The id.
        """
        await self._act(regulation, "publication", PublishDraft(), write)

    async def retire(
        self,
        regulation: str,
        *,
        reason: str,
        write: Write = PLAIN,
    ) -> None:
        """Take the version in force out of it: no cycle can be launched on it any more, and those that run go on.

        Args:
            regulation: The id.
            reason: Why; it is published.
        """
        await self._act(regulation, "retirement", RetireRegulation(reason=reason), write)

    async def _act(self, regulation: str, what: str, wish: Command, write: Write) -> None:
        command = write.command or uuid4()
        async with operating(command, write.document) as operations:
            done = await self._of(operations).act(regulation, wish, write.actor, command, write.expect)
        self._say(regulation, what, done, write)

    def _say(self, regulation: str, what: str, done: "Done", write: Write) -> None:
        if write.json:
            as_json(done)
        else:
            noun = self._noun.capitalize()
            line(f"{noun} {regulation}: {what} {done.says}, at version {done.version} of its stream.")

    # ------------------------------------------------------------ reading

    async def show(self, regulation: str, *, json: Json = False) -> None:
        """Show the versions and how far the draft has come; with --json also the documents.

        Args:
            regulation: The id.
        """
        async with operating() as operations:
            found = await self._of(operations).show(regulation)
        if json:
            as_json(found)
            return
        line(f"{found.title} ({found.id}) of {found.authority}, at version {found.version} of its stream")
        _versions(found)
        if found.draft:
            line()
            _draft(found.draft)

    async def compare(
        self, regulation: str, *, before: str | None = None, after: str | None = None, json: Json = False
    ) -> None:
        """Show what one version changed of another: the draft of the last one, when nothing else is said.

        Args:
            regulation: The id.
            before: The number or content hash of a version, or draft.
            after: The same.
        """
        async with operating() as operations:
            found = await self._of(operations).compare(regulation, before, after)
        if json:
            as_json(found)
            return
        line(f"{found.id}, from {found.before} to {found.after}")
        table(
            ("place", "before", "after"),
            [(one.place, one.before, one.after) for one in found.changes],
            empty="They say the same.",
        )

    async def history(self, regulation: str, *, json: Json = False) -> None:
        """Show what happened to it, who did it, and what it changed.

        Args:
            regulation: The id.
        """
        async with operating() as operations:
            found = await self._of(operations).history(regulation)
        as_json(found) if json else tell(found)


def _versions(found: "RegulationShown") -> None:
    table(
        ("version", "in force", "content", "under", "reason"),
        [(one.number, one.in_force, one.hash, one.under, one.reason) for one in found.versions],
        empty="It has no versions yet.",
    )
    if found.retired:
        line("It is retired: no cycle can be launched on it.")


def _draft(draft: "DraftShown") -> None:
    line(f"A draft of content {draft.hash}, by {', '.join(draft.drafters)}, is at stage {draft.stage}")
    if draft.reason:
        line(f"    reason: {draft.reason}")
    for one in draft.findings:
        line(f"    {one.severity} {one.place}: {one.problem}. {one.mend}")
    if known := draft.consultation:
        asked = ", ".join(known.asked) or "everybody"
        until = f", until {instant(known.until)}" if known.until else ""
        held = f"of {asked}{until}, {known.comments} comments, {'closed' if known.closed else 'open'}"
        line(f"    consultation: {'waived' if known.waived else held}")
    if draft.approved_by:
        line(f"    approved by {draft.approved_by}")
