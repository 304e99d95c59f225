"""Parts of a program that come from the configuration: expressions and assumptions."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import ConfigError
from docgen.model.probe_words import expanded
from docgen.static.objects.values import Unknown
from docgen.static.source.module import Module
from docgen.static.source.requirements import is_expected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.config import Scenario
    from docgen.errors import SourceError
    from docgen.static.source.tree import SourceTree

INSTALLED = "import "
"""Prefix that distinguishes an assumption about a package's presence from one about a dotted path's value."""
IMPORTABLE = "import of every module"
"""The assumption that no module of the tree fails to import; no dotted path is spelt like this."""
NOWHERE = Module("", Path(), "configuration", [], is_package=False)
"""Stands for the module of an expression that the configuration holds."""


@functools.cache
def parse_expression(text: str, what: str) -> ast.expr:
    """Parse an expression of the configuration.

    Raises:
        ConfigError: it is not a Python expression.
    """
    try:
        return expanded(ast.parse(text.strip(), mode="eval").body)
    except SyntaxError as error:
        raise ConfigError(f"{what}: {text!r} is not a Python expression: {error.msg}") from None


def unreadable(error: SourceError) -> Unknown:
    """The unknown value that stands for everything in an unreadable module."""
    return Unknown(f"{error.location}: {error.what}", None)


def assumptions(scenario: Scenario) -> dict[str, str | bool]:
    """Assumptions of a scenario, by the path that the evaluation asks for."""
    return {
        **scenario.assume,
        **{INSTALLED + name: True for name in scenario.installed},
        **{INSTALLED + name: False for name in scenario.missing},
        **({IMPORTABLE: True} if scenario.importable else {}),
    }


def speaks_for(package: str, assumable: frozenset[str], tree: SourceTree) -> bool:
    """Tell whether anything says that a package is there where the running scenario says nothing of it.

    Args:
        package: Dotted name of the package, or of a module in it.
        assumable: Paths of the assumptions of all scenarios: that one of them lacks it means that others have it.
        tree: The project.
    """
    parts = package.split(".")
    around = {INSTALLED + ".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    below = f"{INSTALLED}{package}."
    return (
        not around.isdisjoint(assumable)
        or any(path.startswith(below) for path in assumable)
        or is_expected(package, tree)
    )


def names_below(paths: Iterable[str]) -> dict[str, set[str]]:
    """Last names of dotted paths, by the modules and classes that hold them."""
    below: dict[str, set[str]] = {}
    for path in paths:
        around, _, name = path.rpartition(".")
        below.setdefault(around, set()).add(name)
    return below
