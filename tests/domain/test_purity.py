"""The core is pure: it names no clock, no randomness and no binary float, and imports with the outside closed off."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import domain

ROOM = Path(domain.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))
IMPURE = {"now", "utcnow", "today", "random", "randint", "choice", "shuffle", "uuid1", "uuid4", "token_hex", "urandom"}
"""Names that ask a clock or a source of randomness, wherever they come from."""
OUTSIDE = {"time", "random", "secrets", "os", "asyncio", "socket", "subprocess", "threading", "uuid", "pathlib", "io"}

IMPORTS = """
import importlib, pydantic, random, socket, sys, time
def closed(*_, **__):
    raise AssertionError("the domain asked the outside")
for module, names in ((time, ("time", "sleep")), (random, ("random", "randbytes")), (socket, ("socket",))):
    for name in names:
        setattr(module, name, closed)
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def impure(source: str) -> set[str]:
    """What a file calls, reads or imports that the core must not know.

    `context.now` is a fact, not a clock, and so is what a wish brings, such as `wish.choice`.
    """
    return {name for node in ast.walk(ast.parse(source)) for name in _impure(node)}


def _impure(node: ast.AST) -> set[str]:
    match node:
        case ast.Attribute(value=ast.Name(id="context" | "wish")):
            return set()
        case ast.Attribute(attr=name):
            return {name} & IMPURE
        case ast.Call(func=ast.Name(id=name)):
            return {name} & (IMPURE | {"float", "open", "print", "input"})
        case ast.Import(names=names):
            return {alias.name.partition(".")[0] for alias in names} & OUTSIDE
        case ast.ImportFrom(module=str(module), names=names):
            return {module.partition(".")[0]} & OUTSIDE | {alias.name for alias in names} & IMPURE
        case _:
            return set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOM)))
def test_no_file_names_a_clock_randomness_a_float_or_the_outside(file: Path) -> None:
    assert impure(file.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("datetime.now(UTC)", {"now"}),
        ("float(x)", {"float"}),
        ("from random import choice", {"random", "choice"}),
        ("context.now + datetime.now()", {"now"}),
        ("uuid.uuid4()", {"uuid4"}),
        ("import os.path", {"os"}),
        ("open('x')", {"open"}),
        ("context.now", set()),
        ("wish.choice", set()),
        ("wish.choice + random.choice(x)", {"choice"}),
        ("'datetime.now(), random, float(x)'", set()),
    ],
)
def test_the_test_sees_what_it_looks_for(source: str, found: set[str]) -> None:
    assert impure(source) == found


def test_every_module_imports_with_clock_chance_and_network_closed() -> None:
    modules = [".".join(file.relative_to(ROOM.parent).with_suffix("").parts) for file in FILES]

    ran = subprocess.run(  # noqa: S603 - our own interpreter, our own modules
        [sys.executable, "-c", IMPORTS, *modules], cwd=ROOM.parent, capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")
