"""Look-ups that every discovery needs: the value at a configured path, and the class at a registered one."""

from __future__ import annotations

import ast
import fnmatch
from functools import partial
from typing import TYPE_CHECKING, Any

from docgen.discovery.exclusion import excludes_module
from docgen.discovery.found import Candidate
from docgen.errors import ConfigError
from docgen.model.settling import settling_line
from docgen.static.answers.availability import require_importable
from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.engine.guarded import attempted
from docgen.static.engine.namespace import Namespace
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unavailable, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Unknown
from docgen.static.source.nodes import statements_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config import Discovery
    from docgen.discovery.found import Binding
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.evaluation import Evaluation

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(node: ast.stmt) -> Iterator[Definition]:
    """The functions and classes that a statement of a module may define, including those in conditional blocks."""
    if isinstance(node, Definition):
        yield node
    elif isinstance(node, ast.If | ast.Try | ast.With):
        for child in statements_below(node):
            yield from definitions(child)


def configured(program: Program, scenario: str, path: str) -> Abstract:
    """The value at the path that the configuration names; begins an evaluation.

    Raises:
        ConfigError: there is none.
    """
    evaluation = program.evaluation
    evaluation.start(scenario, ())
    try:
        node = parse_expression(path, "discovery path")
        value = attempted(lambda: dispatch.evaluate(node, Frame(evaluation, NOWHERE)))
    except Raised as signal:
        value = Unknown(str(signal.exception), None)
    if isinstance(value, Unknown):
        found = _in_module(path, program)
        value = value if found is ABSENT or isinstance(found, Unknown) else found
    if not isinstance(value, Unknown):
        return value
    # Of a path outside the packages no assumption would make a registry.
    settling = settling_line(value.reason) if program.tree.owns(path) else None
    raise ConfigError(
        f"nothing to discover at {path}: {value.reason}",
        remedy=settling or "set `path` under [discovery] to a dotted path of the documented packages",
        key=("discovery", "path"),
    )


def _in_module(path: str, program: Program) -> Abstract:
    """The value at a path by its module alone, or by the module's text where it cannot be imported; else ABSENT.

    A package may give the name of one of its modules to something else.
    """
    module, names = program.tree.split(path)
    space = program.namespace(module) if module is not None and names else None
    if space is None:
        return ABSENT
    names_by_text = names_of(space, program)
    frame = Frame(program.evaluation, NOWHERE)
    try:
        value = attempted(lambda: names_by_text.lookup(names[0], program.evaluation))
        for name in names[1:]:
            value = attempted(partial(dispatch.find_attribute, value, name, frame, None))
    except Raised:
        return ABSENT
    return value


def names_of(namespace: Namespace, program: Program) -> Namespace:
    """The names of a module after its import; where the import fails, those in its text."""
    if not program.runs_imports:
        return namespace
    try:
        require_importable(namespace.path, program.evaluation)
    except (Unavailable, Unsupported):
        return Namespace(program, namespace.module, namespace.path, namespace.body)
    return program.namespace(namespace.path) or namespace


def class_binding(module: str, name: str, program: Program) -> Binding:
    """Binds `cls` to the class `module.name` of the path that is being run."""

    def bind(evaluation: Evaluation) -> dict[str, Any]:
        require_importable(module, evaluation)
        value = program.module_attribute(module, name, evaluation)
        if isinstance(value, Unknown):
            raise Unsupported(value.reason, value.place, origin=value.origin)
        if value is ABSENT:
            raise Unsupported(f"module {module} has no {name}", None)
        evaluation.subject = value if isinstance(value, ClassValue) else None
        return {"cls": value}

    return bind


def matching_modules(program: Program, scenario: str, discovery: Discovery) -> Iterator[Candidate]:
    """The tree's modules whose dotted names match a configured pattern and that are not excluded, sorted.

    Raises:
        ConfigError: no module matches.
    """
    patterns = discovery.modules
    matching = sorted(name for name in program.tree.names() if matches(name, patterns))
    names = [name for name in matching if not excludes_module(name, discovery)]
    if not names:
        excluded = f", except for what `exclude` names: {', '.join(matching)}" if matching else ""
        raise ConfigError(
            f"no module matches {', '.join(patterns)}{excluded}",
            remedy="set `modules` under [discovery] to patterns of dotted module names",
            key=("discovery", "modules"),
        )
    for name in names:
        yield Candidate(name=name, location=program.tree.first_line(name), scenario=scenario)


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a dotted name matches one of the patterns."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
