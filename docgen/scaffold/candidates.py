"""What in a source tree looks like a registry of backends, or like the base class that they share."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from docgen.confinement import read_regular
from docgen.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docgen.static.source.tree import SourceTree

PREDICATES = ("supports_", "supported_", "support_", "is_", "can_", "has_", "get_supported")
"""How names begin that tell a capability, in whatever case."""
_ENUM = re.compile(rb"^class +\w+ *\([^)]*Enum", re.MULTILINE)
_CLASS = re.compile(rb"^class +(\w+) *\(([^)]*)", re.MULTILINE)
_BASE = re.compile(rb"(?:^|,)\s*([\w.]+)\s*(?=[,\[(]|$)")
_PREDICATE = re.compile(
    rf"^[ \t]+(?:def (?:{'|'.join(PREDICATES)})|(?i:support(?:s|ed)?_)\w+ *[:=])".encode(), re.MULTILINE
)
# A whole tree is searched: what the text rules out is not parsed.
_FEW = 2
"""Fewer members, predicates or subclasses than this are no registry and no base."""


class Registry(NamedTuple):
    """An Enum whose values are dotted paths of the tree."""

    path: str
    """Its dotted path."""
    members: int
    """How many of its values are such paths."""


class Base(NamedTuple):
    """A class with predicates, and subclasses."""

    path: str
    """Its dotted path."""
    modules: tuple[str, ...]
    """Modules that define classes which derive from it, or from a class of its name."""


class Declared(NamedTuple):
    """What a class body says of a capability."""

    name: str
    """The name that says it."""
    method: ast.FunctionDef | None
    """The class or static method; None for an attribute."""


def packages_of(root: Path) -> list[str]:
    """Directories of import packages at the root or under `src`, relative to the root; those of tests are none."""
    return [
        path.relative_to(root).as_posix()
        for parent in (root, root / "src")
        for path in (sorted(parent.iterdir()) if parent.is_dir() else ())
        if (path / "__init__.py").is_file() and not path.name.startswith(("test", "doc", "example", "."))
    ]


def registries(tree: SourceTree, progress: Callable[[str], None]) -> list[Registry]:
    """Registries, the largest first; `progress` is called with the name of each module."""
    found = []
    for name, text in _texts(tree, progress):
        body = _parsed(tree, name) if _ENUM.search(text) else []
        for node in body:
            if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
                members = sum(_is_path(statement, tree) for statement in node.body)
                if members >= _FEW:
                    found.append(Registry(f"{name}.{node.name}", members))
    return sorted(found, key=lambda each: -each.members)


def bases(tree: SourceTree, progress: Callable[[str], None]) -> list[Base]:
    """Classes with predicates that others derive from, the one of most subclasses first; `progress` as above."""
    declared: dict[str, str] = {}
    derived: dict[str, list[tuple[str, str]]] = {}
    for name, text in _texts(tree, progress):
        for cls, listed in _CLASS.findall(text):
            for base in _BASE.findall(listed):
                last = base.decode("utf-8", "replace").rpartition(".")[2]
                derived.setdefault(last, []).append((cls.decode("utf-8", "replace"), name))
        for node in _parsed(tree, name) if _PREDICATE.search(text) else []:
            if isinstance(node, ast.ClassDef) and len(declared_in(node)) >= _FEW:
                declared.setdefault(node.name, f"{name}.{node.name}")
    below = {name: _below(name, derived) for name in declared}
    found = [
        Base(path, tuple(sorted({module for _, module in below[name]})))
        for name, path in declared.items()
        if len(below[name]) >= _FEW
    ]
    return sorted(found, key=lambda each: -len(each.modules))


def _below(name: str, derived: dict[str, list[tuple[str, str]]]) -> set[tuple[str, str]]:
    """The classes that derive from one of a name, or from what does, each with its module."""
    found: set[tuple[str, str]] = set()
    pending = [name]
    while pending:
        new = set(derived.get(pending.pop(), ())) - found
        found |= new
        pending += [cls for cls, _ in new]
    return found


def declared_in(node: ast.ClassDef) -> list[Declared]:
    """Class and static methods, and attributes, that tell a capability by their name."""
    found = []
    for child in node.body:
        match child:
            case ast.FunctionDef(name=name, decorator_list=decorators):
                if any(ast.unparse(each) in {"classmethod", "staticmethod"} for each in decorators):
                    found.append(Declared(name, child))
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                found.append(Declared(name, None))
    return [each for each in found if each.name.lower().startswith(PREDICATES)]


def _is_path(node: ast.stmt, tree: SourceTree) -> bool:
    value = getattr(node, "value", None)
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value):
        return False
    return tree.owns(value.value) and tree.exists(value.value.rpartition(".")[0])


def _texts(tree: SourceTree, progress: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    """The modules of the tree; one that cannot be read is the business of the first check, as below."""
    for name in tree.names():
        path = tree.file(name)
        progress(name)
        try:
            text = read_regular(path) if path else b""
        except OSError:
            continue
        yield name, text


def _parsed(tree: SourceTree, name: str) -> list[ast.stmt]:
    try:
        module = tree.module(name)
    except SourceError:
        return []
    tree.forget(name)
    return module.body if module else []
