"""Questions that the source leaves open are conditional or unknown, with the right alternatives or the right reason."""

import pytest
from cases_open import CASES
from cases_open_operations import CASES as OPERATIONS
from packages import answer_of, identical
from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.schema import DiscoveryKind
from docgen.project.introspection import introspect


@pytest.mark.parametrize("case", [*CASES, *OPERATIONS], ids=lambda case: case.id)
def test_what_is_open_is_said_to_be(case, package):
    cell = package(case.texts).cell(case.probe)
    answer = answer_of(cell)
    assert answer.kind == case.kind, answer
    if case.kind == "unknown":
        assert case.value in answer.value
    elif case.kind in {"known", "raises"}:
        assert identical(answer.value, case.value)
    else:
        assert len(answer.value) == len(case.value)
        assert all(any(identical(a, b) for b in answer.value) for a in case.value)
        assert (
            not case.conditions or tuple(condition.when for condition in cell.conditions) == case.conditions
        )


def test_the_answers_of_one_class_have_a_bound_together(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.static.answers.questions.CLASS_STEPS", 50)
    text = "class Base: pass\nclass Slow(Base):\n    @staticmethod\n    def f(n):\n        for _ in range(n): pass\n        return n\n"
    write_tree(tmp_path, {"pkg/__init__.py": "", "pkg/main.py": text})
    capabilities = tuple(
        Capability(key=key, header=key, probe=f"cls.f({n})") for key, n in (("a", 9), ("b", 60), ("c", 1))
    )
    discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path="pkg.main.Base", modules=("pkg.*",))
    config = Config(packages=("pkg",), discovery=discovery, capability=capabilities)
    (slow,) = (row for row in introspect(tmp_path, config).backends if row.name == "Slow")
    assert [slow.cells[key][0].value for key in "ab"] == [9, 60]
    assert slow.cells["c"][0].reason == "the answers of its class take more than 50 steps"
