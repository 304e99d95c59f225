"""A package of disasters, one module each: every one costs its own backend, within its limit, and says where."""

import time
from pathlib import Path

import pytest

from docgen.config.limits import Limits
from docgen.model.cell import State
from docgen.model.location import Location
from docgen.runtime.answers import RuntimeBackend, RuntimeModel
from docgen.runtime.child import ask
from tests.runtime.support import config, is_running, registry, write

LIMITS = Limits(
    import_seconds=2.0, question_seconds=1.5, cpu_seconds=10.0, memory_bytes=1 << 30, grace_seconds=1.0
)

IMPORTS = {
    "fails": (
        "import not_there_at_all\n",
        "raises ModuleNotFoundError: No module named 'not_there_at_all'",
        1,
    ),
    "raises": ("\nraise RuntimeError('on the\\n way')\n", "raises RuntimeError: on the way", 2),
    "syntax": ("x = 1\ny = = 2\n", "raises SyntaxError", 2),
    "leaves": ("import sys\nsys.exit(3)\n", "raises SystemExit: 3", 2),
    "interrupts": ("raise KeyboardInterrupt\n", "raises KeyboardInterrupt", 1),
    "exits": ("import os\nos._exit(0)\n", "ended the process with status 0", None),
    "crashes": ("import ctypes\nctypes.string_at(0)\n", "ended the process by SIGSEGV", 2),
    "aborts": ("import os\nos.abort()\n", "ended the process by SIGABRT", 2),
    "kills": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
        "ended the process by SIGKILL",
        None,
    ),
    "loops": ("while True:\n    pass\n", "took longer than 2 s", None),
    "waits": ("import time\ntime.sleep(1000)\n", "took longer than 2 s", 2),
    "hoards": ("x = bytearray(20 << 30)\n", "raises MemoryError", 1),
    "recurses": ("def f():\n    return f()\nf()\n", "raises RecursionError", 2),
    "mute": ("import os\nos.closerange(3, 2000)\nBackend = 1\n", "ended the process", None),
    "empty": ("", "module pkg.empty has no class Backend", None),
}
"""Text of a module, the reason that is reported, and the line that is named."""

GOOD = "class Backend:\n    @classmethod\n    def answer(cls): return 42\n"
QUESTIONS = {
    "q_loops": "while True: pass",
    "q_exits": "import os; os._exit(1)",
    "q_crashes": "import ctypes; ctypes.string_at(0)",
    "q_leaves": "raise SystemExit",
    "q_hoards": "return len(bytearray(20 << 30))",
}
BEHAVED = {
    "prints": f"import os, sys\nprint('{{}}' * 100)\nos.write(1, b'noise\\n')\nos.system('echo more')\n{GOOD}",
    "reads": f"import sys\nassert sys.stdin.read() == ''\n{GOOD}",
    "wanders": f"import os, sys\nos.chdir('/')\nsys.path.clear()\nsys.stdout = None\n{GOOD}",
    "lingers": f"import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\n{GOOD}",
    "spawns": f"import subprocess, pathlib\nchild = subprocess.Popen(['sleep', '1000'])\n"
    f"pathlib.Path(__file__).with_suffix('.pid').write_text(str(child.pid))\n{GOOD}",
    "good": GOOD,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    questions = {
        name: f"class Backend:\n    @classmethod\n    def answer(cls):\n        {body}\n"
        for name, body in QUESTIONS.items()
    }
    modules = {**{name: text for name, (text, _, _) in IMPORTS.items()}, **questions, **BEHAVED}
    members = {name.upper(): f"pkg.{name}.Backend" for name in modules}
    files = {f"{name}.py": text for name, text in modules.items()}
    return write(tmp_path_factory.mktemp("hostile"), {"registry.py": registry(**members), **files})


@pytest.fixture(scope="module")
def asked(root: Path) -> tuple[RuntimeModel, float]:
    start = time.monotonic()
    model = ask(root, config({"answer": "cls.answer()", "other": "cls.__name__"}), limits=LIMITS)
    return model, time.monotonic() - start


@pytest.fixture
def rows(asked: tuple[RuntimeModel, float]) -> dict[str, RuntimeBackend]:
    return {backend.name.lower(): backend for backend in asked[0].backends}


@pytest.mark.parametrize("name", IMPORTS)
def test_a_disaster_while_importing_costs_that_backend(rows: dict[str, RuntimeBackend], name: str) -> None:
    _, reason, line = IMPORTS[name]
    (outcome,) = rows[name].imports
    assert outcome.problem is not None
    assert reason in outcome.problem
    if line is not None:
        assert outcome.location == Location(f"pkg/{name}.py", line)
    for (cell,) in rows[name].cells.values():
        assert cell.state is State.UNKNOWN
        assert cell.reason == outcome.problem


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_disaster_while_answering_costs_at_most_that_backend(
    rows: dict[str, RuntimeBackend], name: str
) -> None:
    assert rows[name].imports[0].problem is None
    (cell,) = rows[name].cells["answer"]
    assert cell.state is State.UNKNOWN
    if name != "q_exits":
        assert cell.location == Location(f"pkg/{name}.py", 4)


@pytest.mark.parametrize("name", BEHAVED)
def test_others_answer(rows: dict[str, RuntimeBackend], name: str) -> None:
    assert rows[name].imports[0].problem is None
    assert rows[name].cells["answer"][0].value == 42
    assert rows[name].cells["other"][0].value == "Backend"


def test_each_ends_within_its_limit(asked: tuple[RuntimeModel, float]) -> None:
    assert asked[1] < 30


def test_a_missing_class_is_told_from_one_that_cannot_be_imported(rows: dict[str, RuntimeBackend]) -> None:
    assert {name for name, row in rows.items() if row.imports[0].missing} == {"empty"}


def test_what_a_module_started_is_ended(asked: tuple[RuntimeModel, float], root: Path) -> None:
    pid = int((root / "pkg" / "spawns.pid").read_text())
    assert not is_running(pid)


def test_a_registry_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"registry.py": "import os\nos._exit(0)\n"})
    model = ask(tmp_path, config({"answer": "cls.answer()"}), limits=LIMITS)
    assert model.backends == ()
    assert model.broken == {"default": "ended the process with status 0"}
    write(tmp_path, {"registry.py": "Registry = 1\n"})
    assert "is no Enum" in ask(tmp_path, config({}), limits=LIMITS).broken["default"]


def test_processor_time_is_limited(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": "while True:\n    pass\n"},
    )
    limits = Limits(import_seconds=20.0, cpu_seconds=0.5)
    (row,) = ask(tmp_path, config({"answer": "1"}), limits=limits).backends
    assert row.imports[0].problem == "used more than 0.5 s of processor time"
