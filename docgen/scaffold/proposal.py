"""Columns for the predicates that a class declares."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Capability
from docgen.scaffold.candidates import declared_in
from docgen.static.objects.type_aliases import Generic
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.static.answers.interpreter import Program

_DROPPED = ("supports_", "supported_", "support_", "get_supported_", "get_", "is_", "can_", "has_")


class Proposal(msgspec.Struct, frozen=True):
    """Columns, and what was left out."""

    capabilities: tuple[Capability, ...]
    """Columns that can be asked."""
    left_out: tuple[str, ...]
    """Predicates that ask for more than docgen can guess, each with why."""


def propose(cls: ClassValue, program: Program) -> Proposal:
    """Columns for every predicate and attribute that a class, or one that it derives from, declares.

    A predicate without arguments is asked as it is; one of one argument, over the Enum or `Literal` of its annotation.
    """
    columns: dict[str, Capability] = {}
    left_out: list[str] = []
    for ancestor in cls.mro:
        if not isinstance(ancestor, ClassValue) or ancestor.node is None:
            continue
        for name, node in declared_in(ancestor.node):
            if name in columns or any(text.startswith(f"{name}:") for text in left_out):
                continue
            arguments = _arguments(node) if node else []
            if not arguments:
                columns[name] = _column(name, f"cls.{name}{'()' if node else ''}", {}, _keys(columns))
                continue
            domain = _domain(arguments, ancestor, program)
            if domain is None:
                asked = ", ".join(argument.arg for argument in arguments)
                left_out.append(f"{name}: say which values of {asked} to ask over")
            else:
                value = arguments[0].arg
                columns[name] = _column(name, f"cls.{name}({value})", {value: domain}, _keys(columns))
    return Proposal(tuple(columns.values()), tuple(left_out))


def _keys(columns: dict[str, Capability]) -> list[str]:
    return [column.key for column in columns.values()]


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    """Arguments that a caller has to give."""
    positional = [*node.args.posonlyargs, *node.args.args]
    bound = any(ast.unparse(each) == "classmethod" for each in node.decorator_list)
    needed = positional[int(bound) : len(positional) - len(node.args.defaults)]
    return needed + [a for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is None]


def _domain(arguments: list[ast.arg], cls: ClassValue, program: Program) -> str | None:
    """Dotted path of the values that the one argument can have; None if it is not one, or its type lists none."""
    annotation = arguments[0].annotation
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    if len(arguments) > 1 or not isinstance(annotation, ast.Name):
        return None
    module = cls.frame.module.name
    namespace = program.namespace(module)
    if namespace is None:
        return None
    imported = next(((m, a) for m, a in namespace.imports(annotation.id) if a), None)
    source, name = imported or (module, annotation.id)
    value = program.module_attribute(source, name, program.evaluation) if program.tree.owns(source) else None
    listed = isinstance(value, Generic) or (isinstance(value, ClassValue) and is_enum(value))
    return f"{source}.{name}" if listed else None


def _column(
    name: str, probe: str, over: dict[str, str | tuple[str, ...]], taken: Iterable[str]
) -> Capability:
    lower = name.lower()
    key = next((lower.removeprefix(p) for p in _DROPPED if lower.startswith(p) and lower != p), lower)
    key = lower if key in taken or not key.isidentifier() else key
    return Capability(key=key, header=key.replace("_", " ").capitalize(), probe=probe, over=over)
