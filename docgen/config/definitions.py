"""Names that the configuration defines for expressions, and the expressions of probes without these names."""

from __future__ import annotations

import ast
import keyword
from typing import TYPE_CHECKING

from docgen.errors import ConfigError
from docgen.model.probe_words import expanded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docgen.config.schema import Config
    from docgen.config.toml_lines import Key


def names_in(node: ast.AST, defined: Mapping[str, object]) -> set[str]:
    """The defined names that an expression reads."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} & defined.keys()


def replaced(node: ast.expr, meanings: Mapping[str, ast.expr]) -> ast.expr:
    """Return an expression in which each of these names is replaced by what it means; it may be `node`, changed."""
    result: ast.expr = _Replacement(meanings).visit(node)
    return result


def meanings(config: Config) -> dict[str, ast.expr]:
    """The expression of each defined name; a definition may use the names above it."""
    found: dict[str, ast.expr] = {}
    for name, text in config.define.items():
        found[name] = replaced(expanded(ast.parse(text.strip(), mode="eval").body), found)
    return found


def inlined(text: str, config: Config) -> str:
    """Return the text of an expression, or an empty text, in which defined names are replaced by their expressions."""
    if not config.define or not text:
        return text
    node = ast.parse(text.strip(), mode="eval").body
    return ast.unparse(replaced(node, meanings(config))) if names_in(node, config.define) else text


def refuse_ambiguous(config: Config) -> None:
    """Refuse a defined name that could mean something else in an expression that uses it.

    Raises:
        ConfigError: for the first such name.
    """
    if not config.define:
        return
    tops = {package.rpartition("/")[2] for package in config.packages}
    for name in config.define:
        key = ("define", name)
        if not name.isidentifier() or keyword.iskeyword(name):
            raise ConfigError(f"{name!r} is no name of Python", key=key, remedy="rename it")
        if name in tops or name == "cls":
            raise ConfigError(f"{name!r} means something else in a probe", key=key, remedy="rename it")
    for place, text in _users(config):
        bound = _bound(ast.parse(text.strip(), mode="eval")) & config.define.keys()
        for name in sorted(bound):
            what = f"{name!r} is bound here and defined under [define]"
            raise ConfigError(what, key=place, remedy="rename one of the two")
    for position, capability in enumerate(config.capability):
        if capability.variable in config.define:
            what = f"the variable {capability.variable!r} is also defined under [define]"
            raise ConfigError(what, key=("capability", position, "over"), remedy="rename one of the two")


def _users(config: Config) -> Iterator[tuple[Key, str]]:
    """Yield each expression in which defined names have their meaning, with its key."""
    yield from ((("define", name), text) for name, text in config.define.items())
    for position, capability in enumerate(config.capability):
        for part, text in (("probe", capability.probe), ("applies", capability.applies)):
            if text:
                yield ("capability", position, part), text


def _bound(node: ast.AST) -> set[str]:
    """Names that an expression binds itself: parameters of lambdas, variables of comprehensions, assignments."""
    parts = [*ast.walk(node)]
    arguments = {part.arg for part in parts if isinstance(part, ast.arg)}
    return arguments | {
        part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


class _Replacement(ast.NodeTransformer):
    """Replaces names."""

    def __init__(self, meanings: Mapping[str, ast.expr]) -> None:
        self._meanings = meanings

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._meanings.get(node.id, node) if isinstance(node.ctx, ast.Load) else node
