"""`kaohe rulebook shipped`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys

from api.cli.answering import refusing
from api.cli.options import Json
from api.cli.output import as_json, table


def shipped(name: str | None = None, *, scheme: bool = False, json: Json = False) -> None:
    """List the rulebooks that come with Kaohe, or print one as YAML, to be sent to a file.

    Args:
        name: The id of the rulebook to print; without it, all are listed.
        scheme: Print the example scheme of the rulebook instead.
    """
    from api.shipped import listed, text  # noqa: PLC0415 - not needed by `--help`

    with refusing():
        if name is not None:
            sys.stdout.write(text(name, scheme=scheme))
            return
    found = listed()
    if json:
        as_json(found)
        return
    rows = [(one.id, one.title, one.standing, one.articles, one.unverified) for one in found]
    table(("id", "title", "standing", "articles", "unverified"), rows, empty="No rulebook comes with Kaohe.")
