"""Modules of the tree that are imported for what they do: nobody asks them for a name, and they may change others.

Reading everything that a module leads to would take the greater part of a large tree. Modules that are imported as
such are few (`import pkg.patches`), and so are names that are imported and not used: both are how changes and entries
of a registry are brought in. The packages around a module run before it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.regular_files import read_regular
from docgen.static.engine.touches import dotted_name
from docgen.static.source.function_bodies import is_used, without_comments
from docgen.static.source.relative_imports import absolute
from docgen.static.source.scopes import is_for_checkers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.module_facts import BodyText
    from docgen.static.source.tree import SourceTree

_IMPORTING = frozenset({ast.Import, ast.ImportFrom, ast.Call})
"""Nodes that may import something."""
_BY_NAME = frozenset({"__import__", "importlib.import_module", "import_module"})
"""Functions that import a module by its name."""


def effect_imports(text: BodyText) -> Iterator[str]:
    """Yield the modules of the tree that importing a module may run for what they do; the packages around it first."""
    tree = text.program.tree
    outer, _, _ = text.path.rpartition(".")
    if outer and tree.owns(outer):
        yield outer
    source: bytes | None = None
    for statement in _statements(text):
        for node in (part for part in text.run_with(statement) if part.__class__ in _IMPORTING):
            match node:
                case ast.Import():
                    yield from filter(tree.exists, (a.name for a in node.names if tree.owns(a.name)))
                case ast.ImportFrom() if tree.owns(package := absolute(node, text.module)):
                    yield from _submodules(package, node, tree)
                    if not text.module.is_package:
                        names = [a.asname or a.name for a in node.names]
                        text.module.bodies.words.update(names)
                        source = (
                            without_comments(read_regular(text.module.path)) if source is None else source
                        )
                        if not all(is_used(name, source) for name in names):
                            yield package
                case ast.Call() if dotted_name(node.func) in _BY_NAME and (node.args or node.keywords):
                    yield from _named(node, text)


def _statements(text: BodyText) -> Iterator[ast.stmt]:
    """The statements of a module that may import something; not those for type checkers alone."""
    for node in text.body:
        if is_for_checkers(node):
            yield from node.orelse
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.decorator_list:
            yield node


def _submodules(package: str, node: ast.ImportFrom, tree: SourceTree) -> Iterator[str]:
    return filter(tree.exists, (f"{package}.{alias.name}" for alias in node.names))


def _named(node: ast.Call, text: BodyText) -> Iterator[str]:
    """Modules that a call may import by name: the one that it spells, or those of the package that it begins with.

    Where the text does not say so much, they are taken to be of the package of the module.
    """
    tree = text.program.tree
    given = node.args[0] if node.args else node.keywords[0].value
    package = text.module.package
    match given:
        case ast.Constant(value=str(name)):
            path = f"{package}{name}" if name.startswith(".") else name
            if tree.owns(path) and tree.exists(path):
                yield path
            return
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if "." in start.lstrip("."):
            package = f"{package}{start}" if start.startswith(".") else start
            package, _, _ = package.rpartition(".")
    file = tree.file(package) if tree.owns(package) else None
    if file is not None:
        directory = file.parent.relative_to(tree.root).as_posix()
        names = (f"{package}.{entry.partition('.')[0]}" for entry in sorted(tree.listed(directory)))
        yield from (name for name in names if tree.exists(name))
