"""Columns for the questions that a family of classes can be asked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import msgspec

from docgen.config import Capability
from docgen.scaffold.class_bodies import Kind
from docgen.scaffold.families import PREDICATES
from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.engine.guarded import attempted
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_aliases import Generic
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.scaffold.families import Family, Question
    from docgen.static.answers.interpreter import Program

MOST = 16
"""Most columns of a first configuration."""

_DROPPED = sorted({*PREDICATES, "get_supported_", "get_"}, key=len, reverse=True)
"""Prefixes that are removed from a name to make a heading."""
_FORMS = {
    Kind.ATTRIBUTE: "cls.{name}",
    Kind.CLASS: "cls.{name}({argument})",
    Kind.PROPERTY: "object.__new__(cls).{name}",
    Kind.METHOD: "object.__new__(cls).{name}({argument})",
}
"""Forms of probes, by the kind of binding."""


class Proposal(msgspec.Struct, frozen=True):
    """Columns, and the questions that were left out."""

    capabilities: tuple[Capability, ...]
    """Columns that can be asked."""
    left_out: tuple[str, ...]
    """Predicates that take more than docgen can guess, and other omissions, each with its reason."""


def propose(family: Family, program: Program) -> Proposal:
    """Propose the most informative columns for a family.

    A member without arguments is asked directly; one with a single argument, over the Enum or `Literal` of its
    annotation. For a member whose name declares no capability, the column shows which classes override it, unless the
    base's own one is a class method that returns a value written there, such as a list of sizes: that is asked for.
    """
    columns: dict[str, Capability] = {}
    left_out: list[str] = []
    ranked = sorted(family.questions, key=lambda each: -each.weight)
    for question in family.questions:
        name = question.declared.name
        if question not in ranked[:MOST]:
            continue
        taken = [column.key for column in columns.values()]
        definition = _definition(question, program)
        if question.is_override and not _gives_literal(question, definition):
            probe = f"overrides(cls, {_spelt(question.owner, program)}.{name})"
            column = _column(name, probe, {}, taken)
            columns[name] = msgspec.structs.replace(column, header=f"Overrides {name}")
            continue
        over: dict[str, str | tuple[str, ...]] = {}
        argument = ""
        if question.declared.arguments:
            asked = _argument(definition)
            domain = _domain(asked, question.owner, program) if asked else None
            if asked is None or domain is None:
                which = asked.arg if asked else "its argument"
                left_out.append(f"{name}: say which values of {which} to ask over")
                continue
            argument, over = asked.arg, {asked.arg: domain}
        probe = _FORMS[question.declared.kind].format(name=name, argument=argument)
        columns[name] = _column(name, probe, over, taken)
    rest = [question.declared.name for question in family.questions if question not in ranked[:MOST]]
    if rest:
        left_out.append(f"{len(rest)} more of {family.base}: {', '.join(rest)}")
    return Proposal(tuple(columns.values()), tuple(left_out))


def _spelt(owner: str, program: Program) -> str:
    """The expression for a class above `cls`: its path, unless a package gave its module's name to something else."""
    frame = Frame(program.evaluation, NOWHERE)
    try:
        value = attempted(lambda: dispatch.evaluate(parse_expression(owner, "base"), frame))
    except Raised:
        value = None
    if isinstance(value, ClassValue | Unknown):
        return owner
    module, _, name = owner.rpartition(".")
    return f"next(c for c in cls.__mro__ if (c.__module__, c.__qualname__) == {module, name})"


def _definition(question: Question, program: Program) -> ast.FunctionDef | None:
    """The base's own method of that name."""
    module, _, name = question.owner.rpartition(".")
    namespace = program.readable_namespace(module)
    owner = namespace.binding(name) if namespace else None
    body = owner.body if isinstance(owner, ast.ClassDef) else []
    named = (n for n in body if isinstance(n, ast.FunctionDef) and n.name == question.declared.name)
    return next(named, None)


def _gives_literal(question: Question, definition: ast.FunctionDef | None) -> bool:
    """Tell whether a class method without arguments returns a value that is written in its text."""
    if definition is None or question.declared.kind is not Kind.CLASS or question.declared.arguments:
        return False
    *before, last = definition.body
    if not isinstance(last, ast.Return) or not all(isinstance(each, ast.Expr) for each in before):
        return False
    try:
        return ast.literal_eval(last.value or ast.Constant(None)) is not None
    except (TypeError, ValueError):
        return False


def _argument(definition: ast.FunctionDef | None) -> ast.arg | None:
    """The one argument that a caller has to give."""
    if definition is None:
        return None
    positional = [*definition.args.posonlyargs, *definition.args.args]
    static = any(ast.unparse(each) == "staticmethod" for each in definition.decorator_list)
    needed = positional[0 if static else 1 : len(positional) - len(definition.args.defaults)]
    defaults = zip(definition.args.kwonlyargs, definition.args.kw_defaults, strict=True)
    needed += [argument for argument, default in defaults if default is None]
    return needed[0] if len(needed) == 1 else None


def _domain(argument: ast.arg, owner: str, program: Program) -> str | None:
    """Dotted path of the values that an argument can have; None if its type lists none."""
    annotation = argument.annotation
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return None
    if not isinstance(annotation, ast.Name):
        return None
    module = owner.rpartition(".")[0]
    namespace = program.readable_namespace(module)
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
    lower = name.lower().lstrip("_")
    key = next((lower.removeprefix(p) for p in _DROPPED if lower.startswith(p) and lower != p), lower)
    key = lower if key in taken or not key.isidentifier() else key
    key = name if key in taken else key
    return Capability(key=key, header=key.replace("_", " ").strip().capitalize(), probe=probe, over=over)
