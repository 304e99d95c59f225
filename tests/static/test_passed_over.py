"""Bodies of which a statement was not followed: what ends them later is not known to be the first exception."""

import pytest

from docgen.model.cell import State
from docgen.project.introspection import introspect
from tests.runtime.support import config, registry, write

MAIN = """
def f():
    import pkg.late
    return pkg.late.v
def g():
    try: import pkg.late
    except TypeError: return "earlier"
    return pkg.late.v
"""
NOT_FOLLOWED = {
    "statement-of-a-module": "big = len('a' * 10 ** 9) + ''\n",
    "statement-of-a-class": "class Big:\n    big = len('a' * 10 ** 9) + ''\n",
    "statement-of-another-module": "import pkg.other\n",
    "operation": "import os\ntry: os.listdir('/none')\nexcept OSError as e: kind = e\nx = kind + 1\n",
}
OTHER = {"pkg/other.py": NOT_FOLLOWED["statement-of-a-class"], "pkg/main.py": MAIN}
REFUSES = "int('x')\nv = 1\n"


@pytest.mark.parametrize("earlier", NOT_FOLLOWED.values(), ids=NOT_FOLLOWED)
def test_the_exception_of_a_later_statement_is_not_the_answer(earlier, package):
    written = package({"pkg/late.py": f"{earlier}{REFUSES}", **OTHER})
    cell = written.cell("pkg.main.f()")
    assert cell.state is State.UNKNOWN
    assert "invalid literal for int() with base 10: 'x', or what an earlier statement raises" in cell.reason
    assert str(cell.location) == f"pkg/late.py:{len(earlier.splitlines()) + 1}"


def test_a_later_statement_of_a_class_body_is_not_the_first_that_raises(package):
    late = f"class A:\n    {NOT_FOLLOWED['statement-of-a-module']}    int('x')\nv = 1\n"
    written = package({"pkg/late.py": late, "pkg/main.py": MAIN})
    assert written.evaluated("pkg.main.f()").kind == "unknown"


def test_a_class_cannot_be_imported_whichever_statement_raises(tmp_path):
    late = f"{NOT_FOLLOWED['statement-of-a-module']}{REFUSES}class A: x = 1\n"
    write(tmp_path, {"registry.py": registry(A="pkg.late.A"), "late.py": late})
    (row,) = introspect(tmp_path, config({"x": "cls.x"})).backends
    assert row.cells["x"][0].state is State.UNAVAILABLE
    assert row.cells["x"][0].reason.startswith("an exception: ValueError: invalid literal")


def test_an_exception_is_known_where_all_before_it_was_followed(package):
    written = package(
        {"pkg/late.py": f"a = 1\n{REFUSES}{NOT_FOLLOWED['statement-of-a-module']}", "pkg/main.py": MAIN}
    )
    assert written.evaluated("pkg.main.f()") == ("raises", "ValueError")


def test_a_handler_of_the_earlier_exception_leaves_the_answer_open(package):
    late = f"{NOT_FOLLOWED['statement-of-a-module']}{REFUSES}"
    written = package({"pkg/late.py": late, "pkg/main.py": MAIN})
    assert written.evaluated("pkg.main.g()").kind == "unknown"


def test_a_module_that_nothing_ends_later_is_imported(package):
    written = package({"pkg/late.py": f"{NOT_FOLLOWED['statement-of-a-module']}v = 1\n", "pkg/main.py": MAIN})
    assert written.evaluated("pkg.main.f()").value == 1
