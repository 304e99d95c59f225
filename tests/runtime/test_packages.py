"""Packages that are installed in a scenario, missing, and really there."""

import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from docgen.config import Scenario
from docgen.model.cell import State
from docgen.runtime.child import ask
from docgen.runtime.questions import Questioner
from tests.runtime.support import QUICK, config, one_class, registry, write

THERE = Scenario(name="there", installed=("accel", "pkg"))
NOT_THERE = Scenario(name="not_there", missing=("accel", "pkg._C"))
UNSAID = Scenario(name="unsaid")
ALL = (THERE, NOT_THERE, UNSAID)

TRIES = """
try:
    import accel.ops
    from accel.deep import kernel, KernelError
    HAS = True
except ImportError:
    HAS = False
try:
    from . import _C
    EXTENSION = True
except ImportError:
    EXTENSION = False
"""


def test_installed_missing_and_neither(tmp_path: Path) -> None:
    text = f"""{TRIES}
import importlib.util

class Backend:
    has = HAS
    extension = EXTENSION
    @classmethod
    def finds(cls):
        return [importlib.util.find_spec(n) is not None for n in ("accel", "pkg._C", "pkg.registry")]
"""
    probes = {"has": "cls.has", "extension": "cls.extension", "finds": "cls.finds()"}
    cells = one_class(tmp_path, text, probes, scenarios=ALL)
    told = {key: {n: c.value for n, c in of.items()} for key, of in cells.items()}
    assert told["has"] == {"there": True, "not_there": False, "unsaid": False}
    assert told["extension"] == {"there": True, "not_there": False, "unsaid": False}
    assert told["finds"]["there"] == [True, True, True]
    assert told["finds"]["not_there"] == told["finds"]["unsaid"] == [False, False, True]


def test_a_package_that_is_there_is_hidden_where_it_is_missing(tmp_path: Path) -> None:
    scenarios = (Scenario(name="with"), Scenario(name="without", missing=("colorsys",)))
    text = """
    try:
        import colorsys
    except ImportError:
        colorsys = None
    class Backend:
        has = colorsys is not None
    """
    (cells,) = one_class(tmp_path, text, {"has": "cls.has"}, scenarios=scenarios).values()
    assert {name: cell.value for name, cell in cells.items()} == {"with": True, "without": False}


def test_a_package_that_is_there_is_no_stub_and_lacks_nothing(tmp_path: Path) -> None:
    text = """
    import colorsys
    try:
        import colorsys.extra
        extra = True
    except ImportError:
        extra = False
    class Backend:
        real = colorsys.rgb_to_hsv(0, 0, 0)
        extra = extra
    """
    there = (Scenario(name="there", installed=("colorsys",)),)
    cells = one_class(tmp_path, text, {"real": "cls.real", "extra": "cls.extra"}, scenarios=there)
    assert cells["real"]["there"].value == [0.0, 0.0, 0]
    assert cells["extra"]["there"].value is False


def test_a_package_that_cannot_be_loaded_here_is_a_stub(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "__init__.py").write_text(
        "raise OSError('libaccel.so: cannot open shared object file')"
    )
    text = "import broken\nimport broken.deep\nclass Backend:\n    kind = type(broken.anything).__name__\n"
    there = (Scenario(name="there", installed=("broken",)),)
    cells = one_class(tmp_path, text, {"kind": "cls.kind"}, scenarios=there)
    assert cells["kind"]["there"].value == "Stub"


def test_packages_that_are_there_see_no_stubs(tmp_path: Path) -> None:
    """A third-party package uses its own fallback; only the documented one sees the scenario."""
    (tmp_path / "third.py").write_text(
        "import importlib.util\n"
        "def sees(): return importlib.util.find_spec('accel') is not None\n"
        "SEES = sees()\n"
    )
    text = "import third\nimport accel\nclass Backend:\n    sees = third.SEES\n"
    cells = one_class(tmp_path, text, {"sees": "cls.sees"}, scenarios=(THERE,))
    assert cells["sees"]["there"].value is False


def test_metadata_of_distributions_can_be_read(tmp_path: Path) -> None:
    info = tmp_path / "third-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third\nVersion: 1.2\n")
    text = "import importlib.metadata\nclass Backend:\n    version = importlib.metadata.version('third')\n"
    cells = one_class(tmp_path, text, {"version": "cls.version"})
    assert cells["version"]["default"].value == "1.2"


def test_what_an_extension_adds_to_a_package_is_a_stub(tmp_path: Path) -> None:
    third = """
    class Namespace: pass
    class ops: pass
    ops._C = Namespace()
    ops._C.real = 1
    """
    (tmp_path / "third.py").write_text(dedent(third))
    text = """
    import third
    class Backend:
        added = [third.ops._C.real, hasattr(third.ops._C, 'made'), hasattr(third.ops, 'more')]
    """
    scenarios = (
        Scenario(name="with", installed=("third.ops._C", "third.ops.more")),
        Scenario(name="without"),
    )
    cells = one_class(tmp_path, text, {"added": "cls.added"}, scenarios=scenarios)
    told = {name: cell.value for name, cell in cells["added"].items()}
    assert told == {"with": [1, True, True], "without": [1, False, False]}


def test_an_answer_tells_what_it_leaned_on(tmp_path: Path) -> None:
    text = """
    import functools
    import accel
    import other
    class Backend(accel.Base):
        @classmethod
        def plain(cls): return True
        @classmethod
        def leans(cls):
            accel.warm_up()
            return True
        @classmethod
        def hangs(cls):
            return 1 if accel.has_feature() else 2
        @classmethod
        def is_stub(cls): return accel.version
        @classmethod
        @functools.cache
        def cached(cls): return [other.f(), 3][1]
        @classmethod
        def again(cls): return cls.cached()
    """
    scenarios = (Scenario(name="there", installed=("accel", "other")),)
    keys = ("plain", "leans", "hangs", "is_stub", "cached", "again", "inherited")
    cells = {
        key: of["there"]
        for key, of in one_class(tmp_path, text, {k: f"cls.{k}()" for k in keys}, scenarios=scenarios).items()
    }
    told: dict[str, Any] = {key: (cell.value, cell.stubs) for key, cell in cells.items()}
    assert told["plain"] == (True, ())
    assert told["leans"] == (True, ("accel",))
    assert told["cached"] == told["again"] == (3, ("other",))
    for key, reason in (
        ("hangs", "hangs on the truth of accel.has_feature(), which is not installed here (pkg/one.py:14)"),
        ("is_stub", "the answer is <stub accel.version>, which is not installed here"),
        ("inherited", "Backend derives from accel.Base, which is not installed here"),
    ):
        assert cells[key].state is State.UNKNOWN
        assert cells[key].reason == reason


def test_a_class_whose_import_fails_under_the_scenario_is_unavailable(tmp_path: Path) -> None:
    """Leave a failure unknown that a missing package causes, which the scenario does not mention: it may be there."""
    texts = {
        "missing": "import accel.ops\n",
        "name": "from pkg.registry import absent\n",
        "unsaid": "import elsewhere_not_there\n",
        "raises": "raise RuntimeError('no GPU')\n",
        "helper": "import pkg.missing\n",
    }
    files = {f"{name}.py": f"{text}class Backend:\n    flag = True\n" for name, text in texts.items()}
    rows = {name: f"pkg.{name}.Backend" for name in texts}
    write(tmp_path, {"registry.py": registry(**rows), **files})
    model = ask(tmp_path, config({"flag": "cls.flag"}, (NOT_THERE,)), limits=QUICK)
    told = {row.name: (row.cells["flag"][0].state, row.cells["flag"][0].reason) for row in model.backends}
    no_name = "ImportError: cannot import name 'absent' from 'pkg.registry'"
    assert told.pop("name")[0] is State.UNAVAILABLE
    assert str(model.backends[1].cells["flag"][0].reason).startswith(no_name)
    assert told == {
        "missing": (State.UNAVAILABLE, "ModuleNotFoundError: No module named 'accel'"),
        "helper": (State.UNAVAILABLE, "ModuleNotFoundError: No module named 'accel'"),
        "unsaid": (State.UNKNOWN, "raises ModuleNotFoundError: No module named 'elsewhere_not_there'"),
        "raises": (State.UNKNOWN, "raises RuntimeError: no GPU"),
    }
    places = {row.name: str(row.cells["flag"][0].location) for row in model.backends}
    assert (places["missing"], places["helper"]) == ("pkg/missing.py:1", "pkg/missing.py:1")


def test_a_package_that_fails_leaves_no_submodules_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without an `__init__.py`, Python looks for the package around it again.
    below = tmp_path / "lost" / "below"
    below.mkdir(parents=True)
    (below.parent / "__init__.py").write_text("import lost.below.one\nimport nowhere_at_all\n")
    for name in ("one", "two"):
        (below / f"{name}.py").write_text("class Backend: ...\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    asker = Questioner(str(tmp_path), frozenset({"lost"}), {})
    for name in ("one", "two"):
        with pytest.raises(ModuleNotFoundError, match="nowhere_at_all"):
            asker.load(f"lost.below.{name}.Backend")
    assert not [name for name in sys.modules if name.partition(".")[0] == "lost"]
