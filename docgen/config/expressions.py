"""The Python expressions of a configuration, all parsed before any is evaluated; an error names its line."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.config.definitions import refuse_ambiguous
from docgen.confinement import shortened
from docgen.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config.schema import Config
    from docgen.config.toml_lines import Key


_DEEPEST = 150
"""Deepest nesting of an expression."""


def refuse_broken(config: Config) -> None:
    """Refuse an expression that is not Python, and a defined name that could mean something else.

    Raises:
        ConfigError: for the first such expression or name.
    """
    for key, text in _expressions(config):
        try:
            refuse_deep(ast.parse(text.strip(), mode="eval"))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            reason = _reason(error)
            what = f"{shortened(text)!r} is not a Python expression: {reason}"
            raise ConfigError(what, key=key, remedy="correct the expression") from None
    refuse_ambiguous(config)


def _expressions(config: Config) -> Iterator[tuple[Key, str]]:
    """Yield each expression with its key."""
    yield from ((("define", name), text) for name, text in config.define.items())
    if config.discovery.name:
        yield ("discovery", "name"), config.discovery.name
    yield from ((("defaults", "assume", path), text) for path, text in config.defaults.assume.items())
    for position, scenario in enumerate(config.scenario):
        yield from ((("scenario", position, "assume", path), text) for path, text in scenario.assume.items())
    for position, capability in enumerate(config.capability):
        yield ("capability", position, "probe"), capability.probe
        if capability.applies:
            yield ("capability", position, "applies"), capability.applies
        for values in capability.over.values():
            yield from ((("capability", position, "over"), text) for text in _listed(values))
    for position, each in enumerate(config.list):
        yield ("list", position, "expression"), each.expression
    if config.explain:
        for key in ("order", "refusals", "asked"):
            yield from ((("explain", key), text) for text in getattr(config.explain, key))
        for key in ("assume", "order_assume"):
            assumed = getattr(config.explain, key).items()
            yield from ((("explain", key, path), text) for path, text in assumed)
        for parameter in config.explain.parameter:
            yield ("explain", "parameter"), parameter.default
            yield from ((("explain", "parameter"), text) for text in _listed(parameter.values))
        if config.explain.cases:
            yield ("explain", "cases"), config.explain.cases


def refuse_deep(tree: ast.AST) -> None:
    """Refuse an expression that is nested too deeply for the code that walks over it.

    Raises:
        RecursionError: it is nested too deeply.
    """
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise RecursionError


def _reason(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return error.msg
    return str(error) if isinstance(error, ValueError) else "it is nested too deeply"


def _listed(values: str | tuple[str, ...]) -> tuple[str, ...]:
    """Expressions for values; empty where the values are a dotted path, which is looked up and not evaluated."""
    return () if isinstance(values, str) else values
