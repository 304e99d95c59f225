"""The line of configuration that would settle an unknown answer: written as it is said, it does."""

import re

import pytest
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.config import load_config
from docgen.model.settling import OTHERWISE, plainly, settled_by, settling_line
from docgen.project.introspection import introspect

SOURCE = """
import os
import importlib.metadata
import accel
from accel import deep
class Base(accel.Base):
    kind = "base"
class A(Base):
    kind = "a"
    def constant(): return accel.LEVEL + 1
    def call(): return accel.probe()
    def part(): return deep.more.thing(3)["k"]
    def item(): return os.environ["X"]
    def get(): return os.environ.get("X", "0")
    def version(): return importlib.metadata.version("accel")
    def shown(): return f"{accel.LEVEL}"
    @accel.deco
    def decorated(): return 1
    @accel.given(2)
    def called(): return 1
    def stop(): raise NotImplementedError
@accel.register
class Registered(Base): pass
try:
    import maybe
except ImportError:
    VALUE = 1
else:
    VALUE = maybe.VALUE
"""
MARKED = """
import accel
class Marked(metaclass=accel.Meta): kind = "marked"
"""
CONFIG = """
packages = ["pkg"]
[discovery]
kind = "enum"
path = "pkg.reg.R"
"""
INSTALLED = '[defaults]\ninstalled = ["accel"]\n'
REGISTRY = "import enum\nclass R(enum.Enum):\n    ROW = 'pkg.base.{}'\n"


def asked(tmp_path, name, probe, extra="", capability=""):
    text = MARKED if name == "Marked" else SOURCE
    files = {"pkg/__init__.py": "", "pkg/base.py": text, "pkg/reg.py": REGISTRY.format(name)}
    column = f'[[capability]]\nkey = "asked"\nheader = "Asked"\nprobe = {probe!r}\n{capability}\n'
    write_tree(tmp_path, {**files, "docgen.toml": f"{CONFIG}{column}{extra}"})
    (backend,) = introspect(tmp_path, load_config(tmp_path)).backends
    (cell,) = backend.cells["asked"]
    return cell


@pytest.mark.parametrize(
    ("name", "probe", "path", "value"),
    [
        ("A", "pkg.base.A.constant()", "accel.LEVEL", "3"),
        ("A", "pkg.base.A.shown()", "accel.LEVEL", "3"),
        ("A", "pkg.base.A.call()", "accel.probe", "lambda *args, **kwargs: 5"),
        ("A", "pkg.base.A.part()", "accel.deep.more.thing", "lambda *args, **kwargs: {'k': 1}"),
        ("A", "pkg.base.A.item()", "os.environ", "{'X': '1'}"),
        ("A", "pkg.base.A.get()", "os.environ", None),
        ("A", "pkg.base.A.version()", "importlib.metadata.version", None),
        ("A", "pkg.base.A.decorated()", "accel.deco", None),
        ("A", "pkg.base.A.called()", "accel.given", "lambda *args, **kwargs: lambda function: function"),
        ("A", "hasattr(cls, 'nothing')", "accel.Base", None),
        ("A", "cls().kind", "accel.Base", None),
        ("Registered", "cls.kind", "accel.register", "lambda function: function"),
        ("Marked", "hasattr(cls, 'nothing')", "accel.Meta", None),
        ("Marked", "cls().kind", "accel.Meta", None),
    ],
)
def test_the_line_settles_the_answer(tmp_path, name, probe, path, value):
    before = asked(tmp_path, name, probe, INSTALLED)
    assert before.state.value == "unknown"
    line = settling_line(before.reason)
    said_path, said_value = re.search(r'`assume = \{ "([^"]+)" = "([^"]*)" \}`', line).groups()
    assert said_path == path
    line = f'assume = {{ "{path}" = "{value or said_value}" }}'
    after = asked(tmp_path, name, probe, f"{INSTALLED}{line}\n")
    assert after.state.value == "known", after.reason


def test_a_module_that_may_be_there_is_listed(tmp_path):
    before = asked(tmp_path, "A", "pkg.base.VALUE", INSTALLED)
    assert settling_line(before.reason) == (
        'list "maybe" under `installed` or `missing` of the scenario, or of [defaults]'
    )
    assert asked(tmp_path, "A", "pkg.base.VALUE", f'{INSTALLED}missing = ["maybe"]').value == 1


DECIDING = (
    "import os\nN = 0\n"
    + "".join(
        f"def v{at}():\n    return 1 if {condition} else 0\n"
        for at, condition in enumerate(
            [*(f"{name!r} in os.environ" for name in "ABCD"), *(f"os.path.exists({n})" for n in "abcd")]
        )
    )
    + "a = b = c = d = '/'\nclass A:\n    def total(): return ["
    + ", ".join(f"v{n}()" for n in range(8))
    + "]\n"
)


def test_conditions_that_are_too_many_are_named_and_settled(tmp_path):
    config = CONFIG + '[[capability]]\nkey = "asked"\nheader = "Asked"\nprobe = "cls.total()"\n'
    files = {"pkg/__init__.py": "", "pkg/base.py": DECIDING, "pkg/reg.py": REGISTRY.format("A")}

    def reason(assumed: str) -> str | None:
        write_tree(tmp_path, {**files, "docgen.toml": f"{config}\n[defaults]\nassume = {{ {assumed} }}\n"})
        (backend,) = introspect(tmp_path, load_config(tmp_path)).backends
        return backend.cells["asked"][0].reason

    first = reason("")
    assert "combinations of conditions decide, among them 'A' in os.environ, " in first
    assert plainly(first) == {"os.environ": "{}"}
    assert settling_line(first).startswith(
        'say what the environment holds: `assume = { "os.environ" = "{}" }`'
    )
    assert reason('"os.environ" = "{}"') is None
    assert plainly("hangs on os.path.exists(a)") == {"os.path.exists": "lambda path: False"}


def test_what_an_exception_means_is_said(tmp_path):
    before = asked(tmp_path, "A", "cls.stop()", INSTALLED)
    assert settling_line(before.reason) == (
        'if that means no: `refuses = ["NotImplementedError"]` in the capability'
    )
    after = asked(tmp_path, "A", "cls.stop()", INSTALLED, capability='refuses = ["NotImplementedError"]')
    assert after.value is False


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("accel.probe() is outside the documented tree, when import jaraco.classes", 'list "jaraco.classes" under'),
        ("importing pkg.patch changes pkg.base.A.size", '"pkg.base.A.size" = "..."'),
        ("A.model is for `__init__` to set, which a probe with `object.__new__` does not run", "`cls(...)`"),
    ],
)  # fmt: skip
def test_the_line_that_settles_a_reason(reason, expected):
    assert expected in settled_by(reason)


def test_there_may_be_none():
    assert settling_line("hangs on something") is None
    assert (
        settling_line("cannot be imported: ImportError: cannot import name 'kernel' from 'pkg.ops'") is None
    )
    assert settled_by("hangs on something") == OTHERWISE


def test_show_says_it_once_for_the_notes_that_it_settles(tmp_path, capsys):
    columns = "".join(
        f'[[capability]]\nkey = "c{n}"\nheader = "C{n}"\nprobe = "pkg.base.A.{probe}()"\n'
        for n, probe in enumerate(("constant", "call", "shown"))
    )
    files = {"pkg/__init__.py": "", "pkg/base.py": SOURCE, "pkg/reg.py": REGISTRY.format("A")}
    write_tree(tmp_path, {**files, "docgen.toml": CONFIG + columns + INSTALLED})
    assert main(["show", "--root", str(tmp_path)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert 'to fix [1]: say what it is: `assume = { "accel.LEVEL" = "..." }`' in shown
    assert 'to fix [2]: say what it gives: `assume = { "accel.probe" = ' in shown
