"""Shipped rulebooks for tests: each as the regulation it makes, with its example scheme where it has one."""

from api import shipped
from domain.regulation import Rulebook, Scheme, in_force, parse, parse_scheme


def rulebook(name: str) -> Rulebook:
    return parse(shipped.load(name))


def scheme(name: str) -> Scheme | None:
    document = shipped.load_scheme(name)
    return None if document is None else parse_scheme(document, rulebook(name))


def regulation(name: str) -> Rulebook:
    """What is in force in a cycle under the rulebook."""
    return in_force(rulebook(name), scheme(name))
