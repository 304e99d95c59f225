"""Chains of classes: as long as the bound they answer as CPython does, and beyond it they are unknown for that reason."""

import pytest

BOUND = 6


@pytest.mark.parametrize("length", [BOUND - 2, BOUND - 1, BOUND, BOUND + 4])
def test_a_chain_answers_up_to_the_bound(length, package, monkeypatch):
    monkeypatch.setattr("docgen.static.objects.linearisation.LONGEST_ORDER", BOUND)
    lines = ["class C0:\n    def a(self): return 5"]
    lines += [f"class C{n}(C{n - 1}): pass" for n in range(1, length)]
    written = package({"pkg/main.py": "\n".join([*lines, f"def answer(): return C{length - 1}().a()"])})
    answer = written.evaluated("pkg.main.answer()")
    if length <= BOUND:  # a chain of `length` classes and `object` stand above the next one
        assert (answer.kind, answer.value) == ("known", 5)
    else:
        assert answer.kind == "unknown"
        assert f"more than {BOUND} classes" in answer.value


def test_a_hook_above_classes_that_bind_nothing_runs(package):
    text = """
class Top:
    seen = []
    def __init_subclass__(cls): Top.seen.append(cls.__name__)
class A(Top): pass
class B(A): "nothing"
class C(B): pass
def answer(): return Top.seen
"""
    answer = package({"pkg/main.py": text}).evaluated("pkg.main.answer()")
    assert (answer.kind, answer.value) == ("known", ["A", "B", "C"])
