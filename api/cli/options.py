"""Options that several commands have."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter

Actor = Annotated[str | None, Parameter(name="--as", help="The id of the person who acts.")]
CommandId = Annotated[
    UUID | None, Parameter(name="--id", help="The id of this write; the same id again is carried out once only.")
]
Document = Annotated[
    str | None, Parameter(name="--document", help="The number of the document this is done by; it is kept in clear.")
]
Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON.")]
Flag = Annotated[bool, Parameter(negative="")]
Expected = Annotated[
    int | None, Parameter(name="--expect", help="Act only if this version, as shown, is still the latest.")
]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Write:
    """Who makes a write, under which id, by which document, on which version, and how it is answered."""

    actor: Actor = None
    command: CommandId = None
    document: Document = None
    expect: Expected = None
    json: Json = False


PLAIN = Write()
"""A write of nobody in particular, with an id of its own."""
