"""Probes on objects, signatures and overriding: both evaluators, where both can know; unknown where no `__init__` ran."""

from __future__ import annotations

import pytest
from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.limits import Limits
from docgen.config.schema import DiscoveryKind
from docgen.model.cell import State
from docgen.project.introspection import introspect
from docgen.runtime.child import ask

SHAPES = """import abc
import dataclasses
import functools
import inspect


class Base:
    flag = None
    kind = "k"

    def __init__(self, a, b=2, *rest, c=3, **kw):
        self._y = a
        self.flag = a

    @property
    def plain(self):
        return True

    @property
    def uses(self):
        return self._y

    @property
    def guarded(self):
        return getattr(self, "_z", False)

    @property
    def tried(self):
        try:
            return self._y
        except AttributeError:
            return "none"

    def is_kind(self):
        return self.kind == "k"

    def optional(self): ...

    @classmethod
    def of_class(cls, x, /, y=None): ...

    @property
    def shape(self): ...


class Over(Base):
    def optional(self): ...

    @classmethod
    def of_class(cls): ...

    @property
    def shape(self): ...


class Dynamic(Base):
    def __init__(self): ...

    def __getattr__(self, name):
        return 3


class Bare: ...


class Abstract(abc.ABC):
    @abc.abstractmethod
    def run(self): ...


class Made(type):
    def __call__(cls, *args): ...


def wrap(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs): ...

    return wrapper


@wrap
def wrapped(x, y): ...


class ByMeta(metaclass=Made):
    def __init__(self, x): ...


@dataclasses.dataclass
class Data:
    x: int
"""
REGISTRY = "import enum\n\n\nclass Registry(enum.Enum):\n" + "".join(
    f'    {name} = "pkg.shapes.{name}"\n' for name in ("Base", "Over", "Dynamic")
)
KNOWN = (
    "object.__new__(cls).plain",
    "object.__new__(cls).kind",
    "object.__new__(cls).is_kind()",
    "list(inspect.signature(cls.__init__).parameters)",
    "'b' in inspect.signature(cls).parameters",
    "[p.name for p in inspect.signature(cls).parameters.values() if p.default is inspect.Parameter.empty]",
    "[p.kind for p in inspect.signature(pkg.shapes.Base.of_class).parameters.values()]",
    "inspect.signature(pkg.shapes.Base).parameters['c'].default",
    "[p.kind == inspect.Parameter.VAR_KEYWORD for p in inspect.signature(cls).parameters.values()]",
    "list(inspect.signature(pkg.shapes.wrapped).parameters)",
    "list(inspect.signature(pkg.shapes.Bare).parameters)",
    "inspect.isabstract(pkg.shapes.Abstract), inspect.isabstract(cls)",
    "overrides(cls, pkg.shapes.Base.optional)",
    "overrides(cls, pkg.shapes.Base.of_class)",
    "overrides(cls, pkg.shapes.Base.shape)",
    "overrides(cls, pkg.shapes.Base.__init__)",
    "overrides(cls, pkg.shapes.Base.plain)",
    "inspect.getattr_static(cls, 'nothing', 3)",
    "cls.__init__ is object.__init__, pkg.shapes.Bare.__init__ is object.__init__",
    "pkg.shapes.Bare.__eq__ is object.__eq__",
)
UNKNOWN = (
    ("object.__new__(cls).uses", "_y is for `__init__` to set"),
    ("object.__new__(cls).guarded", "_z is for `__init__` to set"),
    ("object.__new__(cls).tried", ""),
    ("object.__new__(cls).flag", "flag is for `__init__` to set"),
    ("hasattr(object.__new__(cls), '_y')", "_y is for `__init__` to set"),
    ("object.__new__(cls).nothing", "nothing is for `__init__` to set"),
    ("vars(object.__new__(cls))", "are for `__init__` to set"),
    ("inspect.signature(pkg.shapes.ByMeta).parameters", "inspect.signature"),
    ("list(inspect.signature(pkg.shapes.Data).parameters)", "inspect.signature"),
    (
        "cls.plain",
        "plain is a property, for which the class alone has no value: ask an object, object.__new__(cls).plain",
    ),
    ("cls.optional", "optional is a function, not a value: call it, optional(...)"),
)


def config(probes):
    return Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.registry.Registry"),
        capability=tuple(Capability(key=f"c{n}", header="c", probe=probe) for n, probe in enumerate(probes)),
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    write_tree(root, {"pkg/__init__.py": "", "pkg/shapes.py": SHAPES, "pkg/registry.py": REGISTRY})
    return root


@pytest.fixture(scope="module")
def static(root):
    return introspect(root, config((*KNOWN, *(probe for probe, _ in UNKNOWN))))


@pytest.fixture(scope="module")
def runtime(root):
    return ask(root, config((*KNOWN, *(probe for probe, _ in UNKNOWN))), limits=Limits())


@pytest.mark.parametrize("number", range(len(KNOWN)), ids=KNOWN)
def test_the_source_says_what_the_class_says(static, runtime, number):
    for ours, theirs in zip(static.backends, runtime.backends, strict=True):
        (cell,), (asked,) = ours.cells[f"c{number}"], theirs.cells[f"c{number}"]
        assert (asked.state, cell.state) == (State.KNOWN, State.KNOWN), (asked.reason, cell.reason)
        assert cell.value == asked.value


@pytest.mark.parametrize("number", range(len(UNKNOWN)), ids=[probe for probe, _ in UNKNOWN])
def test_what_no_source_fixes_is_unknown(static, number):
    for backend in static.backends:
        (cell,) = backend.cells[f"c{len(KNOWN) + number}"]
        assert cell.state in {State.UNKNOWN, State.CONDITIONAL}
        assert UNKNOWN[number][1] in (cell.reason or ""), cell.reason


def test_the_imported_class_says_what_to_ask_instead_too(runtime):
    for number, (probe, reason) in enumerate(UNKNOWN, len(KNOWN)):
        if probe in {"cls.plain", "cls.optional"}:
            assert reason in runtime.backends[0].cells[f"c{number}"][0].reason
