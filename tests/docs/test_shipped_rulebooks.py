"""The page on shipped rulebooks lists those that are there, as they are."""

import re
from pathlib import Path

from api import shipped
from api.shipped import Shipped

PAGE = Path(__file__).parents[2] / "docs/reference/shipped-rulebooks.md"


def row(one: Shipped) -> str:
    scheme = "yes" if one.scheme else ""
    return f"| `{one.id}` | {one.title} | {one.standing} | {one.articles} | {one.unverified} | {scheme} |"


def test_the_table_is_what_the_documents_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\| `.*$", text, re.MULTILINE) == [row(one) for one in shipped.listed()]
    assert len(shipped.names()) == 12
