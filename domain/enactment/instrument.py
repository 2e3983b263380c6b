"""The instrument: what the enactment of a rulebook and of a scheme differ in."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain.event import Record
from domain.regulation import Finding, content_hash, written

Document = Mapping[str, Any]
States = Mapping[str, Any]
"""Folded states of other streams, by stream name."""


@dataclass(frozen=True, slots=True)
class Content:
    """A document in its stored form, with the hash that names it."""

    document: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A kind of regulation: what it is called, what its documents are made of, and what they have to conform to.

    `reads` names the streams that `problems` and `under` look at besides the directory. `under` is the content hash of
    the rulebook version that a document stands under now; nothing for a document that stands by itself.
    """

    noun: str
    model: type[Record]
    problems: Callable[[Document, States], tuple[Finding, ...]]
    reads: Callable[[Document], tuple[str, ...]] = lambda _: ()
    under: Callable[[Document, States], str | None] = lambda *_: None

    def content(self, document: Document) -> Content:
        """The stored form of a document. One that fits its model is named as it will be when it is in force.

        Any other, which only a draft may be, is kept as it was written.
        """
        try:
            read = self.model.model_validate(document)
        except ValidationError:
            canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            return Content(dict(document), f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}")
        return Content(written(read), content_hash(read))
