"""Shipped rulebooks for tests: each as the regulation it makes, with its example scheme where it has one."""

from pathlib import Path

from api import documents
from domain.regulation import Rulebook, Scheme, in_force, parse, parse_scheme

_FOLDER = Path(documents.__file__).parent / "shipped"


def rulebook(name: str) -> Rulebook:
    return parse(documents.load(_FOLDER / f"{name}.yaml"))


def scheme(name: str) -> Scheme | None:
    path = _FOLDER / f"{name}.scheme.yaml"
    return parse_scheme(documents.load(path), rulebook(name)) if path.exists() else None


def regulation(name: str) -> Rulebook:
    """What is in force in a cycle under the rulebook."""
    return in_force(rulebook(name), scheme(name))
