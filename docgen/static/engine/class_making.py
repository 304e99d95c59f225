"""Code that making a class runs without naming it: hooks of its bases, its metaclass, `__set_name__` of its values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.engine.effect_terms import CHANGING_METHODS, Callee, base_names, methods_of
from docgen.static.engine.touches import Touch, dotted_name
from docgen.static.source.name_uses import changed_of_receiver
from docgen.static.source.nodes import children, statements_below, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.effect_terms import FunctionNode

HOOK = "__init_subclass__"
"""Stands for everything that making a subclass of a class runs, its metaclass included."""
SET_NAME = "__set_name__"
_META = ("__new__", "__init__", "__prepare__")
"""Methods of a metaclass that making a class runs."""
_LEAVES = CHANGING_METHODS | {
    *(
        "delattr",
        "getattr",
        "hasattr",
        "id",
        "isinstance",
        "issubclass",
        "repr",
        "setattr",
        "str",
        "super",
        "type",
    ),
    *_META,
    HOOK,
}
"""Calls that leave alone what a class holds that they are given: they read it, set an attribute of it, or keep it."""
_MAKERS = frozenset({"type", "new_class"})
"""Functions that make a class of the bases in their second argument."""


def class_touches(node: ast.AST) -> Iterator[Touch]:
    """Yield the calls that class statements below a node, and calls of `type`, make without naming them."""
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(part, ast.ClassDef):
            yield from _subclassed([*part.bases, *(keyword.value for keyword in part.keywords)])
            for statement in part.body:
                if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                    made = statement.value.func if isinstance(statement.value, ast.Call) else statement.value
                    yield from _called(made, SET_NAME)
        elif isinstance(part, ast.Call) and len(part.args) > 1:
            name = dotted_name(part.func) or ""
            if name.rpartition(".")[2] in _MAKERS and isinstance(part.args[1], ast.Tuple | ast.List):
                yield from _subclassed(part.args[1].elts)
        pending += reversed(children(part))


def _subclassed(bases: list[ast.expr]) -> Iterator[Touch]:
    for base in bases:
        yield from _called(base, HOOK)


def _called(node: ast.expr, method: str) -> Iterator[Touch]:
    chain = dotted_name(node.value if isinstance(node, ast.Subscript) else node)
    if chain is not None:
        yield Touch(f"{chain}.{method}", "call")


def class_statements(node: ast.stmt) -> Iterator[ast.ClassDef]:
    """Yield the class statements that run with a statement, outermost first."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    if isinstance(node, ast.ClassDef):
        yield node
    for child in statements_below(node):
        yield from class_statements(child)


def _metaclasses(body: list[ast.stmt]) -> frozenset[str]:
    """Names of the classes of a body that make classes: they derive from `type`, or a class statement says so."""
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    found = {
        keyword.value.id
        for node in classes
        for keyword in node.keywords
        if keyword.arg == "metaclass" and isinstance(keyword.value, ast.Name)
    }
    found |= {node.name for node in classes if any(_is_meta(base) for base in node.bases)}
    for node in classes:  # in order: a base stands before the class that is derived from it
        if not found.isdisjoint(base_names(node)):
            found.add(node.name)
    return frozenset(node.name for node in classes if node.name in found)


def _is_meta(base: ast.expr) -> bool:
    """Tell whether a base is `type`, or has the name of a metaclass by custom, as `ABCMeta` and `EnumType`."""
    name = (dotted_name(base) or "").rpartition(".")[2]
    return name == "type" or name.endswith(("Meta", "Type"))


def made_by(body: list[ast.stmt]) -> Iterator[Callee]:
    """Yield the methods of a body's metaclasses that making a class runs."""
    names = _metaclasses(body)
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name in names:
            yield from (Callee("", None, method) for name, method in methods_of(node) if name in _META)


def changed_of_bases(body: list[ast.stmt]) -> frozenset[str] | None:
    """Attributes of a base, inherited by the class that is made, which the hooks of a body may change in place.

    None if a hook hands the class on to a function that may change any of them.
    """
    hooks = [
        method
        for node in body
        if isinstance(node, ast.ClassDef)
        for name, method in methods_of(node)
        if name == HOOK
    ]
    hooks += [call.node for call in made_by(body) if call.node is not None]
    if any(_hands_on(hook) for hook in hooks):
        return None
    return frozenset[str]().union(*map(changed_of_receiver, hooks))


def _hands_on(method: FunctionNode) -> bool:
    """Tell whether a method hands its first parameter to a function that may change what it holds."""
    positional = [*method.args.posonlyargs, *method.args.args]
    return bool(positional) and any(
        isinstance(part, ast.Call)
        and any(isinstance(given, ast.Name) and given.id == positional[0].arg for given in part.args)
        and (dotted_name(part.func) or "").rpartition(".")[2] not in _LEAVES
        for part in walk(method)
    )
