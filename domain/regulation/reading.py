"""From a document, as YAML or JSON gave it, to a rulebook that may be put into force."""

from collections.abc import Mapping
from typing import Any

from domain.regulation.check import Finding
from domain.regulation.document import Rulebook


def parse(document: Mapping[str, Any]) -> Rulebook:
    """Reads and checks a rulebook; refuses it with every problem found, each with place, value and mend."""
    raise NotImplementedError


def problems(document: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Everything wrong with a document; nothing, when `parse` would accept it."""
    raise NotImplementedError
