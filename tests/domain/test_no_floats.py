"""No binary float touches a number that counts."""

import ast
from pathlib import Path

import pytest

import domain

ROOM = Path(domain.__file__).parent
MODULES = [
    *(ROOM / f"{name}.py" for name in ("exact", "duration", "calendar", "schedule", "sampling", "explanation")),
    *sorted(
        path for room in ("examination", "regulation", "scoring", "weighting") for path in (ROOM / room).rglob("*.py")
    ),
    *sorted((ROOM / "expression").glob("*.py")),
]
ROUNDING_FUNCTIONS = {"round", "fsum", "sqrt", "log", "exp", "pow", "mean", "fmean", "total_seconds", "timestamp"}


def floats_in(tree: ast.AST) -> list[str]:
    """Float literals, and calls that make floats or round."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex() as value):
                found.append(f"line {node.lineno}: {value}")
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in ROUNDING_FUNCTIONS | {"float"}:
                found.append(f"line {node.lineno}: {name}()")
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_makes_no_floats(module: Path) -> None:
    assert floats_in(ast.parse(module.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("planted", ["x = 0.1", "x = float('1')", "x = 1e3", "x = round(y, 2)", "x = math.fsum(y)"])
def test_a_planted_float_is_found(planted: str) -> None:
    assert len(floats_in(ast.parse(planted))) == 1
