"""Modules whose import raises: a handler sees what CPython raises, and nothing is known of what they would have held."""

from __future__ import annotations

import pytest
from packages import Package, answer_of_python

RIGHT = (
    "x: Nope = 1",
    "def f(a: Nope): pass",
    'def f(a: "Ok" | None): pass',
    "class A:\n    x: Nope",
    "from os import nope",
    "from ... import x",
    "if True:\nx = 1",
    "if True:\n    x = 1\n\tx = 2",
    "class A(metaclass=5): pass",
    "from typing import Generic\nclass A(Generic): pass",
    "from typing import Generic\nclass A(Generic[int]): pass",
    "from typing import Optional\nOptional[5, 6]",
    "from typing import Union\nUnion[()]",
    'import enum\nenum.Enum("E", "A A")',
    "import abc\nclass A(abc.ABC): pass\nA.register(5)",
    "class A: __slots__ = 5",
    'class A: __slots__ = ("1x",)',
    'class A: __slots__ = ("__dict__", "__dict__")',
    'class A: __slots__ = ("x",)\nclass B: __slots__ = ("y",)\nclass C(A, B): pass',
    "import time\ntime.time().nothing",
    "import warnings\nwarnings.warn('x', 5)",
    "import time\ndel time.nothing",
)
"""Statements whose exception is known."""
OPEN = (
    'import os\nos.environ["NOBODY_SET_THIS"]',
    'open("/nowhere/at/all")',
    'import json\njson.loads("{")',
    'import struct\nstruct.unpack("<i", b"a")',
    'import subprocess\nsubprocess.run(["/nowhere/at/all"])',
    'import pathlib\npathlib.Path("/nowhere/at/all").read_text()',
    'import sys\nsys.modules["nowhere"]',
    "exec('raise ValueError')",
    "super().x",
    "class A:\n    def __set_name__(self, owner, name): raise ValueError\nclass B: x = A()",
)
"""Statements that may raise, for all that the evaluator knows."""
GUARDED = "def f{0}():\n    try: import pkg.bad{0}\n    except BaseException as e: return type(e).__name__\n    return 'ok'\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    bad = {f"pkg/bad{at}.py": f"{text}\nv = 1\n" for at, text in enumerate(RIGHT + OPEN)}
    main = "".join(map(GUARDED.format, range(len(bad))))
    return Package(tmp_path_factory.mktemp("failing"), {**bad, "pkg/main.py": main})


@pytest.mark.parametrize("at", range(len(RIGHT + OPEN)), ids=RIGHT + OPEN)
def test_the_exception_is_that_of_cpython(at, project):
    with project.imported("pkg.main") as names:
        right = answer_of_python(f"pkg.main.f{at}()", names)
    assert right.kind == "known"
    assert right.value != "ok"
    said = project.evaluated(f"pkg.main.f{at}()")
    assert said.covers(right), (said, right)
    assert said == right or at >= len(RIGHT), (said, right)
    assert project.evaluated(f"pkg.bad{at}.v").kind != "known"
