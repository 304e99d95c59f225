"""Mutants of a documented tree: sources that declare something else, made from the text without importing it.

The cells that a mutant may change are computed here as well, from class statements, base names and the names that functions
use, and without docgen's evaluator: a mutant of the method that a column asks may change that column, and others
whose methods use it, for the class and those derived from it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from class_statements import Class, Row, Sources
from source_edits import FLIPS, KINDS, Flip, below_a_base, declared_anew, replaced, small_edits

from docgen.config import Capability, Config
from docgen.model.cell import State
from docgen.model.support import Backend, SupportModel

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
    """Its new content."""
    due: frozenset[Cell]
    """The cells that have to change."""
    allowed: frozenset[Cell]
    """The cells that may change."""
    reached: str = ""
    """The file with an exception in the mutated place, where the mutant may be one that no answer depends on."""
    idle: str = ""
    """Reason why no answer can depend on it, if the text shows that."""


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
        text = flip and declared_anew(site, method, flip)
        if not flip or text is None:
            return None
        if kind == KINDS[1]:
            text = below_a_base(text, site.node.name)
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
                    for kind, node, new in small_edits(owner.declares[name]):
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
            replaced(text, [(node, new)]),
            frozenset(),
            self._allowed(owner, name),
            reached=replaced(text, [(node, "(1 // 0)")]),
            idle="" if answering else "every class below declares it again",
        )

    def _allowed(self, owner: Class, name: str) -> frozenset[Cell]:
        return frozenset(
            (row.backend.name, capability.key)
            for row in self.rows
            for capability in self._config.capability
            if any(
                (used == name and any(each.path == owner.path for each in row.lineage))
                or row.borrows(used, owner, name)
                for used in self._uses[row.backend.name, capability.key]
            )
        )

    def _flip(self, kind: str, number: int, backend: Backend, capability: Capability) -> Flip | None:
        if capability.variable is not None:
            domain = self._model.domains.get(capability.key)
            return self._membership(kind, number, capability, domain) if domain else None
        values = [cell.value for cell in backend.cells[capability.key]]
        if all(isinstance(value, bool) for value in values):
            return FLIPS["truth"][kind]
        return FLIPS["list"][kind] if all(isinstance(value, list) for value in values) else None

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
        template = FLIPS["membership"][kind]
        return Flip(
            template.wrap.replace("VALUE", value), f"{imports}\n{template.prelude.replace('VALUE', value)}"
        )


def _asked(capability: Capability) -> str:
    """The method that a probe calls."""
    probe = ast.walk(ast.parse(capability.probe))
    calls = (node.func for node in probe if isinstance(node, ast.Call))
    return next((f.attr for f in calls if isinstance(f, ast.Attribute) and ast.unparse(f.value) == "cls"), "")


def _dotted(expression: str) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Attribute))


def _answers(owners: list[Class], owner: Class, name: str) -> bool:
    """Tell whether the declaration of `owner` answers, or one before it asks it with `super()`."""
    for each in owners:
        if each.path == owner.path:
            return True
        if f"super().{name}" not in ast.unparse(each.declares[name]):
            return False
    return False
