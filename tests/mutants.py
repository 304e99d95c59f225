"""Mutants of a documented tree: sources that declare something else, made from the text without importing it.

What a mutant may change is worked out here as well, from class statements, base names and the names that functions
use, and without docgen's evaluator: a mutant of the method that a column asks may change that column, and others
whose methods use it, for the class and those derived from it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from docgen.config import Capability, Config
from docgen.model.cell import State
from docgen.model.support import Backend, SupportModel

KINDS = ("in the class", "in its base", "through a constant", "through a helper")
"""Where a flipped declaration stands."""

Cell = tuple[str, str]
"""A backend and the key of a capability."""


@dataclass(frozen=True)
class Mutant:
    """A source that declares something else."""

    kind: str
    what: str
    """The place, and what was done to it."""
    path: Path
    """The file, relative to the root."""
    text: str
    """What it holds then."""
    due: frozenset[Cell]
    """The cells that have to change."""
    allowed: frozenset[Cell]
    """The cells that may change."""
    reached: str = ""
    """The file with an exception in the mutated place, where the mutant may be one that no answer depends on."""
    idle: str = ""
    """Why no answer can depend on it, if that is to be seen from the text."""


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
        """What its body binds, by name; the last of a name counts."""
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
        """What goes into a class that a call makes: the classes that the call names, and those they derive from."""
        name, _, attribute = path.rpartition(".")
        module = self.module(name) if name else None
        found: dict[str, Class] = {}
        for node in module.body if module else []:
            if isinstance(node, ast.Assign) and attribute in {ast.unparse(target) for target in node.targets}:
                for used in _names(node.value):
                    start = self.find(module.imports.get(used, f"{module.name}.{used}"))
                    found |= {each.path: each for each in (self.lineage(start) if start else [])}
        return list(found.values())


@dataclass(frozen=True)
class Row:
    """A backend and the classes that answer for it."""

    backend: Backend
    lineage: list[Class]
    is_statement: bool
    """Whether the first of them is the backend's own class statement; a class that a call makes has none."""

    def owners(self, name: str) -> list[Class]:
        return [each for each in self.lineage if name in each.declares]

    def uses(self, capability: Capability) -> set[str]:
        """Every name that an answer can hang on: those of the probe, and those of what these names declare."""
        names: set[str] = set()
        new = _names(ast.parse(capability.probe))
        while new:
            names |= new
            declared = (owner.declares[name] for name in new for owner in self.owners(name))
            new = {name for node in declared for name in _names(node)} - names
        return names


def _names(node: ast.AST) -> set[str]:
    attributes = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return attributes | {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


class Mutants:
    """Makes the mutants of a tree that answers what `model` says."""

    def __init__(self, root: Path, config: Config, model: SupportModel) -> None:
        self._config = config
        self._model = model
        self._sources = Sources(root)
        self.rows = [self._row(backend) for backend in model.backends]
        self._uses = {
            (row.backend.name, capability.key): row.uses(capability)
            for row in self.rows
            for capability in config.capability
        }

    def _row(self, backend: Backend) -> Row:
        found = self._sources.find(backend.object or "")
        lineage = self._sources.lineage(found) if found else self._sources.assembled(backend.object or "")
        return Row(backend, lineage, is_statement=found is not None)

    def flips(self) -> list[Callable[[], Mutant | None]]:
        """For each backend and capability the declaration flipped, one mutant of each kind; each made when called.

        None is made of a declaration that is not a function, or that answers neither a truth nor a list.
        """
        return [
            partial(self._flipped, kind, number, row, capability, _asked(capability))
            for row in self.rows
            for capability in self._config.capability
            if row.is_statement and row.owners(_asked(capability))
            if all(cell.state is State.KNOWN for cell in row.backend.cells[capability.key])
            for number, kind in enumerate(KINDS)
        ]

    def _flipped(
        self, kind: str, number: int, row: Row, capability: Capability, method: str
    ) -> Mutant | None:
        site = row.lineage[0]
        flip = self._flip(kind, number, row.backend, capability)
        text = flip and _declared_anew(site, method, flip)
        if not flip or text is None:
            return None
        if kind == KINDS[1]:
            text = _below_a_base(text, site.node.name)
        what = f"{site.module.path}: {site.node.name}.{method} of {row.backend.name}"
        due = frozenset({(row.backend.name, capability.key)})
        return Mutant(kind, what, site.module.path, text, due, self._allowed(site, method))

    def in_place(self) -> Iterator[Mutant]:
        """Each truth that a declaration returns flipped, and each element of a declared list taken out, where it is."""
        seen: set[tuple[Path, int, int]] = set()
        for row in self.rows:
            names = (self._uses[row.backend.name, capability.key] for capability in self._config.capability)
            for name in sorted(set().union(*names)):
                for owner in row.owners(name):
                    for kind, node, new in _edits(owner.declares[name]):
                        place = (owner.module.path, node.lineno, node.col_offset)
                        if place not in seen:
                            seen.add(place)
                            yield self._edited(kind, owner, name, node, new)

    def _edited(self, kind: str, owner: Class, name: str, node: ast.expr, new: str) -> Mutant:
        text = owner.module.text
        what = f"{owner.module.path}:{node.lineno}: {ast.unparse(node)} -> {new}"
        below = [row for row in self.rows if any(each.path == owner.path for each in row.lineage)]
        # Which of its parts a class that a call makes asks is for that call to say.
        answering = [row for row in below if not row.is_statement or _answers(row.owners(name), owner, name)]
        return Mutant(
            kind,
            what,
            owner.module.path,
            _replaced(text, [(node, new)]),
            frozenset(),
            self._allowed(owner, name),
            reached=_replaced(text, [(node, "(1 // 0)")]),
            idle="" if answering else "every class below declares it anew",
        )

    def _allowed(self, owner: Class, name: str) -> frozenset[Cell]:
        return frozenset(
            (row.backend.name, capability.key)
            for row in self.rows
            if any(each.path == owner.path for each in row.lineage)
            for capability in self._config.capability
            if name in self._uses[row.backend.name, capability.key]
        )

    def _flip(self, kind: str, number: int, backend: Backend, capability: Capability) -> Flip | None:
        if capability.variable is not None:
            domain = self._model.domains.get(capability.key)
            return self._membership(kind, number, capability, domain) if domain else None
        values = [cell.value for cell in backend.cells[capability.key]]
        if all(isinstance(value, bool) for value in values):
            return _FLIPS["truth"][kind]
        return _FLIPS["list"][kind] if all(isinstance(value, list) for value in values) else None

    def _membership(self, kind: str, number: int, capability: Capability, domain: tuple) -> Flip:
        """Takes one value of the domain out, or puts it in; another one for each kind."""
        over = capability.over[capability.variable or ""]
        position = number % len(domain)
        if isinstance(over, str):
            module, _, name = over.rpartition(".")
            is_class = self._sources.find(over) is not None
            imports = f"from {module} import {name} as _mutant_domain" if is_class else ""
            value = f"_mutant_domain.{domain[position]}" if is_class else repr(domain[position])
        else:
            value = over[position]
            dotted = ast.unparse(next(iter(_dotted(value)), ast.Constant(""))).strip("'")
            imports = f"import {dotted.rpartition('.')[0]}" if dotted else ""
        template = _FLIPS["membership"][kind]
        return Flip(
            template.wrap.replace("VALUE", value), f"{imports}\n{template.prelude.replace('VALUE', value)}"
        )


@dataclass(frozen=True)
class Flip:
    """How a method comes to answer otherwise; ANSWER is what it answered, ASKED its argument."""

    wrap: str
    prelude: str = ""
    """What the module needs for it, at its end: functions look names up when they are called."""


_FLIPS = {
    "truth": {
        KINDS[0]: Flip("not (ANSWER)"),
        KINDS[1]: Flip("not (ANSWER)"),
        KINDS[2]: Flip("bool(ANSWER) != _MUTANT", "_MUTANT = True"),
        KINDS[3]: Flip("_mutant(ANSWER)", "def _mutant(answer):\n    return not answer"),
    },
    "list": {
        KINDS[0]: Flip("[*(ANSWER), 7]"),
        KINDS[1]: Flip("[*(ANSWER), 7]"),
        KINDS[2]: Flip("[*(ANSWER), _MUTANT]", "_MUTANT = 7"),
        KINDS[3]: Flip("_mutant(ANSWER)", "def _mutant(answer):\n    return [*answer, 7]"),
    },
    "membership": {
        KINDS[0]: Flip("bool(ANSWER) != (ASKED == VALUE)"),
        KINDS[1]: Flip("bool(ANSWER) != (ASKED == VALUE)"),
        KINDS[2]: Flip("bool(ANSWER) != (ASKED == _MUTANT)", "_MUTANT = VALUE"),
        KINDS[3]: Flip(
            "_mutant(ANSWER, ASKED)",
            "def _mutant(answer, asked):\n    return bool(answer) != (asked == VALUE)",
        ),
    },
}


def _asked(capability: Capability) -> str:
    """The method that a probe calls."""
    probe = ast.walk(ast.parse(capability.probe))
    calls = (node.func for node in probe if isinstance(node, ast.Call))
    return next((f.attr for f in calls if isinstance(f, ast.Attribute) and ast.unparse(f.value) == "cls"), "")


def _dotted(expression: str) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Attribute))


def _declared_anew(site: Class, method: str, flip: Flip) -> str | None:
    """The module with `method` answering otherwise: its returns changed, or the inherited one wrapped."""
    own = site.declares.get(method)
    if own is None:
        answer = flip.wrap.replace("ANSWER", f"super().{method}(*asked)").replace("ASKED", "asked[0]")
        indent = " " * site.node.body[0].col_offset
        lines = ["", "@classmethod", f"def {method}(cls, *asked):", f"    return {answer}"]
        text = site.module.text.split("\n")
        text[site.node.end_lineno : site.node.end_lineno] = [indent + line for line in lines]
        changed = "\n".join(text)
    elif isinstance(own, ast.FunctionDef) and (returns := list(_returns(own))):
        parameters = [each.arg for each in own.args.args]
        asked = parameters[-1] if parameters else ""
        edits = [
            (value, flip.wrap.replace("ANSWER", _source(site.module.text, value)).replace("ASKED", asked))
            for value in returns
        ]
        changed = _replaced(site.module.text, edits)
    else:
        return None
    return f"{changed}\n\n{flip.prelude}\n"


def _returns(function: ast.FunctionDef) -> Iterator[ast.expr]:
    return (node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value)


def _below_a_base(text: str, name: str) -> str:
    """The module with the class `name` as it is under another name, and an empty class derived from it in its place."""
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.ClassDef) and n.name == name)
    lines = text.split("\n")
    head = node.lineno - 1
    lines[head] = lines[head].replace(f"class {name}", f"class _Mutant{name}", 1)
    lines[node.end_lineno : node.end_lineno] = [
        "",
        "",
        f"class {name}(_Mutant{name}):",
        '    """As it was."""',
        "",
    ]
    return "\n".join(lines) + "\n"


def _edits(declaration: ast.stmt) -> Iterator[tuple[str, ast.expr, str]]:
    """Small changes of what a declaration says."""
    if isinstance(declaration, ast.FunctionDef):
        for value in _returns(declaration):
            if isinstance(value, ast.Constant) and isinstance(value.value, bool):
                yield "a truth in place", value, str(not value.value)
            elif isinstance(value, (ast.List, ast.Tuple)):
                yield from _shortened(value)
    elif isinstance(declaration, (ast.Assign, ast.AnnAssign)):
        value = declaration.value
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            yield "a truth in place", value, str(not value.value)
        elif isinstance(value, (ast.List, ast.Tuple)):
            yield from _shortened(value)


def _shortened(value: ast.List | ast.Tuple) -> Iterator[tuple[str, ast.expr, str]]:
    # One mutant for each list: its place is what tells mutants apart.
    if value.elts:
        shorter = type(value)(value.elts[:-1], ast.Load())
        yield "a value taken out in place", value, ast.unparse(shorter)


def _answers(owners: list[Class], owner: Class, name: str) -> bool:
    """Whether the declaration of `owner` is the one that answers, or one that those before it ask with `super()`."""
    for each in owners:
        if each.path == owner.path:
            return True
        if f"super().{name}" not in ast.unparse(each.declares[name]):
            return False
    return False


def _source(text: str, node: ast.expr) -> str:
    return ast.get_source_segment(text, node) or ast.unparse(node)


def _replaced(text: str, edits: list[tuple[ast.expr, str]]) -> str:
    """`text` with those expressions replaced."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    data = b"".join(lines)
    for node, new in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
        data = data[:start] + f"({new})".encode() + data[end:]
    return data.decode()
