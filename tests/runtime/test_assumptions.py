"""Assumptions of a scenario hold while modules are imported, and are undone for the next scenario."""

from pathlib import Path
from typing import Any

import pytest

from docgen.config import Scenario
from docgen.runtime.child import ask
from tests.runtime.support import QUICK, config, one_class, registry, runtime_cells, static_cells, write


def scenario(name: str, **assume: str) -> Scenario:
    return Scenario(
        name=name, assume={f"pkg.world.{path.replace('__', '.')}": text for path, text in assume.items()}
    )


BINDINGS = {
    "assigned": "X = ask_driver()\n",
    "annotated": "X: int = ask_driver()\n",
    "conditional": "import sys\nif sys.path:\n    X = ask_driver()\nelse:\n    X = 0\n",
    "tried": "try:\n    X = ask_driver()\nexcept OSError:\n    X = 0\n",
    "tried_last": "try:\n    import nothing_of_the_kind\nexcept ImportError:\n    X = 0\n",
    "defined": "def X(): return 0\n",
    "class": "class X: pass\n",
    "imported": "from math import pi as X\n",
    "module": "import math as X\n",
    "unpacked": "X, Y = 1, 2\n",
    "chained": "Y = X = 1\n",
    "made_up": "def __getattr__(name):\n    if name == 'Y': return 1\n    raise AttributeError(name)\n",
    "not_there": "",
}


@pytest.mark.parametrize("binding", BINDINGS)
def test_a_name_holds_what_is_assumed_however_it_is_bound(tmp_path: Path, binding: str) -> None:
    world = f"def ask_driver(): raise RuntimeError('no driver')\nBASE = 40\n{BINDINGS[binding]}"
    files = {"world.py": world, "middle.py": "from pkg.world import X as Y\nDERIVED = Y + 1\n"}
    text = "from pkg import world, middle\nclass Backend:\n    values = [world.X, middle.Y, middle.DERIVED]\n"
    (cells,) = one_class(
        tmp_path, text, {"v": "cls.values"}, scenarios=(scenario("s", X="BASE + 2"),), files=files
    ).values()
    assert cells["s"].value == [42, 42, 43]


def test_the_rest_of_the_module_sees_it(tmp_path: Path) -> None:
    files = {"world.py": "ARCH = open('/no/such/device').read()\nIS_A = 'a' in ARCH\n"}
    text = "from pkg import world\nclass Backend:\n    is_a = world.IS_A\n"
    scenarios = (scenario("a", ARCH="'gfx90a'"), scenario("b", ARCH="'gfx942'"))
    (cells,) = one_class(tmp_path, text, {"is_a": "cls.is_a"}, scenarios=scenarios, files=files).values()
    assert {name: cell.value for name, cell in cells.items()} == {"a": True, "b": False}


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    files = {"world.py": "X = 1\n\n\ndef fail():\n    raise ValueError(X)\n"}
    text = "from pkg import world\nclass Backend:\n    fail = staticmethod(world.fail)\n"
    (cells,) = one_class(
        tmp_path, text, {"f": "cls.fail()"}, scenarios=(scenario("s", X="7"),), files=files
    ).values()
    assert cells["s"].reason == "raises ValueError: 7"
    assert str(cells["s"].location) == "pkg/world.py:5"


PLATFORM = """
class Capability:
    def __init__(self, major): self.major = major

class Platform:
    @classmethod
    def capability(cls): raise RuntimeError("no device")
    @classmethod
    def is_new(cls): return cls.capability().major > 8

def count(): raise RuntimeError("no device")
"""
ASKS = """
import functools
from pkg.world import Platform, count

@functools.cache
def is_new(): return Platform.is_new()

class Backend:
    @classmethod
    def new(cls): return is_new()
    @staticmethod
    def count(): return count()
"""
MAJORS = tuple(
    scenario(
        f"m{major}",
        Platform__capability=f"classmethod(lambda cls: Capability({major}))",
        count=f"lambda: {major}",
    )
    for major in (8, 9, 10)
)


@pytest.mark.parametrize("share", [True, False])
def test_functions_are_put_in_place_of_others(tmp_path: Path, *, share: bool) -> None:
    files = {"world.py": PLATFORM}
    cells = one_class(
        tmp_path,
        ASKS,
        {"new": "cls.new()", "count": "cls.count()"},
        scenarios=MAJORS,
        files=files,
        share=share,
    )
    assert {n: c.value for n, c in cells["new"].items()} == {"m8": False, "m9": True, "m10": True}
    assert {n: c.value for n, c in cells["count"].items()} == {"m8": 8, "m9": 9, "m10": 10}


def test_scenarios_share_imports_where_no_import_asked(tmp_path: Path) -> None:
    settings = config({"new": "cls.new()"}, MAJORS)
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "world.py": PLATFORM, "one.py": ASKS})
    shared = ask(tmp_path, settings, limits=QUICK)
    assert [d.shared for d in shared.durations] == [False, True, True]
    apart = ask(tmp_path, settings, limits=QUICK, share=False)
    assert [d.shared for d in apart.durations] == [False, False, False]
    assert runtime_cells(shared) == runtime_cells(apart) == static_cells(tmp_path, settings)


def test_scenarios_do_not_share_what_an_import_made_of_an_assumption(tmp_path: Path) -> None:
    settings = config({"new": "cls.new()", "at_import": "cls.at_import"}, MAJORS)
    text = f"{ASKS}    at_import = is_new()\n"
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "world.py": PLATFORM, "one.py": text})
    model = ask(tmp_path, settings, limits=QUICK)
    assert [d.shared for d in model.durations] == [False, False, False]
    values = {name: v for (_, key, name), (_, v) in runtime_cells(model).items() if key == "at_import"}
    assert values == {"m8": False, "m9": True, "m10": True}


def test_the_environment_and_paths_outside_the_tree(tmp_path: Path) -> None:
    text = """
    import os, platform
    from platform import machine
    FLAG = os.environ.get("FLAG", "unset")
    class Backend:
        values = [FLAG, os.getenv("HOME"), platform.machine(), machine()]
    """
    assume = {"os.environ": "{'FLAG': 'on'}", "platform.machine": "lambda: 'riscv64'"}
    (cells,) = one_class(
        tmp_path, text, {"v": "cls.values"}, scenarios=(Scenario(name="s", assume=assume),)
    ).values()
    assert cells["s"].value == ["on", None, "riscv64", "riscv64"]


def test_an_assumption_on_what_is_not_there_is_of_no_consequence(tmp_path: Path) -> None:
    assume = {"pkg.world.Gone.attribute": "1", "pkg.gone.x": "1", "no.such.thing": "1"}
    (cells,) = one_class(
        tmp_path,
        "from pkg import world\nclass Backend:\n    x = 1\n",
        {"x": "cls.x"},
        scenarios=(Scenario(name="s", assume=assume),),
        files={"world.py": ""},
    ).values()
    assert cells["s"].value == 1


def test_a_disaster_at_import_is_not_repeated_in_scenarios_that_share(tmp_path: Path) -> None:
    settings = config({"x": "cls.x"}, MAJORS)
    members = registry(BAD="pkg.bad.Backend", ONE="pkg.one.Backend")
    count = "import pathlib\nwith pathlib.Path(__file__).with_suffix('.log').open('a') as f: f.write('x')\n"
    files: dict[str, Any] = {
        "registry.py": members,
        "world.py": PLATFORM,
        "bad.py": f"{count}import os\nos._exit(5)\n",
        "one.py": "class Backend:\n    x = 1\n",
    }
    model = ask(write(tmp_path, files), settings, limits=QUICK)
    assert (tmp_path / "pkg" / "bad.log").read_text() == "x"
    bad, one = model.backends
    assert bad.imports[0].scenarios == ("m8", "m9", "m10")
    assert bad.imports[0].problem == "ended the process with status 5"
    assert [cell.value for cell in one.cells["x"]] == [1]
