"""Jumps where Python's compiler refuses them, though its parser does not: no answer comes of such a module."""

import pytest

CASES = {
    "return in a module": "return 1\ndef answer(): return 2",
    "return in a class body": "class A:\n    return 1\ndef answer(): return 2",
    "return in an inner class body": "def answer():\n    class A:\n        return 1\n    return 2",
    "break in a module": "break\ndef answer(): return 2",
    "continue in a handler of a module": "try: continue\nexcept BaseException: x = 1\ndef answer(): return 2",
    "break in a function that a loop calls": """def f(): break
def answer():
    for i in range(3): f()
    return i""",
    "continue in a generator": """def g():
    yield 1
    continue
def answer(): return [*g()]""",
}


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_unknown_for_that_reason(name, package):
    written = package({"pkg/main.py": CASES[name] + "\n"})
    answer = written.evaluated("pkg.main.answer()")
    assert answer.kind == "unknown"
    assert "is not Python" in answer.value
