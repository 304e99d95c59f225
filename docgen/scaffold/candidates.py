"""Likely registries of backends in a source tree: Enums and dictionaries whose values lead to classes."""

from __future__ import annotations

import ast
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from docgen.config import Discovery
from docgen.config.discovery import DiscoveryKind
from docgen.errors import SourceError
from docgen.scaffold.families import FEW, Family, family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docgen.scaffold.source_index import SourceIndex
    from docgen.static.source.tree import SourceTree

_ENUM = re.compile(rb"^class +\w+ *\([^)]*Enum", re.MULTILINE)
_TABLE = re.compile(rb"^\w+[ \t]*(?::[^=\n]+)?=[ \t]*(?:dict\(|\{)", re.MULTILINE)
# A whole tree is searched, so modules are parsed only if their text may hold a registry.
_APART = ("test", "doc", "example", ".")
"""Beginnings of the names of directories that hold no package to document."""
_BUILT = frozenset({"build", "dist", "node_modules", "site-packages", "vendor", "venv"})
"""Directories of copies and of other projects."""
_DEEP = 4
"""Levels of directories that are searched for packages."""
_REGISTERED = 1.5
"""Factor by which a table is more informative if its rows are registered by name."""
_SHARE = 0.6
"""Least share of a registry's entries that must lead to classes, and of these that must derive from one base."""


class Candidate(NamedTuple):
    """Something that could be documented."""

    discovery: Discovery
    """Discovery of its rows."""
    family: Family
    """Its rows by the text, and the questions that they could be asked."""
    score: float
    """Amount of information in its table."""


def packages_of(root: Path) -> list[str]:
    """Directories of import packages, relative to the root, without packages of tests.

    They stand at the root or under `src`; where there is none, in another directory, such as `lib` or `python`: the
    least deep ones are taken.
    """
    parents = [root, root / "src"]
    for _ in range(_DEEP):
        inside = [path for parent in parents for path in _directories(parent)]
        packages = [path for path in inside if (path / "__init__.py").is_file()]
        if packages:
            return [path.relative_to(root).as_posix() for path in packages]
        parents = [path for path in inside if path.name not in _BUILT and path not in parents]
    return []


def _directories(parent: Path) -> list[Path]:
    """The directories in one, by name, without those of tests and documentation, and those that may not be read."""
    if not (parent.is_dir() and os.access(parent, os.R_OK | os.X_OK)):
        return []
    return [path for path in sorted(parent.iterdir()) if not path.name.startswith(_APART) and path.is_dir()]


def registries(index: SourceIndex, tree: SourceTree) -> Iterator[Candidate]:
    """Enums and dictionaries of the tree whose values lead to classes."""
    for module, text in index.texts.items():
        if not (_ENUM.search(text) or _TABLE.search(text)):
            continue
        try:
            parsed = tree.module(module)
        except SourceError:
            continue  # the first check reports that
        tree.forget(module)
        for node in parsed.body if parsed else ():
            found = _registry(node, module, index)
            if found is not None:
                yield found


def _registry(node: ast.stmt, module: str, index: SourceIndex) -> Candidate | None:
    match node:
        case ast.ClassDef(name=name, bases=bases) if any("Enum" in ast.unparse(base) for base in bases):
            values = [each.value for each in node.body if isinstance(each, ast.Assign)]
            kind = DiscoveryKind.ENUM
            paths = [_path_of(value, module, index) if _is_text(value) else None for value in values]
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=listed))
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict(values=listed))
        ):
            values, kind = listed, DiscoveryKind.DICT
            paths = [_path_of(value, module, index) for value in values]
        case _:
            return None
    rows = list(dict.fromkeys(path for path in paths if path is not None))
    if len(rows) < FEW or len(rows) < _SHARE * len(values):
        return None
    discovery = Discovery(kind=kind, path=f"{module}.{name}")
    members = _common(rows, index)
    return Candidate(discovery, members, members.score * _REGISTERED)


def _common(rows: list[str], index: SourceIndex) -> Family:
    """The family of the rows by the most informative base that most of them share; without one, by the first row."""
    ancestors = {row: index.ancestors(row) for row in rows}
    shared = {base for row in rows for base in ancestors[row]}
    most = [b for b in shared if sum(b in ancestors[row] for row in rows) >= _SHARE * len(rows)]
    found = [family(index, base, rows) for base in most] or [family(index, rows[0], rows)]
    return max(found, key=lambda each: (each.score, each.base))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _path_of(node: ast.expr, module: str, index: SourceIndex) -> str | None:
    """The class of the tree that a value of a registry names, by the text."""
    match node:
        case ast.Constant(value=str(text)):
            path = text.replace(":", ".")
            return path if path in index.classes else _through(path, index)
        case ast.Name() | ast.Attribute():
            return index.resolve(ast.unparse(node), module)
        case ast.Tuple(elts=[ast.Constant(value=str(home)), ast.Constant(value=str(name))]):
            return _through(f"{home}.{name}", index)
        case ast.Dict(values=values):
            inside = [found for value in values if (found := _path_of(value, module, index))]
            return inside[0] if len(inside) == 1 else None
    return None


def _through(path: str, index: SourceIndex) -> str | None:
    """The class at a dotted path, followed through the imports of a module."""
    module, _, name = path.rpartition(".")
    return index.resolve(name, module) if module in index.texts else None
