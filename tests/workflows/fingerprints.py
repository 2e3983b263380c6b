"""The order of a workflow's commands, read from its source: what may not change under a running workflow.

What stands under `if workflow.patched(...)` is new and does not count; its `else` is the old order and does. A change
made with `patched()` leaves the fingerprint as it was. `python -m tests.workflows.fingerprints` records it anew, for
the day when no run of the old order is left.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from deploy.services import WORKFLOWS
from workflows import asking

RECORDED = Path(__file__).with_name("fingerprints.json")

_COMMANDS = frozenset({
    "execute_activity", "execute_local_activity", "start_activity", "start_local_activity",
    "execute_child_workflow", "start_child_workflow", "signal_external_workflow", "continue_as_new",
    "sleep", "wait_condition", "patched", "deprecate_patch", "upsert_search_attributes", "upsert_memo",
})  # fmt: skip


def fingerprints() -> dict[str, list[str]]:
    """For each workflow, its commands method by method in the order they are written, with what they are about."""
    shared = [f"asking.{command}" for command in commands(_source(asking))]
    return {workflow.__name__: [*shared, *commands(_whole(workflow))] for workflow in WORKFLOWS}


def _whole(workflow: type) -> str:
    """The source of a workflow, after that of the classes whose steps it shares."""
    return "\n".join(map(_source, reversed(workflow.mro()[:-1])))


def _source(thing: type | ModuleType) -> str:
    return textwrap.dedent(inspect.getsource(thing))


def commands(source: str) -> list[str]:
    """The commands of every function in a source text."""
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return [f"{function.name}: {command}" for function in functions for command in _in_order(function)]


def _in_order(node: ast.AST) -> Iterator[str]:
    """Commands, calls of the workflow's own methods, and the branches and loops around them, as they are written."""
    if isinstance(node, ast.If) and _asks_patched(node.test):
        for old in node.orelse:
            yield from _in_order(old)
        return
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) if name in _COMMANDS:
            yield name
        case ast.Call(func=ast.Name(id="ask")):
            yield f"ask {ast.unparse(node.args[0])}"
        case ast.Await(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name), args=args)):
            yield f"self.{name}({', '.join(map(ast.unparse, args))})"
        case ast.While() | ast.If():
            yield f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
        case ast.For():
            yield f"for {ast.unparse(node.iter)}"
        case _:
            return


def _asks_patched(test: ast.expr) -> bool:
    return isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr == "patched"


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(fingerprints(), indent=2) + "\n")
