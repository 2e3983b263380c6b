"""Documents written back for people, YAML or JSON, so that `api.documents` reads exactly the same again."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


class _Writer(yaml.SafeDumper):
    """Quotes decimals, which other readers would take for binary floats; dates stay plain, being text to ours."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the reader knows no anchors
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    """Line ends that only Unicode knows would be read as blanks, unless they are escaped."""
    style = '"' if any(sign in text for sign in "\x85\u2028\u2029") else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)
_Writer.yaml_implicit_resolvers = {}
_Writer.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Writer.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), [*"tTfF"])
_Writer.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9][0-9_]*$"), [*"-+0123456789"])
_Writer.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9_]+|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?$"),
    [*"-+.0123456789"],
)


def write_like(path: Path, document: Mapping[str, Any]) -> str:
    """Writes a document in the notation of the file it was read from: JSON if that is JSON, else YAML."""
    with path.open("rb") as file:
        is_json = _JSON.match(file.read(1024))
    return write_json(document) if is_json else write_yaml(document)


def write_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def write_yaml(document: Mapping[str, Any]) -> str:
    """Writes YAML in the order of the fields; comments of the document it was made from are gone."""
    return yaml.dump(document, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)
