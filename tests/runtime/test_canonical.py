"""The rule of canonical values, compared with its twin for the source."""

from pathlib import Path
from typing import Any

import pytest

from docgen.model.cell import State
from docgen.runtime.child import ask
from tests.runtime.support import QUICK, config, registry, static_cells, write

SHAPES = """
import dataclasses, enum
from typing import Literal, NamedTuple

class Kind(enum.Enum):
    A = 1
    B = "b"

class Word(str, enum.Enum):
    LEFT = "left"

class Number(enum.IntEnum):
    ONE = 1

class Capability(NamedTuple):
    major: int
    minor: int

class Point(NamedTuple):
    x: int
    y: Kind

@dataclasses.dataclass(frozen=True)
class Box:
    size: int
    kinds: tuple

class Multiple:
    def __init__(self, base): self.base = base

class Deeper(Multiple):
    pass

class Told:
    def __str__(self): return "told"

class Untold:
    pass

Layout = Literal["NHD", "HND"]

class Backend:
    class Inner: pass
"""

VALUES: dict[str, tuple[str, Any]] = {
    "none": ("None", None),
    "true": ("True", True),
    "number": ("2.5", 2.5),
    "text": ("'x'", "x"),
    "kind": ("m.Kind.B", "B"),
    "word": ("m.Word.LEFT", "LEFT"),
    "int_kind": ("m.Number.ONE", "ONE"),
    "kinds": ("[m.Kind.A, m.Kind.B]", ["A", "B"]),
    "tuple": ("(1, m.Kind.A)", [1, "A"]),
    "set": ("{3, 1, 2}", [1, 2, 3]),
    "frozen": ("frozenset({'b', 'a'})", ["a", "b"]),
    "dict": ("{m.Kind.A: [1], 2: {3}}", {"A": [1], "2": [3]}),
    "spelt_tuple": ("m.Capability(9, 0)", "9.0"),
    "plain_tuple": ("m.Point(1, m.Kind.B)", {"x": 1, "y": "B"}),
    "dataclass": ("m.Box(3, (m.Kind.A,))", {"size": 3, "kinds": ["A"]}),
    "spelt": ("m.Multiple(16)", "%16"),
    "spelt_by_base": ("[m.Deeper(8), 4]", ["%8", 4]),
    "told": ("m.Told()", "told"),
    "class": ("m.Kind", "pkg.one.Kind"),
    "inner": ("cls.Inner", "pkg.one.Backend.Inner"),
    "builtin": ("int", "int"),
    "literal": ("m.Layout", ["NHD", "HND"]),
    "huge": ("2 ** 64", "int:18446744073709551616"),
    "infinite": ("[float('inf'), -float('inf'), float('nan')]", ["float:inf", "float:-inf", "float:nan"]),
    "half_a_pair": (r"'\ud800'", r"str:\ud800"),
    "odd_kinds": ("[b'a', 1j, ...]", ["bytes:61", "complex:1j", "Ellipsis"]),
    "odd_key": ("{2 ** 70: 1}", {"int:1180591620717411303424": 1}),
    "odd_part": ("m.Box(2 ** 64, ())", {"size": "int:18446744073709551616", "kinds": []}),
}
SPELLING = {"pkg.one.Capability": "{major}.{minor}", "pkg.one.Multiple": "%{base}"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    root = write(
        tmp_path_factory.mktemp("shapes"), {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": SHAPES}
    )
    probes = {key: text.replace("m.", "pkg.one.") for key, (text, _) in VALUES.items()}
    settings = config(probes, spelling=SPELLING)
    (backend,) = ask(root, settings, limits=QUICK).backends
    runtime = {key: cell for key, (cell,) in backend.cells.items()}
    return runtime, {key: cell for (_, key, _), cell in static_cells(root, settings).items()}


@pytest.mark.parametrize("key", VALUES)
def test_a_value_has_its_form(answers: tuple[dict[str, Any], dict[str, Any]], key: str) -> None:
    cell = answers[0][key]
    assert (cell.state, cell.value, cell.reason) == (State.KNOWN, VALUES[key][1], None)
    assert type(cell.value) is type(VALUES[key][1])


@pytest.mark.parametrize("key", VALUES)
def test_the_source_gives_the_same(answers: tuple[dict[str, Any], dict[str, Any]], key: str) -> None:
    assert answers[1][key] == (State.KNOWN, VALUES[key][1])


def test_what_has_no_form_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": SHAPES})
    probes = {"untold": "[pkg.one.Untold()]", "function": "len", "misfit": "pkg.one.Multiple(1)"}
    settings = config(probes, spelling={"pkg.one.Multiple": "%{size}"})
    (backend,) = ask(tmp_path, settings, limits=QUICK).backends
    assert {key: cell.reason for key, (cell,) in backend.cells.items()} == {
        "untold": "an object of pkg.one.Untold has no canonical form: give it one under `spelling`",
        "function": "a builtin_function_or_method has no canonical form",
        "misfit": "spelling of pkg.one.Multiple does not fit: KeyError('size')",
    }


def test_torch_dtypes_stand_by_their_last_name(tmp_path: Path) -> None:
    """Without torch: anything of that name and module is spelt like one."""
    (tmp_path / "torch.py").write_text(
        "class dtype:\n    def __repr__(self): return 'torch.float16'\nfloat16 = half = dtype()\n"
    )
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": "class Backend: pass\n"})
    settings = config({"dtypes": ("True", "dtype", ("torch.float16", "torch.half"))})
    (backend,) = ask(tmp_path, settings, limits=QUICK).backends
    assert backend.cells["dtypes"][0].value == ["float16", "float16"]
