"""Rulebooks that come with Kaohe: real regulations as documents to start from, and those marked as examples.

A rulebook is `NAME.yaml`, named by its id. One that leaves the indicators to a scheme has an example of one beside it,
`NAME.scheme.yaml`, so that it can be scored.
"""

import difflib
from importlib.resources import files
from typing import Any

from api import documents
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.regulation import Article, Rulebook

_RULEBOOK, _SCHEME = ".yaml", ".scheme.yaml"


class Shipped(Record):
    """One rulebook of the list: `articles` are those it cites, `unverified` those of them that nobody has looked up.

    One that is no `example` follows a regulation; its unverified articles are examples all the same, and say so.
    """

    id: str
    title: str
    example: bool
    articles: int
    unverified: int
    scheme: bool

    @property
    def standing(self) -> str:
        if self.example:
            return "example"
        return "verified in part" if self.unverified else "verified"


def listed() -> tuple[Shipped, ...]:
    """All rulebooks, in alphabetical order of their ids."""
    return tuple(_listed(name) for name in names())


def names() -> tuple[str, ...]:
    """The ids of the rulebooks, in alphabetical order."""
    found = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_RULEBOOK) for name in found if _is_rulebook(name)))


def load(name: str) -> dict[str, Any]:
    """The document of a rulebook, which `domain.regulation.parse` reads; refuses an unknown one, with the nearest."""
    return documents.parse(text(name).encode(), f"shipped rulebook {name}")


def load_scheme(name: str) -> dict[str, Any] | None:
    """The document of the example scheme; nothing where the rulebook is complete by itself."""
    if not files(__name__).joinpath(_known(name) + _SCHEME).is_file():
        return None
    return documents.parse(text(name, scheme=True).encode(), f"scheme of shipped rulebook {name}")


def text(name: str, *, scheme: bool = False) -> str:
    """The YAML of a rulebook, or of its example scheme, as it is written; refuses one that is not there."""
    file = files(__name__).joinpath(_known(name) + (_SCHEME if scheme else _RULEBOOK))
    if scheme and not file.is_file():
        problem, mend = "is complete by itself and comes with no scheme", "Use it alone"
        raise Refused(Reason.NOT_FOUND, f"shipped rulebook {name}", problem, mend)
    return file.read_text(encoding="utf-8")


def _listed(name: str) -> Shipped:
    rulebook = Rulebook.model_validate(load(name))
    articles = [article for article in rulebook.legal_basis if isinstance(article, Article)]
    return Shipped(
        id=name,
        title=rulebook.title,
        example=rulebook.example,
        articles=len(articles),
        unverified=sum(not article.verified for article in articles),
        scheme=rulebook.scheme is not None,
    )


def _is_rulebook(file: str) -> bool:
    return file.endswith(_RULEBOOK) and not file.endswith(_SCHEME)


def _known(name: str) -> str:
    known = names()
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=1)
    mend = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known) or 'none'}"
    raise Refused(Reason.NOT_FOUND, f"shipped rulebook {name}", "does not come with Kaohe", mend)
