"""Modules that Python's parser takes and its compiler refuses: no answer comes of them, and the place is told."""

import os
import re
import sys

import pytest

from docgen import apart
from docgen.errors import SourceError
from docgen.static.source import compiling

JUMPS = {
    "return in a module": "return 1",
    "return in a class body": "class A:\n    return 1",
    "return in an inner class body": "def f():\n    class A:\n        return 1\n    return 2",
    "break in a module": "break",
    "continue in a handler of a module": "try: continue\nexcept BaseException: x = 1",
    "break in a function that a loop calls": "def f(): break\nfor i in range(3): f()",
    "continue in a generator": "def g():\n    yield 1\n    continue\n[*g()]",
}
RUN = {
    "return in an inner class body": "def answer():\n    class A:\n        return 1\n    return 2",
    "break in a function that a loop calls": "def f(): break\ndef answer():\n    for i in range(3): f()",
    "continue in a generator": "def g():\n    yield 1\n    continue\ndef answer(): return [*g()]",
}
REFUSED = {
    **JUMPS,
    "late future": "x = 1\nfrom __future__ import annotations",
    "future in a function": "def f():\n    from __future__ import annotations",
    "future that does not exist": "from __future__ import tomorrow",
    "await in a module": "await x",
    "await in a function": "def f(): await x",
    "await in a class body": "async def f():\n    class A: await x",
    "async for outside": "def f():\n    async for i in x: pass",
    "async with outside": "def f():\n    async with x: pass",
    "async comprehension outside": "def f(): return [i async for i in x]",
    "yield in a module": "yield 1",
    "yield in a class body": "class A: yield 1",
    "yield in a comprehension": "def f(): return [(yield i) for i in x]",
    "yield from in a coroutine": "async def f(): yield from x",
    "value of an asynchronous generator": "async def f():\n    yield 1\n    return 2",
    "nonlocal in a module": "nonlocal x",
    "nonlocal that nothing binds": "def f(): nonlocal x",
    "nonlocal after use": "def f():\n    x = 1\n    def g():\n        x = 2\n        nonlocal x",
    "global after use": "def f():\n    x = 1\n    global x",
    "global parameter": "def f(x): global x",
    "global that is annotated": "def f():\n    global x\n    x: int = 1",
    "two parameters of a name": "def f(a, a): pass",
    "two parameters of a lambda": "f = lambda a, *a: 1",
    "two keywords of a name": "f(a=1, a=2)",
    "two starred targets": "*a, *b = x",
    "starred target alone": "*a = x",
    "starred value": "a = *x",
    "star import in a function": "def f():\n    from os import *",
    "named expression of the variable": "[i := 0 for i in x]",
    "named expression in the iterable": "[i for i in (j := x)]",
    "named expression in a class body": "class A: y = [(z := i) for i in x]",
    "bare except first": "try: pass\nexcept: pass\nexcept ValueError: pass",
    "break out of except*": "for i in x:\n    try: pass\n    except* ValueError: break",
    "assignment to __debug__": "__debug__ = 1",
    "wildcard first": "match x:\n    case _: pass\n    case 1: pass",
    "name bound twice in a pattern": "match x:\n    case a, a: pass",
    "alternatives that bind other names": "match x:\n    case [a] | [b]: pass",
    "two stars in a pattern": "match x:\n    case *a, *b: pass",
    "twenty-one blocks": "".join(f"{' ' * n}for i in x:\n" for n in range(21)) + " " * 21 + "pass",
}
TAKEN = {
    "await in a coroutine": "async def f(): return [i async for i in await x]",
    "future after a docstring": "'doc'\nfrom __future__ import annotations",
    "jumps in their places": "def f():\n    for i in x:\n        if i: continue\n        break\n    return i",
    "nonlocal of an outer name": "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    return g",
    "yields": "def f():\n    x = yield 1\n    yield from x",
    "two functions of a name": "def f(a): pass\ndef f(a): pass",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_compiler_refuses_is_not_python(name, package):
    text = f"{REFUSED[name]}\ndef answer(): return 2\n"
    questioner = (written := package({"pkg/main.py": text})).questioner()
    if sys.version_info >= (3, 13) and name == "twenty-one blocks":
        pytest.skip("3.13 takes more blocks")
    with pytest.raises(SyntaxError) as refused:
        compile(text, "main.py", "exec")
    assert written.evaluated("pkg.main.answer()", questioner) == ("raises", "SyntaxError")
    (error,) = questioner.program.tree.unreadable.values()
    assert (error.location.line, error.what) == (refused.value.lineno, f"not Python: {refused.value.msg}")


@pytest.mark.parametrize("name", TAKEN)
def test_what_the_compiler_takes_is_answered(name, package):
    written = package({"pkg/main.py": f"{TAKEN[name]}\ndef answer(): return 2\n"})
    assert written.evaluated("pkg.main.answer()") == ("known", 2)


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("name", RUN)
def test_a_jump_is_unknown_in_a_tree_whose_modules_are_not_compiled(name, package):
    answer = package({"pkg/main.py": RUN[name] + "\n"}).evaluated("pkg.main.answer()")
    assert answer.kind == "unknown"
    assert "is not Python" in answer.value


def test_nothing_runs(package, tmp_path):
    written = package({"pkg/main.py": f"open({str(tmp_path / 'canary')!r}, 'w')\ndef answer(): return 2\n"})
    written.evaluated("pkg.main.answer()")
    assert not (tmp_path / "canary").exists()


NESTED = "".join(f"{' ' * n}try:\n{' ' * n} return 1\n{' ' * n}finally:\n" for n in range(1, 19))
COSTLY = {
    "finally in finally": f"def f():\n{NESTED}{' ' * 19}x = 1\n",
    "sum of constant texts": "x = '" + "a" * 500_000 + "'" + "+ 'b'" * 3_000,
    "returns through a large finally": "def f():\n try:\n"
    + "  if x: return 1\n" * 4_000
    + " finally:\n"
    + "  x = x + 1\n" * 8_000,
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_text_that_costs_too_much_is_refused_with_its_place(name, monkeypatch):
    monkeypatch.setattr(apart, "MEMORY", 32 << 20)
    with pytest.raises(SourceError, match="cannot be compiled") as refused:
        compiling.refuse_uncompilable(COSTLY[name].encode(), "pkg/main.py")
    assert str(refused.value.location) == "pkg/main.py:1"


def test_a_long_module_is_compiled_apart_and_nothing_of_it_remains(monkeypatch):
    monkeypatch.setattr(compiling, "_SHORT", 0)
    with pytest.raises(SourceError, match=re.escape("'await' outside function")) as refused:
        compiling.refuse_uncompilable(b"\n\nawait x\n", "pkg/main.py")
    assert str(refused.value.location) == "pkg/main.py:3"
    compiling.refuse_uncompilable(b"x = 1\n", "pkg/main.py")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
