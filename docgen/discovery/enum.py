"""Discovery by a registry that is an Enum: each member's value is the dotted path of a class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.discovery.found import Found
from docgen.errors import ConfigError
from docgen.static import rules
from docgen.static.frames import Frame
from docgen.static.program import NOWHERE, parse_expression
from docgen.static.signals import Raised
from docgen.static.types import is_enum
from docgen.static.values import ClassValue, Instance, Unknown

if TYPE_CHECKING:
    from docgen.config import Discovery
    from docgen.model.location import Location
    from docgen.static.interpreter import Program


def discover(program: Program, scenario: str, discovery: Discovery) -> list[Found]:
    """Every member of the registry that names a class, in its order.

    A member whose value is empty or None is a placeholder (for what a plug-in registers, say) and no backend.

    Args:
        program: The documented program.
        scenario: Whose assumptions hold while the registry is read.
        discovery: Which Enum it is.

    Raises:
        ConfigError: the configured path leads to no Enum, or names to skip are not in it.
    """
    evaluation = program.evaluation
    evaluation.start(scenario, ())
    frame = Frame(evaluation, NOWHERE)
    remedy = "set `path` under [discovery] to the dotted path of the registry"
    try:
        registry = rules.evaluate(parse_expression(discovery.path, "discovery path"), frame)
    except Raised as signal:
        raise ConfigError(f"no registry at {discovery.path}: {signal.exception}", remedy=remedy) from None
    if not isinstance(registry, ClassValue) or not is_enum(registry):
        why = f": {registry.reason}" if isinstance(registry, Unknown) else ""
        raise ConfigError(f"{discovery.path} is no Enum{why}", remedy=remedy)
    members = rules.members(registry, evaluation)
    if strange := sorted(set(discovery.skip) - members.keys()):
        raise ConfigError(f"{discovery.path} has no member {', '.join(strange)}", remedy="correct `skip`")
    return [
        _found(name, member, registry, program, frame)
        for name, member in members.items()
        if name not in discovery.skip and member.attributes["_value_"] not in (None, "")
    ]


def _found(name: str, member: Instance, registry: ClassValue, program: Program, frame: Frame) -> Found:
    location = _location(name, registry)
    value = member.attributes["_value_"]
    if isinstance(value, Unknown):
        return Found(name=name, path=None, location=location, problem=value.reason)
    if not isinstance(value, str):
        return Found(name=name, path=None, location=location, problem=f"{name} is no dotted path of a class")
    problem, cls = _class_at(value, program, frame)
    return Found(name=name, path=value, location=location, cls=cls, problem=problem)


def _class_at(path: str, program: Program, frame: Frame) -> tuple[str | None, ClassValue | None]:
    """The class at a dotted path, or why there is none."""
    module, _, attribute = path.rpartition(".")
    if not program.tree.owns(path):
        return f"{path} is outside the documented packages", None
    if not program.tree.exists(module):
        return f"there is no module {module}", None
    try:
        value = program.module_attribute(module, attribute, frame.evaluation)
    except Raised as signal:
        return f"{path}: {signal.exception}", None
    if isinstance(value, ClassValue):
        return None, value
    if isinstance(value, Unknown):
        return f"{path}: {value.reason}", None
    return f"module {module} has no class {attribute}", None


def _location(name: str, registry: ClassValue) -> Location:
    node: ast.stmt | None = registry.namespace.binding(name) if registry.namespace else None
    return registry.frame.module.location(node or registry.node or ast.Pass())
