"""Objects outside the tree: no answer is wrong, whatever CPython does with them."""

from textwrap import dedent, indent

import pytest
from cases_callbacks import CALLBACKS
from cases_libraries import KNOWN
from cases_outside import HEADER, IMPORTS, OPERATIONS, SUCCEEDING
from cases_patches import PATCHES
from cases_reach import REACH
from cases_threads import THREADS

_BODY = """
def answer():
    try:
{statement}
        return "succeeded"
    except {exception}:
        return "raised"

def inside():
{statement}
    return "succeeded"

def handled():
    try:
        with contextlib.nullcontext():
            return inside()
    except {other}:
        return "other"
    except Exception:
        return "raised"
    except BaseException:
        return "left"
"""
_GIVEN = {**THREADS, **CALLBACKS, **PATCHES, **REACH}
_FAILING = [(exception, text) for exception, texts in OPERATIONS.items() for text in texts]


def written(package, statement, exception):
    other = "ZeroDivisionError" if exception != "TypeError" else "(KeyError, OverflowError)"
    body = _BODY.format(statement=indent(dedent(statement), " " * 8), exception=exception, other=other)
    body = body.replace(f"def inside():\n{' ' * 8}", f"def inside():\n{' ' * 4}")
    return package({"pkg/main.py": f"import contextlib\n{HEADER}{body}"})


@pytest.mark.parametrize(("exception", "statement"), _FAILING, ids=[text for _, text in _FAILING])
def test_what_raises_is_not_known_to_succeed(exception, statement, package):
    tree = written(package, statement, exception)
    assert tree.executed("pkg.main.answer()").value == "raised", "the table itself is wrong"
    for question in ("pkg.main.answer()", "pkg.main.handled()"):
        assert tree.evaluated(question).covers(tree.executed(question))


@pytest.mark.parametrize("statement", SUCCEEDING)
def test_what_succeeds_is_not_known_to_raise(statement, package):
    tree = written(package, statement, "Exception")
    assert tree.executed("pkg.main.answer()").value == "succeeded", "the table itself is wrong"
    for question in ("pkg.main.answer()", "pkg.main.handled()"):
        assert tree.evaluated(question).covers(tree.executed(question))


@pytest.mark.parametrize("text", _GIVEN.values(), ids=_GIVEN)
def test_what_a_callback_changed_is_not_known(text, package):
    tree = package({"pkg/main.py": dedent(text)})
    assert tree.evaluated("pkg.main.answer()").covers(tree.executed("pkg.main.answer()"))


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN)
def test_what_a_library_does_is_known(text, package):
    tree = package({"pkg/main.py": dedent(text)})
    assert tree.evaluated("pkg.main.answer()") == tree.executed("pkg.main.answer()")


@pytest.mark.parametrize("statement", IMPORTS)
def test_imports_of_the_standard_library(statement, package):
    tree = written(package, statement, "ImportError")
    assert tree.evaluated("pkg.main.answer()").covers(tree.executed("pkg.main.answer()"))


def test_what_an_import_made_of_an_unknown_operation_is_conditional(package):
    text = "import os\ntry:\n    len(os.getenv('NOPE'))\n    ok = True\nexcept TypeError:\n    ok = False\n"
    assert sorted(package({"pkg/main.py": text}).evaluated("pkg.main.ok").value) == [False, True]
