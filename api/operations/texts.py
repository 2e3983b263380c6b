"""Texts written in confidence, opened for reading, each called by what it is."""

import json
from typing import Any

from api.operations.names import ERASED, UNREADABLE
from domain.event import event_types
from store.codec import Codec, SealBroken
from store.log import StoredEvent

_ENTRIES = ("id", "indicator", "person", "what")
"""The fields that an entry of a list is called by."""
_SEALED = ("data_subject", "nonce", "ciphertext")


async def opened_texts(codec: Codec, stored: StoredEvent, indicator: str | None = None) -> dict[str, str]:
    """The sealed texts of an event by name; of an event about several indicators, those about one when it is named.

    A text whose key was destroyed reads "[erased]"; what an event withholds is left out.
    """
    if _SEALED[-1] not in stored.body:
        return {}
    try:
        opened = await codec.open_all(stored)
    except SealBroken:
        return {"text": UNREADABLE}
    body = json.loads(stored.body)
    named, withheld = {}, event_types()[stored.type].withheld
    for pointer, text in opened.items():
        name, about = _name(body, pointer)
        if name not in withheld and (indicator is None or about in (None, indicator)):
            named[name] = ERASED if text is None else text
    return named


def _name(body: Any, pointer: str) -> tuple[str, str | None]:  # noqa: ANN401 - JSON
    """What a text is: its field, with the entry of a list that it stands in; and the indicator it is about, if any."""
    entry: str | None = None
    about: str | None = None
    inside, field = body, ""
    for step in pointer.split("/")[1:]:
        if isinstance(inside, list):
            inside = inside[int(step)]
            known = inside if isinstance(inside, dict) else {}
            about = known.get("indicator", about)
            named = (known[name] for name in _ENTRIES if isinstance(known.get(name), str))
            entry = next(named, str(int(step) + 1))
        else:
            inside, field = inside[step], step
    return f"{field} {entry}" if entry else field, about
