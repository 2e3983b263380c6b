"""`kaohe weights`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from api.cli.answering import refusing
from api.cli.options import Json
from api.cli.output import as_json, line
from api.documents import load

if TYPE_CHECKING:
    from domain.weighting import Proposal


def ahp(file: Path, *, method: Literal["eigenvector", "geometric_mean"] = "eigenvector", json: Json = False) -> None:
    """Propose weights from pairwise comparisons; nothing is recorded.

    Args:
        file: The items and how experts compare them, in YAML or JSON.
        method: How weights are drawn from the comparisons.
    """
    from api.operations.weighting import weigh_comparisons  # noqa: PLC0415 - not needed by `--help`
    from domain.weighting import Method  # noqa: PLC0415 - the same

    with refusing():
        proposal = weigh_comparisons(load(file), Method(method))
    _show(proposal, json=json)


def entropy(file: Path, *, directions: Path, json: Json = False) -> None:
    """Propose weights from how much appraisees differ in each indicator; nothing is recorded.

    Args:
        file: The values, a CSV file in UTF-8: appraisees in the first column, then a column for each indicator.
        directions: Which way each indicator is better, in YAML or JSON.
    """
    from api.importing.table import Table  # noqa: PLC0415 - not needed by `--help`
    from api.operations.weighting import weigh_values  # noqa: PLC0415 - the same

    with refusing():
        proposal = weigh_values(Table.load(file), load(directions))
    _show(proposal, json=json)


def adopt(proposal: Path, document: Path) -> None:
    """Print a document with the weights proposed for one group of its indicators; nothing is recorded.

    Args:
        proposal: The proposal, as printed with --json.
        document: The rulebook or scheme, in YAML, JSON or a workbook (.xlsx).
    """
    from api.operations.weighting import adopt as adopted  # noqa: PLC0415 - not needed by `--help`
    from api.writing import write_like  # noqa: PLC0415 - the same

    with refusing():
        new = adopted(load(proposal), load(document))
    sys.stdout.write(write_like(document, new))


def _show(proposal: "Proposal", *, json: bool) -> None:
    from domain.weighting import tell  # noqa: PLC0415 - not needed by `--help`

    if json:
        as_json(proposal)
    else:
        line(tell(proposal))
