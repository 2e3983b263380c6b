"""`kaohe scheme`: the way of schemes into force."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from pathlib import Path

from api.cli.answering import REFUSED, operating, refusing
from api.cli.enactment import Enactment, is_file
from api.cli.options import PLAIN, Write
from api.cli.output import as_json
from api.documents import load

_SCHEMES = Enactment("scheme", lambda operations: operations.schemes)

draft = _SCHEMES.draft
consult = _SCHEMES.consult
comment = _SCHEMES.comment
close_consultation = _SCHEMES.close_consultation
waive_consultation = _SCHEMES.waive_consultation
approve = _SCHEMES.approve
return_ = _SCHEMES.return_
publish = _SCHEMES.publish
retire = _SCHEMES.retire
show = _SCHEMES.show
compare = _SCHEMES.compare
history = _SCHEMES.history


async def check(scheme: str, *, write: Write = PLAIN) -> None:
    """Say everything that is wrong with a scheme under its rulebook in force: with a file, or with a draft.

    Of a file nothing is recorded, and the indicator system of both together is examined as well. To check a scheme with
    a rulebook that is in a file, too, give both to 'kaohe rulebook check'.

    Args:
        scheme: A file in YAML, JSON or a workbook (.xlsx), or the id of a scheme whose draft is checked for the record.
    """
    if not is_file(scheme):
        await _SCHEMES.check(scheme, write=write)
        return
    from api.cli.examination import show_findings, show_report  # noqa: PLC0415 - not needed by `--help`
    from api.operations.examining import check as checked  # noqa: PLC0415 - the same

    with refusing():
        document = load(Path(scheme))
    async with operating() as operations:
        rulebook = await operations.rulebooks.document_in_force(str(document.get("rulebook", "")))
    found = checked(rulebook, document)
    if write.json:
        as_json(found)
    else:
        show_findings(found, Path(scheme))
        if found.report:
            show_report(found.report)
    if not found.valid:
        sys.exit(REFUSED)
