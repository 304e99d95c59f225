"""Questions, their domains, and the fields of an answer."""

from pathlib import Path

from docgen.config import Scenario
from docgen.model.cell import State
from docgen.project.project import Request, open_project
from docgen.runtime.child import ask
from tests.runtime.support import QUICK, config, one_class, registry, runtime_cells, static_cells, write

TEXT = """
import enum
from typing import Literal

class Size(enum.Enum):
    SMALL = 1
    LARGE = 2

Layout = Literal["a", Literal["b", "c"]]
SIZES = (8, 16, 32)

class Base:
    flag = True
    @classmethod
    def takes(cls, value):
        '''Whether it takes a value.'''
        return value in (Size.LARGE, "b", "c", 16, 32)

class Backend(Base):
    @classmethod
    def fails(cls):
        return cls.gone()
    @classmethod
    def raises(cls):
        raise NotImplementedError("not\\n yet")

class Alone:
    pass
"""


def test_domains(tmp_path: Path) -> None:
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": TEXT})
    settings = config(
        {
            "enum": ("cls.takes(v)", "v", "pkg.one.Size"),
            "literal": ("cls.takes(v)", "v", "pkg.one.Layout"),
            "constant": ("cls.takes(v)", "v", "pkg.one.SIZES"),
            "list": ("cls.takes(v)", "v", ("pkg.one.Size.LARGE", "7 + 9", "'z'")),
            "wrong": ("cls.takes(v)", "v", "pkg.one.Alone"),
        }
    )
    model = ask(tmp_path, settings, limits=QUICK)
    assert {key: cell.value for key, (cell,) in model.backends[0].cells.items()} == {
        "enum": ["LARGE"],
        "literal": ["b", "c"],
        "constant": [16, 32],
        "list": ["LARGE", 16],
        "wrong": None,
    }
    assert model.backends[0].cells["wrong"][0].reason == "pkg.one.Alone is no Enum, Literal or collection"
    assert model.domains == {
        "enum": ("SMALL", "LARGE"),
        "literal": ("a", "b", "c"),
        "constant": (8, 16, 32),
        "list": ("LARGE", 16, "z"),
    }
    assert runtime_cells(model) == static_cells(tmp_path, settings)


def test_not_declared_is_told_from_failing(tmp_path: Path) -> None:
    probes = {
        "gone": "cls.gone()",
        "fails": "cls.fails()",
        "raises": "cls.raises()",
        "name": "nothing_of_the_kind",
    }
    cells = {key: of["default"] for key, of in one_class(tmp_path, TEXT, probes).items()}
    assert cells["gone"].state is State.NOT_DECLARED
    assert cells["gone"].reason == "Backend has no attribute 'gone'"
    assert cells["fails"].state is cells["raises"].state is cells["name"].state is State.UNKNOWN
    assert cells["fails"].reason == "raises AttributeError: type object 'Backend' has no attribute 'gone'"
    assert cells["raises"].reason == "raises NotImplementedError: not yet"
    assert str(cells["raises"].location) == "pkg/one.py:25"
    assert cells["name"].reason == "raises NameError: name 'nothing_of_the_kind' is not defined"


def test_an_answer_names_the_declaration(tmp_path: Path) -> None:
    probes = {"takes": "cls.takes(1)", "flag": "cls.flag", "none": "1 + 1"}
    cells = {key: of["default"] for key, of in one_class(tmp_path, TEXT, probes).items()}
    assert str(cells["takes"].location) == "pkg/one.py:15"
    assert str(cells["flag"].location) == "pkg/one.py:12"
    assert cells["none"].location is None


def test_a_declaration_is_found_behind_its_decorators(tmp_path: Path) -> None:
    text = """
    import functools
    class Odd:
        __wrapped__ = property(lambda self: 1 / 0)
        def __get__(self, *_): return lambda: 3
        def __getattribute__(self, name): raise ZeroDivisionError
    def through(function):
        @functools.wraps(function)
        def wrapper(*args):
            return function(*args)
        return wrapper
    class Backend:
        @classmethod
        @through
        @functools.cache
        def many(cls): return 1
        made = eval("lambda: 2")
        odd = Odd()
    """
    probes = {"many": "cls.many()", "made": "cls.made()", "odd": "cls.odd()"}
    cells = {key: of["default"] for key, of in one_class(tmp_path, text, probes).items()}
    assert [cell.value for cell in cells.values()] == [1, 2, 3]
    assert [str(cell.location) for cell in cells.values()] == ["pkg/one.py:16", "<string>:1", "pkg/one.py:12"]


def test_only_what_was_asked_for_is_asked(tmp_path: Path) -> None:
    scenarios = (Scenario(name="a"), Scenario(name="b"))
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": TEXT})
    seen: list[tuple[str, str]] = []
    model = ask(
        tmp_path,
        config({"flag": "cls.flag"}, scenarios),
        ["b"],
        limits=QUICK,
        progress=lambda scenario, backend: seen.append((scenario, backend)),
    )
    assert model.scenarios == ("b",)
    assert set(seen) == {("b", "ONE")}
    assert list(runtime_cells(model)) == [("ONE", "flag", "b")]


def test_rows_and_domains_that_only_the_source_tells_are_asked_too(tmp_path: Path, capsys) -> None:
    write(
        tmp_path,
        {
            "base.py": "class Base:\n    size = 0\n",
            "a.py": "from pkg.base import Base\n\n\nclass Small(Base):\n    size = 1\n",
            "b/c.py": "from pkg.a import Small\n\n\nclass Large(Small):\n    size = 2\n",
        },
    )
    (tmp_path / "docgen.toml").write_text(
        """packages = ["pkg"]
[discovery]
kind = "subclasses"
path = "pkg.base.Base"
modules = ["pkg.*"]
exclude = ["Base"]
[[capability]]
key = "size"
header = "Size"
probe = "cls.size"
[[capability]]
key = "below"
header = "Below"
probe = "issubclass(each, cls)"
over = { each = "pkg.base.Base" }
"""
    )
    project = open_project(Request(tmp_path, runtime=True))
    assert not project.model.findings
    answers = {
        backend.name: [(cell.origin.value, cell.value) for cells in backend.cells.values() for cell in cells]
        for backend in project.model.backends
    }
    assert answers == {
        "Small": [("static", 1), ("static", ["pkg.a.Small", "pkg.b.c.Large"])],
        "Large": [("static", 2), ("static", ["pkg.b.c.Large"])],
    }
