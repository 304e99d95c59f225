"""The class statements of a tree, read from the text without importing it and without docgen's evaluator."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docgen.config import Capability
from docgen.model.support import Backend


@dataclass(frozen=True)
class Module:
    """A parsed file."""

    name: str
    path: Path
    text: str

    @cached_property
    def body(self) -> list[ast.stmt]:
        return ast.parse(self.text).body

    @cached_property
    def imports(self) -> dict[str, str]:
        """Names at the top of the module, and the dotted paths that they were imported from."""
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        found = {}
        for node in ast.walk(ast.Module(self.body, [])):
            if isinstance(node, ast.ImportFrom):
                start = package.rsplit(".", node.level - 1)[0] + "." if node.level else ""
                found |= {a.asname or a.name: f"{start}{node.module or ''}.{a.name}" for a in node.names}
        return found


@dataclass(frozen=True)
class Class:
    """A class statement and its module."""

    module: Module
    node: ast.ClassDef

    @property
    def path(self) -> str:
        return f"{self.module.name}.{self.node.name}"

    @property
    def declares(self) -> dict[str, ast.stmt]:
        """Return what its body binds, by name; the last of a name counts."""
        found: dict[str, ast.stmt] = {}
        for node in self.node.body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = node
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {target.id: node for target in targets if isinstance(target, ast.Name)}
        return found


class Sources:
    """The classes of a tree, by dotted path."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._modules: dict[str, Module | None] = {}

    def module(self, name: str) -> Module | None:
        if name not in self._modules:
            stem = name.replace(".", "/")
            paths = (Path(f"{stem}.py"), Path(stem, "__init__.py"))
            path = next((path for path in paths if (self.root / path).is_file()), None)
            self._modules[name] = path and Module(name, path, (self.root / path).read_text(encoding="utf-8"))
        return self._modules[name]

    def find(self, path: str) -> Class | None:
        """The class at a dotted path, through the modules that import it from elsewhere."""
        for _ in range(10):
            name, _, attribute = path.rpartition(".")
            module = self.module(name) if name else None
            if module is None:
                return None
            found = (n for n in module.body if isinstance(n, ast.ClassDef) and n.name == attribute)
            if node := next(found, None):
                return Class(module, node)
            path = module.imports.get(attribute, "")
        return None

    def lineage(self, start: Class) -> list[Class]:
        """The class and those that it derives from, nearest first; close to Python's order, and enough for names."""
        found = {start.path: start}
        for base in start.node.bases:
            name = ast.unparse(base).partition("[")[0]
            path = start.module.imports.get(name, f"{start.module.name}.{name}")
            if above := self.find(path):
                found |= {each.path: each for each in self.lineage(above) if each.path not in found}
        return list(found.values())

    def assembled(self, path: str) -> list[Class]:
        """List the classes that a call names when it makes a class, and the bases of those."""
        name, _, attribute = path.rpartition(".")
        module = self.module(name) if name else None
        found: dict[str, Class] = {}
        for node in module.body if module else []:
            if isinstance(node, ast.Assign) and attribute in {ast.unparse(target) for target in node.targets}:
                for used in names_in(node.value):
                    start = self.find(module.imports.get(used, f"{module.name}.{used}"))
                    found |= {each.path: each for each in (self.lineage(start) if start else [])}
        return list(found.values())


@dataclass(frozen=True)
class Row:
    """A backend and the classes that answer for it."""

    backend: Backend
    lineage: list[Class]
    is_statement: bool
    """True if the first of them is the backend's own class statement; a class that a call makes has none."""

    def owners(self, name: str) -> list[Class]:
        return [each for each in self.lineage if name in each.declares]

    def borrows(self, name: str, owner: Class, attribute: str) -> bool:
        """Tell whether what declares `name` reads an attribute of another class: `Owner.attribute`."""
        return any(
            isinstance(each, ast.Attribute)
            and each.attr == attribute
            and isinstance(each.value, ast.Name)
            and each.value.id == owner.node.name
            for declaring in self.owners(name)
            for each in ast.walk(declaring.declares[name])
        )

    def uses(self, capability: Capability) -> set[str]:
        """Every name that an answer can depend on: those of the probe, and those in their declarations."""
        names: set[str] = set()
        new = names_in(ast.parse(capability.probe))
        while new:
            names |= new
            declared = (owner.declares[name] for name in new for owner in self.owners(name))
            new = {name for node in declared for name in names_in(node)} - names
        return names


def names_in(node: ast.AST) -> set[str]:
    attributes = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return attributes | {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
