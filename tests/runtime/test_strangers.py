"""Documented code that forges, floods, escapes and hoards: only its own backend suffers, and nothing of it is left."""

import json
import os
import time
from pathlib import Path
from textwrap import dedent

import pytest

from docgen.config.limits import Limits
from docgen.model.cell import State
from docgen.runtime.child import ask
from docgen.runtime.environment import environment_of_child
from tests.runtime.support import config, is_running, registry, write

LIMITS = Limits(
    import_seconds=2.5, question_seconds=2.0, cpu_seconds=10.0, memory_bytes=256 << 20, grace_seconds=0.5
)
HONEST = "class Backend:\n    @classmethod\n    def answer(cls): return 'honest'\n"
WRITE = """
import json, os, stat, threading
def send(*lines):
    for fd in range(3, 400):
        try:
            if stat.S_ISFIFO(os.fstat(fd).st_mode):
                for line in lines:
                    os.write(fd, line if isinstance(line, bytes) else json.dumps(line).encode() + b"\\n")
        except OSError:
            pass
"""
"""Writes to every pipe that there is, one of which leads to the parent."""

FORGED = [
    {"kind": "answer", "scenario": "default", "backend": "B", "capability": "answer", "state": "known", "value": "forged"},
    {"state": "known", "value": "forged", "reason": None, "place": None, "stubs": [], "token": ""},
    {"object": "pkg.b.Backend", "place": None, "problem": None, "token": "0" * 32},
    {"members": [["EVIL", "os.system"]], "token": "x"},
    {"kind": "finished", "scenario": "default", "import": 0, "ask": 0},
    {"kind": "done"},
]  # fmt: skip


def asked(root: Path, text: str, **more: str):
    """The answers of A, whose module is `text`, and of B, which is honest."""
    files = {
        "registry.py": registry(A="pkg.a.Backend", B="pkg.b.Backend"),
        "a.py": dedent(text),
        "b.py": HONEST,
    }
    write(root, {**files, **more})
    model = ask(root, config({"answer": "cls.answer()"}), limits=LIMITS)
    return {backend.name: backend for backend in model.backends}


def answer(backend):
    return backend.cells["answer"][0]


GARBAGE = [
    *(json.dumps(each).encode() + b"\n" for each in FORGED),
    b"\n",
    b"garbage\n",
    b"\xff\xfe\x00\n",
    b"{}\n",
    b"[]\n",
    b"null\n",
    b'{"token": 1}\n',
    b'{"token": "\\udcff", "state": "known"}\n',
    b'{"value": NaN, "state": "known", "token": ""}\n',
    b'{"value": 1e999, "state": "known", "token": ""}\n',
    b"[" * 100_000 + b"\n",
    b'{"a":' * 100_000 + b"\n",
    b"x" * 100,
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_what_is_said_without_being_asked_is_a_reason_and_forges_nothing(tmp_path, garbage):
    backends = asked(tmp_path, f"{WRITE}\nsend({garbage!r})\n{HONEST}")
    assert set(backends) == {"A", "B"}
    assert answer(backends["A"]).state is State.UNKNOWN
    assert (
        "said what is no answer" in answer(backends["A"]).reason
        or "answered what was not" in answer(backends["A"]).reason
    )
    assert answer(backends["B"]).value == "honest"


def test_a_thread_that_forges_later_costs_who_started_it(tmp_path):
    forge = f"""
    {WRITE.replace(chr(10), chr(10) + "    ")}
    def spam():
        while True:
            send(*{FORGED!r})
    threading.Thread(target=spam, daemon=True).start()
    """
    backends = asked(tmp_path, f"{dedent(forge)}\n{HONEST}")
    assert answer(backends["B"]).value == "honest"
    assert answer(backends["A"]).state is State.UNKNOWN


def test_a_forgery_between_two_backends_costs_neither_the_second(tmp_path):
    late = f"{WRITE}\n{HONEST}\n_kept = Backend.answer\ndef answer(cls):\n    import time\n    threading.Timer(0.05, send, {FORGED!r}).start()\n    return _kept()\nBackend.answer = classmethod(answer)\n"
    slow = "import time\ntime.sleep(0.5)\n" + HONEST
    backends = asked(tmp_path, late, **{"b.py": slow})
    assert answer(backends["B"]).value == "honest"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("while True: send(b'x' * 65536)", "said more than 8 MiB"),
        ("import time\nwhile True: send(b'x'); time.sleep(0.01)", "took longer than 2.5 s"),
        (
            "import faulthandler\nfaulthandler.cancel_dump_traceback_later()\nwhile True: pass",
            "took longer than 2.5 s",
        ),
        (
            "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
            "took longer than 2.5 s",
        ),
    ],
)
def test_the_clock_does_not_stop(tmp_path, text, reason):
    start = time.monotonic()
    backends = asked(tmp_path, f"{WRITE}\n{text}\n{HONEST}")
    assert reason in answer(backends["A"]).reason
    assert answer(backends["B"]).value == "honest"
    assert time.monotonic() - start < 20


LEAVES = {
    "setsid": "import os, time\nif not os.fork():\n    os.setsid()\n    if not os.fork():\n        note()\n        time.sleep(1000)\n    os._exit(0)\n",
    "daemon": "import subprocess\nnote(subprocess.Popen(['setsid', 'sleep', '1000'], start_new_session=True).pid)\n",
    "group": "import os, time\nif not os.fork():\n    os.setpgid(0, 0)\n    note()\n    time.sleep(1000)\n",
    "ignores": "import os, signal, time\nif not os.fork():\n    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n    note()\n    time.sleep(1000)\n",
    "cleared": "import os\nnote(os.spawnve(os.P_NOWAIT, '/bin/sleep', ['sleep', '1000'], {}))\n",
}
NOTE = """
import os, pathlib
def note(pid=None):
    with pathlib.Path(__file__).with_suffix(".pids").open("a") as file:
        file.write(f"{pid or os.getpid()}\\n")
"""


@pytest.mark.parametrize("way", LEAVES)
@pytest.mark.parametrize("end", ["", "import os; os._exit(0)", "import time; time.sleep(100)"])
def test_nothing_outlives_the_child(tmp_path, way, end):
    asked(tmp_path, f"{NOTE}\n{LEAVES[way]}\nimport time\ntime.sleep(0.3)\n{end}\n{HONEST}")
    pids = [int(line) for line in (tmp_path / "pkg/a.pids").read_text().split()]
    assert pids
    assert not any(is_running(pid) for pid in pids)


def test_a_fork_bomb_ends(tmp_path):
    bomb = f"{NOTE}\nnote()\nimport os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"
    start = time.monotonic()
    backends = asked(tmp_path, bomb)
    assert answer(backends["A"]).state is State.UNKNOWN
    assert answer(backends["B"]).value == "honest"
    assert time.monotonic() - start < 30
    told = [f for f in Path("/proc").iterdir() if f.name.isdigit() and _mentions(f, str(tmp_path))]
    assert told == []


def _mentions(process: Path, text: str) -> bool:
    """Tell whether a process has files of a directory open, or is in it."""
    try:
        return text in (process / "maps").read_text() or text in (process / "cmdline").read_text()
    except OSError:
        return False


@pytest.mark.parametrize(
    "text",
    [
        "import mmap\nheld = mmap.mmap(-1, 2 << 30)\nfor at in range(0, 2 << 30, 4096): held[at] = 1\n",
        "import os\nfor _ in range(20):\n    if not os.fork():\n        held = bytearray(b'x' * (100 << 20))\n        import time; time.sleep(1000)\nimport time; time.sleep(1000)\n",
        "import resource\nresource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY,) * 2)\nheld = bytearray(b'x' * (2 << 30))\n",
        "held = bytearray(b'x' * (2 << 30))\n",
    ],
)  # fmt: skip
def test_memory_is_limited_whatever_it_is_called(tmp_path, text):
    backends = asked(tmp_path, f"{text}\n{HONEST}")
    assert answer(backends["A"]).state is State.UNKNOWN
    assert answer(backends["B"]).value == "honest"


def test_shared_memory_goes_with_the_child(tmp_path):
    name = f"docgen-test-{os.getpid()}"
    text = f"""
    import time
    from multiprocessing import resource_tracker, shared_memory
    resource_tracker.register = lambda *_: None
    shared_memory.SharedMemory({name!r}, create=True, size=1 << 20)
    """
    asked(tmp_path, f"{dedent(text)}\n{HONEST}")
    assert not Path("/dev/shm", name).exists()  # noqa: S108


ODD = {
    "float('inf')": "float:inf",
    "float('nan')": "float:nan",
    "2 ** 70": f"int:{2**70}",
    "-2 ** 70": f"int:{-(2**70)}",
    "10 ** 4000 - 10 ** 4000 + 1": 1,
    "'\\udcff'": "str:\\udcff",
    "['\\ud800', {'\\udfff': 1.5}]": ["str:\\ud800", {"str:\\udfff": 1.5}],
    "__import__('faulthandler').__name__": "faulthandler",
    "__import__('faulthandler').dump_traceback_later(0.01) or 'armed'": "armed",
    "b'\\xff\\n'": "bytes:ff 0a",
    "'a\\nb\\0'": "a\nb\0",
    "{1: {2: {3: None}}}": {"1": {"2": {"3": None}}},
    "(True, None, 0.1)": [True, None, 0.1],
    "1 - 2j": "complex:(1-2j)",
}


@pytest.mark.parametrize("expression", ODD)
def test_odd_values_are_answers(tmp_path, expression):
    text = f"class Backend:\n    @classmethod\n    def answer(cls): return {expression}\n"
    backends = asked(tmp_path, text)
    assert answer(backends["A"]).value == ODD[expression]
    assert answer(backends["B"]).value == "honest"


UNKNOWN = {
    "deep": "x = []\nfor _ in range(500): x = [x]\nclass Backend:\n    @classmethod\n    def answer(cls): return x\n",
    "wide": "class Backend:\n    @classmethod\n    def answer(cls): return 'x' * (6 << 20)\n",
    "long reason": "class Backend:\n    @classmethod\n    def answer(cls): raise ValueError('x' * (6 << 20))\n",
    "no text": "class E(Exception):\n    def __str__(self): raise E\nclass Backend:\n    @classmethod\n    def answer(cls): raise E\n",
    "no name": "class M(type):\n    @property\n    def __name__(cls): raise KeyError\nclass E(Exception, metaclass=M): pass\nclass Backend:\n    @classmethod\n    def answer(cls): raise E\n",
    "surrogate": "class Backend:\n    @classmethod\n    def answer(cls): raise ValueError('\\udcff')\n",
    "circle": "x = []\nx.append(x)\nclass Backend:\n    @classmethod\n    def answer(cls): return x\n",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_no_reply_can_hold_is_unknown(tmp_path, name):
    backends = asked(tmp_path, UNKNOWN[name])
    assert answer(backends["A"]).state is State.UNKNOWN
    assert len(answer(backends["A"]).reason) < 5000
    assert answer(backends["B"]).value == "honest"


@pytest.mark.parametrize(
    "text",
    [
        "class Backend:\n    pass\nBackend.__qualname__ = '\\udcff'\n",
        "class Backend:\n    pass\nBackend.__module__ = '\\udcff' * 100000\n",
        "class Backend:\n    pass\nBackend.__module__ = 7\n",
        "__file__ = '\\udcff\\n'\nclass Backend:\n    pass\n",
        "class M(type):\n    def __getattribute__(cls, name): raise BaseException\nclass Backend(metaclass=M):\n    pass\n",
        "def f(): return 1\nf.__code__ = f.__code__.replace(co_firstlineno=0, co_filename='\\udcff')\nclass Backend:\n    answer = staticmethod(f)\n",
        "def f(): return 1\nf.__code__ = f.__code__.replace(co_filename='')\nclass Backend:\n    answer = staticmethod(f)\n",
    ],
)
def test_classes_that_lie_of_themselves_cost_nobody_else(tmp_path, text):
    backends = asked(tmp_path, text)
    assert answer(backends["B"]).value == "honest"


def test_the_environment_is_an_allow_list(tmp_path, monkeypatch):
    monkeypatch.setenv("MY_TOKEN", "secret")
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    text = "import os\nclass Backend:\n    @classmethod\n    def answer(cls): return sorted(k for k, v in os.environ.items() if v == 'secret')\n"
    assert answer(asked(tmp_path, text)["A"]).value == []
    # Nor does the supervisor, whose environment the child can read, hold more.
    parent = "import os\nclass Backend:\n    @classmethod\n    def answer(cls): return b'secret' in open(f'/proc/{os.getppid()}/environ', 'rb').read()\n"
    assert answer(asked(tmp_path, parent)["A"]).value is not True
    given = {"PATH": "/bin", "LC_ALL": "C", "MY_TOKEN": "x", "OTHER": "y"}
    assert environment_of_child(["OTHER"], given) == {"PATH": "/bin", "LC_ALL": "C", "OTHER": "y"}


def test_ending_the_supervisor_is_a_reason(tmp_path):
    backends = asked(
        tmp_path,
        f"import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(100)\n{HONEST}",
    )
    assert answer(backends["A"]).state is State.UNKNOWN
    assert answer(backends["B"]).value == "honest"
