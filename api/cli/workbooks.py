"""`kaohe rulebook export`, `read` and `schema`: rulebooks and schemes as workbooks, and their form for editors."""

import io
import sys
from pathlib import Path

from api.cli.answering import refusing
from api.cli.output import line
from api.documents import load
from domain.refusal import Reason, Refused


def export(file: Path | None = None, *, to: Path, scheme: bool = False) -> None:
    """Write a rulebook or scheme as an Excel workbook; without a file, an empty one to fill in.

    The workbook holds everything the document says, and is read again as the same content. Every command that takes
    a rulebook or scheme takes the workbook as well.

    Args:
        file: The rulebook or scheme, in YAML or JSON.
        to: The workbook to write, which ends in .xlsx.
        scheme: An empty workbook for a scheme, rather than for a rulebook.
    """
    from api.layout import write_document, write_form  # noqa: PLC0415 - not needed by `--help`
    from domain.regulation import Rulebook, Scheme  # noqa: PLC0415 - the same

    made = io.BytesIO()
    with refusing():
        if to.suffix.lower() != ".xlsx":
            raise Refused(Reason.INVALID, f"file {to}", "would be a workbook of another name", "End its name in .xlsx")
        if file is None:
            write_form(made, Scheme if scheme else Rulebook)
        else:
            write_document(made, load(file))
        try:
            to.write_bytes(made.getvalue())
        except OSError as error:
            problem = f"cannot be written: {error.strerror}"
            raise Refused(Reason.INVALID, f"file {to}", problem, "Give the path of a file to write") from error
    line(f"Written to {to}.")


def read(file: Path) -> None:
    """Print the rulebook or scheme in a workbook as YAML. It is not checked; 'kaohe rulebook check' does that.

    Args:
        file: The workbook, as 'kaohe rulebook export' makes it. A document in YAML or JSON is printed, too.
    """
    from api.writing import write_yaml  # noqa: PLC0415 - not needed by `--help`

    with refusing():
        document = load(file)
    sys.stdout.write(write_yaml(dict(document)))


def schema(*, scheme: bool = False) -> None:
    """Print the JSON Schema of rulebooks, by which editors complete and check what is written.

    Args:
        scheme: That of schemes, instead.
    """
    from api.schemas import schema_text  # noqa: PLC0415 - not needed by `--help`
    from domain.regulation import Rulebook, Scheme  # noqa: PLC0415 - the same

    sys.stdout.write(schema_text(Scheme if scheme else Rulebook))
