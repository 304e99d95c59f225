"""A package of a few files, and what the evaluator and CPython each answer to an expression over it."""

from __future__ import annotations

import contextlib
import enum
import importlib
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from docgen.config import Capability, Config, Discovery, Scenario, ValueList
from docgen.config.schema import DiscoveryKind
from docgen.model.cell import Cell, State
from docgen.static.answers.questions import Questioner
from docgen.static.source.tree import SourceTree

DISCOVERY = Discovery(kind=DiscoveryKind.ENUM, path="pkg.main.Registry")


class Answer(NamedTuple):
    """Answer to an expression: `kind` is known, raises, conditional, unknown, unavailable or import.

    A class whose module cannot be imported is unavailable to the evaluator; CPython's answer is then `import`.
    """

    kind: str
    value: object

    def covers(self, other: Answer) -> bool:
        """Tell whether this answer of the evaluator is right, CPython's being `other`."""
        if self.kind == "unknown":
            return True
        if self.kind == "unavailable":
            return other.kind == "import"
        if self.kind == "conditional":
            return other.kind == "known" and any(identical(value, other.value) for value in self.value)
        return self.kind == other.kind and identical(self.value, other.value)


def identical(left: object, right: object) -> bool:
    """Equality that tells `True`, `1` and `1.0` apart."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(identical, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(identical(left[key], right[key]) for key in left)
    return left == right


class Package:
    """Files of a project whose one package is `pkg`, below `root`; it requires a package that is called `outside`."""

    def __init__(self, root: Path, files: dict[str, str]) -> None:
        self.root = root
        self.modules = []
        for name, text in {"requirements.txt": "outside\n", "pkg/__init__.py": "", **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            parts = name.removesuffix(".py").removesuffix("/__init__")
            self.modules.append(parts.replace("/", "."))

    def questioner(self, *scenarios: Scenario) -> Questioner:
        """One that has not been asked anything."""
        config = Config(packages=("pkg",), discovery=DISCOVERY, scenario=scenarios)
        return Questioner(SourceTree(self.root, ("pkg",)), config, config.scenarios)

    def cell(self, expression: str, *scenarios: Scenario) -> Cell:
        """The evaluator's cell for an expression over dotted paths, in the first scenario."""
        return self.questioner(*scenarios).values(ValueList(key="v", title="V", expression=expression))[0]

    def evaluated(self, expression: str, questioner: Questioner | None = None) -> Answer:
        """Return what the evaluator says."""
        questioner = questioner or self.questioner()
        return answer_of(questioner.values(ValueList(key="v", title="V", expression=expression))[0])

    def asked_of_class(self, path: str, probe: str) -> Answer:
        """Return what the evaluator says to a probe over `cls`, which stands at a dotted path."""
        questioner = self.questioner()
        module, _, name = path.rpartition(".")
        questioner.program.evaluation.start("default", ())
        cls = questioner.program.module_attribute(module, name, questioner.program.evaluation)
        answers = questioner.answers(cls, Capability(key="c", header="C", probe=probe))
        return answer_of(answers[0].cell)

    def _named(self, expression: str) -> list[str]:
        """The modules that an expression names, in its order: the world of its answer is what importing them makes."""
        paths = re.findall(r"\bpkg(?:\.\w+)*", expression)
        parts = [path.split(".") for path in paths]
        prefixes = [[".".join(each[:length]) for length in range(1, len(each) + 1)] for each in parts]
        return [name for names in prefixes for name in names if name in self.modules]

    @contextlib.contextmanager
    def imported(
        self, expression: str, stubs: dict[str, ModuleType] | None = None
    ) -> Iterator[dict[str, ModuleType]]:
        """The modules that an expression names, imported by CPython."""
        before = dict(sys.modules)
        sys.path.insert(0, str(self.root))
        writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        importlib.invalidate_caches()
        sys.modules.update(stubs or {})
        try:
            for name in self._named(expression):
                importlib.import_module(name)
            yield {name: module for name, module in sys.modules.items() if name == "pkg"}
        finally:
            sys.path.remove(str(self.root))
            sys.dont_write_bytecode = writes
            for name in [*sys.modules]:
                if name == "pkg" or name.startswith("pkg.") or name in (stubs or ()):
                    del sys.modules[name]
            sys.modules.update({name: module for name, module in before.items() if name in (stubs or ())})
            sys.path_importer_cache.pop(str(self.root), None)

    def executed(self, expression: str, stubs: dict[str, ModuleType] | None = None) -> Answer:
        """Return CPython's answer, after a fresh import of the package."""
        with self.imported(expression, stubs) as names:
            return answer_of_python(expression, names)


def answer_of(cell: Cell) -> Answer:
    """A cell as an answer; an exception that leaves the expression is one."""
    if cell.state is State.KNOWN:
        return Answer("known", cell.value)
    if cell.state is State.CONDITIONAL:
        return Answer("conditional", [condition.value for condition in cell.conditions])
    if cell.state.value == "unavailable":
        return Answer("unavailable", cell.reason)
    raised = re.match(r"raises (\w+)(?!.*, when )", cell.reason, re.DOTALL)
    return Answer("raises", raised[1]) if raised else Answer("unknown", cell.reason)


def answer_of_python(expression: str, names: dict[str, object]) -> Answer:
    """Return CPython's answer to an expression."""
    try:
        return Answer("known", canonical(eval(expression, dict(names))))  # noqa: S307 - the test's own text
    except Exception as error:  # noqa: BLE001 - whatever the expression raises is its answer
        return Answer("raises", type(error).__name__)


def canonical(value: object) -> object:
    """A value of CPython's in the model's canonical form."""
    match value:
        case enum.Enum():
            return value.name
        case None | bool() | int() | float() | str() | bytes() | complex():
            return tagged(value)
        case tuple() if hasattr(value, "_fields"):
            return {name: canonical(getattr(value, name)) for name in value._fields}
        case list() | tuple():
            return [canonical(part) for part in value]
        case set() | frozenset():
            return sorted((canonical(part) for part in value), key=repr)
        case dict():
            return {str(canonical(key)): canonical(part) for key, part in value.items()}
        case type() if value.__module__ != "builtins":
            return f"{value.__module__}.{value.__qualname__}"
        case type():
            return value.__qualname__
    return str(value)


def tagged(value: object) -> object:
    """A scalar; what JSON cannot hold as a text that names its kind."""
    match value:
        case int() if not -(2**63) <= value < 2**64:
            return f"int:{value}"
        case float() if not math.isfinite(value):
            return f"float:{value}"
        case str() if value.encode("utf-8", "replace").decode() != value:
            return "str:" + value.encode("utf-8", "backslashreplace").decode()
        case bytes():
            return f"bytes:{value.hex(' ')}"
        case complex():
            return f"complex:{value}"
    return value
