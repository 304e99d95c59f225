"""What every discovery needs: the value at a configured path, and the class at a registered one."""

from __future__ import annotations

import ast
import fnmatch
from typing import TYPE_CHECKING, Any

from docgen.discovery.found import Candidate
from docgen.errors import ConfigError
from docgen.static.answers.availability import enter
from docgen.static.engine.configuration import NOWHERE, parse_expression
from docgen.static.engine.guarded import attempted
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.frames import Frame
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Unknown
from docgen.static.source.nodes import statements_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.discovery.found import Binding
    from docgen.static.answers.interpreter import Program
    from docgen.static.engine.evaluation import Evaluation

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(node: ast.stmt) -> Iterator[Definition]:
    """The functions and classes that a statement of a module may define, those in conditional blocks included."""
    if isinstance(node, Definition):
        yield node
    elif isinstance(node, ast.If | ast.Try | ast.With):
        for child in statements_below(node):
            yield from definitions(child)


NO_ASSUMPTIONS = ""
"""Names the scenario that calls nothing missing: what exists is looked for there where no other can import it."""


def configured(program: Program, scenario: str, path: str) -> Abstract:
    """The value at the path that the configuration names; begins an evaluation.

    Raises:
        ConfigError: there is none.
    """
    evaluation = program.evaluation
    node = parse_expression(path, "discovery path")
    reason = ""
    for world in (scenario, NO_ASSUMPTIONS):
        evaluation.start(world, ())
        try:
            value = attempted(lambda: dispatch.evaluate(node, Frame(evaluation, NOWHERE)))
        except Raised as signal:
            reason = reason or str(signal.exception)
            continue
        if not isinstance(value, Unknown):
            return value
        reason = value.reason
        break
    raise ConfigError(
        f"nothing to discover at {path}: {reason}",
        remedy="set `path` under [discovery] to a dotted path of the documented packages",
        key=("discovery", "path"),
    )


def begin(program: Program, scenario: str, module: str) -> bool:
    """Begin an evaluation where a module can be imported; returns whether that is under the scenario."""
    program.evaluation.start(scenario, ())
    try:
        dispatch.import_module(module, None, program.evaluation)
    except Raised:
        program.evaluation.start(NO_ASSUMPTIONS, ())
        return False
    return True


def class_binding(module: str, name: str, program: Program, registry: str | None = None) -> Binding:
    """Binds `cls` to the class `module.name` of the path that is being run, the registry's module imported before."""
    modules = (module,) if registry is None else (registry, module)

    def bind(evaluation: Evaluation) -> dict[str, Any]:
        enter(modules, evaluation)
        value = program.module_attribute(module, name, evaluation)
        if isinstance(value, Unknown):
            raise Unsupported(value.reason, value.place)
        if value is ABSENT:
            raise Unsupported(f"module {module} has no {name}", None)
        evaluation.subject = value if isinstance(value, ClassValue) else None
        return {"cls": value}

    return bind


def matching_modules(program: Program, scenario: str, patterns: tuple[str, ...]) -> Iterator[Candidate]:
    """The tree's modules whose dotted names match one of the patterns, sorted.

    Raises:
        ConfigError: no module does.
    """
    names = sorted(name for name in program.tree.names() if matches(name, patterns))
    if not names:
        raise ConfigError(
            f"no module matches {', '.join(patterns)}",
            remedy="set `modules` under [discovery] to patterns of dotted module names",
            key=("discovery", "modules"),
        )
    for name in names:
        yield Candidate(name=name, location=program.tree.first_line(name), scenario=scenario)


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a dotted name is like one of the patterns."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
