"""`kaohe rulebook`: what only rulebooks have, and the way into force that they share with schemes."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from api.cli.answering import REFUSED, operating, refusing
from api.cli.enactment import Enactment, is_file
from api.cli.options import PLAIN, Flag, Json, Write
from api.cli.output import as_json, line
from api.documents import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.regulation import Rulebook, Scheme
    from domain.scoring import Facts

_RULEBOOKS = Enactment("rulebook", lambda operations: operations.rulebooks)

draft = _RULEBOOKS.draft
consult = _RULEBOOKS.consult
comment = _RULEBOOKS.comment
close_consultation = _RULEBOOKS.close_consultation
waive_consultation = _RULEBOOKS.waive_consultation
approve = _RULEBOOKS.approve
return_ = _RULEBOOKS.return_
retire = _RULEBOOKS.retire
show = _RULEBOOKS.show
compare = _RULEBOOKS.compare
history = _RULEBOOKS.history


async def check(
    rulebook: str,
    *,
    scheme: Path | None = None,
    values: Path | None = None,
    with_in_force: Flag = False,
    write: Write = PLAIN,
) -> None:
    """Say everything that is wrong with a rulebook: with a file, and nothing is recorded, or with a draft.

    What is wrong forbids its publication, and ends with exit code 2. Of a file, the indicator system is examined as
    well; what that advises does not.

    Args:
        rulebook: A file in YAML, JSON or a workbook (.xlsx), or the id of a rulebook whose draft is checked for the
            record.
        scheme: A file with a scheme under the rulebook, to be examined with it.
        values: Values of an earlier year, a CSV file or workbook as 'kaohe score' takes it: which scores nobody reaches
            or misses, and how much the ranking hangs on each weight.
        with_in_force: Compare a file with every rulebook in force.
    """
    if not is_file(rulebook):
        await _RULEBOOKS.check(rulebook, write=write)
        return
    from api.cli.examination import show_findings, show_report  # noqa: PLC0415 - not needed by `--help`
    from api.operations.examining import check as checked  # noqa: PLC0415 - the same

    def earlier(book: "Rulebook", under: "Scheme | None") -> "Mapping[str, Facts]":
        from api.scoring.reading import read_table  # noqa: PLC0415 - the same

        return {} if values is None else read_table(values, book, under, None).facts

    with refusing():
        documents = load(Path(rulebook)), load(scheme) if scheme else None
    others: tuple[Rulebook, ...] = ()
    if with_in_force:
        async with operating() as operations:
            others = await operations.rulebooks.all_in_force()
    with refusing():
        found = checked(*documents, values=earlier if values else None, others=others)
    if write.json:
        as_json(found)
    else:
        show_findings(found, Path(rulebook) if found.scheme is None or scheme is None else scheme)
        if found.report:
            show_report(found.report)
    if not found.valid:
        sys.exit(REFUSED)


def goals(file: Path, *, scheme: Path | None = None, json: Json = False) -> None:
    """Show how goals come down to departments, teams and people, and what keeps them from it; nothing is recorded.

    Args:
        file: The rulebook, in YAML, JSON or a workbook (.xlsx).
        scheme: A scheme under the rulebook, whose goals and assignments are added to it.
    """
    from api.cli.examination import show_goals  # noqa: PLC0415 - not needed by `--help`
    from api.operations.examining import decomposed  # noqa: PLC0415 - the same

    with refusing():
        found = decomposed(load(file), load(scheme) if scheme else None)
    if json:
        as_json(found)
    else:
        show_goals(found)


async def publish(rulebook: str, *, write: Write = PLAIN) -> None:
    """Put the approved draft of a rulebook into force; or, before there is a performance office, a file in one step.

    Args:
        rulebook: The id of a rulebook, or a file in YAML, JSON or a workbook (.xlsx), which with nobody named the
            operator publishes.
    """
    if not is_file(rulebook):
        await _RULEBOOKS.publish(rulebook, write=write)
        return
    with refusing():
        document = load(Path(rulebook))
    command = write.command or uuid4()
    async with operating(command, write.document) as operations:
        done = await operations.rulebooks.publish_at_once(document, write.actor, command)
    if write.json:
        as_json(done)
    else:
        line(f"Rulebook {document['id']}: publication {done.says}, at version {done.version} of its stream.")
