"""An operation on the tree's own objects that no model follows may raise: its module is not known to be imported."""

import pytest

ABOVE = """
import bisect, copy, enum, functools, math
class Boom(Exception): pass
class A:
    def __float__(self): raise Boom
    def __trunc__(self): raise Boom
    def __lt__(self, other): raise Boom
    def __mul__(self, other): raise Boom
    def __dir__(self): raise Boom
    def __reduce__(self): return "text"
class T:
    def __trunc__(self): raise Boom
class Number(int, enum.Enum):
    ONE = 1
"""
OPERATIONS = {
    "bisect": "bisect.bisect([A()], A())",
    "dir": "dir(A())",
    "format of an enum": "f'{Number.ONE:03d}'",
    "int": "int(T())",
    "copy": "copy.copy(A())",
    "prod": "math.prod([A(), A()])",
}
RAISE = {
    "divmod": "divmod(A(), 1)",
    "sqrt": "math.sqrt(A())",
    "cache of no function": "functools.lru_cache(5)(5)",
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_nothing_of_the_module_is_known(operation, package):
    written = package({"pkg/main.py": f"{ABOVE}made = {operation}\nv = 1\n"})
    assert written.evaluated("pkg.main.v").kind == "unknown"


@pytest.mark.parametrize("operation", RAISE.values(), ids=RAISE)
def test_what_is_modelled_raises(operation, package):
    written = package({"pkg/main.py": f"{ABOVE}made = {operation}\nv = 1\n"})
    assert written.evaluated("pkg.main.v").kind not in {"known", "conditional"}


def test_a_format_without_a_specification_does_not_raise(package):
    written = package({"pkg/main.py": f"{ABOVE}made = f'{{Number.ONE}}'\nv = 1\n"})
    assert written.evaluated("pkg.main.v").value == 1


@pytest.mark.parametrize("ending", ["from pkg.late import gone", "from pkg.late import *\nassert gone == 1"])
def test_a_deleted_name_is_not_imported(ending, package):
    late = "gone = 2\nkept = 3\n"
    main = f"gone = 1\nimport pkg.late\ndel pkg.late.gone\ntry:\n    {ending.replace(chr(10), chr(10) + '    ')}\n    v = 'taken'\nexcept ImportError:\n    v = 'refused'\n"
    written = package({"pkg/late.py": late, "pkg/main.py": main})
    assert written.evaluated("pkg.main.v") == written.executed("pkg.main.v")
