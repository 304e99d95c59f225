"""The part of the documented source that the choice of a backend runs, as plain data for the browser's evaluator.

Code whose name nothing mentions is left out, and its name is listed. If the evaluator needs it all the same, by a
computed name, it stops: the name exists, and its code is missing from the data.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from docgen.static.source.relative_imports import absolute
from docgen.web.syntax import body_data, node_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.static.source.module import Module
    from docgen.static.source.tree import SourceTree


def program_record(tree: SourceTree, expressions: Iterable[str], paths: Iterable[str]) -> dict[str, Any]:
    """The modules that `expressions` lead to, by name, with the statements that they may run.

    Args:
        tree: The documented source.
        expressions: Python expressions over dotted paths of the source.
        paths: Dotted paths that are used besides: the classes of the rows, the assumptions of the scenarios.

    Raises:
        SourceError: a module that is needed is not Python.
    """
    return _Reach(tree).of([ast.parse(text.strip(), mode="eval") for text in expressions], paths)


def expression_data(text: str) -> list[Any]:
    """An expression of the configuration as plain data."""
    return node_data(ast.parse(text.strip(), mode="eval").body)


class _Reach:
    """Finds the modules and the names that some code mentions, directly or through the code of those names."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._modules: dict[str, Module] = {}
        self._names: set[str] = set()
        self._seen: set[int] = set()
        self._grown = False

    def of(self, expressions: list[ast.Expression], paths: Iterable[str]) -> dict[str, Any]:
        for path in (*paths, *(path for tree in expressions for path in _dotted(tree))):
            self._names.update(path.split("."))
            self._enter_path(path)
        for tree in expressions:
            self._mention(tree)
        self._grown = True
        while self._grown:
            self._grown = False
            for module in [*self._modules.values()]:
                for statement in module.body:
                    self._visit(statement, module)
        return {name: self._module(self._modules[name]) for name in sorted(self._modules)}

    def _enter_path(self, path: str) -> None:
        """Take the module that a dotted path leads to, and its packages, as far as it leads into the source."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            name = ".".join(parts[:length])
            if self._tree.exists(name):
                self._enter(name)
                return

    def _enter(self, name: str) -> None:
        for length in range(1, name.count(".") + 2):
            above = ".".join(name.split(".")[:length])
            if above not in self._modules and (module := self._tree.module(above)) is not None:
                self._modules[above] = module
                self._grown = True

    def _visit(self, statement: ast.stmt, module: Module, *, in_class: bool = False) -> None:
        """Follow a statement that is kept, once."""
        if not self._is_kept(statement, in_class=in_class):
            return
        if isinstance(statement, ast.ClassDef):
            for part in (*statement.bases, *statement.keywords, *statement.decorator_list):
                self._follow(part)
            for inner in statement.body:
                self._visit(inner, module, in_class=True)
        elif isinstance(statement, ast.If):
            self._follow(statement.test)
            for inner in (*statement.body, *statement.orelse):
                self._visit(inner, module)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            self._import(statement, module)
        else:
            self._follow(statement)
            for part in ast.walk(statement):
                if isinstance(part, ast.Import | ast.ImportFrom):
                    self._import(part, module)

    def _follow(self, node: ast.AST) -> None:
        if id(node) not in self._seen:
            self._seen.add(id(node))
            self._mention(node)

    def _mention(self, node: ast.AST) -> None:
        before = len(self._names)
        self._names.update(_mentioned(node))
        self._grown = self._grown or len(self._names) > before

    def _import(self, statement: ast.Import | ast.ImportFrom, module: Module) -> None:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if self._tree.owns(alias.name):
                    self._enter_path(alias.name)
            return
        source = absolute(statement, module)
        if self._tree.owns(source):
            for alias in statement.names:
                if (alias.asname or alias.name) in self._names:
                    self._names.add(alias.name)
                    self._enter_path(f"{source}.{alias.name}")

    def _is_kept(self, statement: ast.stmt, *, in_class: bool) -> bool:
        # A name that a class body assigns is a field, or a member of an Enum, and iterating over them mentions no name.
        if in_class and isinstance(statement, ast.Assign | ast.AnnAssign):
            return True
        bound = [*_bound(statement)]
        return not bound or any(name in self._names or _is_special(name) for name in bound)

    def _module(self, module: Module) -> dict[str, Any]:
        kept, dropped = self._sifted(module.body, module)
        return {"path": module.display, "body": kept, "dropped": dropped}

    def _sifted(
        self, body: list[ast.stmt], module: Module, *, in_class: bool = False
    ) -> tuple[list[Any], list[str]]:
        """The statements of a body that are kept, as plain data, and the names of the others."""
        kept: list[Any] = []
        dropped: list[str] = []
        for statement in body:
            if not self._is_kept(statement, in_class=in_class):
                dropped += _bound(statement)
            elif isinstance(statement, ast.ClassDef):
                inner, left = self._sifted(statement.body, module, in_class=True)
                record = node_data(ast.ClassDef(**{**vars(statement), "body": []}))
                kept.append([*record[:5], inner, record[6], left])
            elif isinstance(statement, ast.ImportFrom):
                names = [alias for alias in statement.names if (alias.asname or alias.name) in self._names]
                resolved = ast.ImportFrom(module=absolute(statement, module), names=names, level=0)
                kept.append(node_data(ast.copy_location(resolved, statement)))
            else:
                kept += body_data([statement])
        return kept, dropped


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds, where it does nothing else."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in statement.names)


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _mentioned(node: ast.AST) -> Iterator[str]:
    """Yield names that code may use: those that it spells, but for annotations; texts as well, for `getattr`."""
    pending: list[ast.AST] = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier():
            yield each.value
        elif isinstance(each, ast.keyword) and each.arg:
            yield each.arg
        for name, value in ast.iter_fields(each):
            if name not in {"annotation", "returns"}:
                values = value if isinstance(value, list) else [value]
                pending += [item for item in values if isinstance(item, ast.AST)]


def _dotted(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted paths that an expression spells."""
    for node in ast.walk(tree):
        parts: list[str] = []
        each: ast.AST = node
        while isinstance(each, ast.Attribute):
            parts.append(each.attr)
            each = each.value
        if isinstance(each, ast.Name) and parts:
            yield ".".join([each.id, *reversed(parts)])
