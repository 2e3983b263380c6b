"""JSON Schemas of the documents people write, for editors and integrators; `docs/reference` holds them."""

import json

from domain.event import Record

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(kind: type[Record]) -> str:
    """The schema of a kind of document. What it allows has the right form; whether it makes sense is for a check."""
    return json.dumps({"$schema": _DIALECT, **kind.model_json_schema()}, ensure_ascii=False, indent=2) + "\n"
