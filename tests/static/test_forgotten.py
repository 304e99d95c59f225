"""Trees that were read: a process that reads many, as `mkdocs serve` and `docgen history` do, holds none of them."""

import gc

import pytest

from docgen.config import Scenario
from docgen.project.introspection import introspect
from docgen.static.objects import annotations, name_telling
from docgen.static.source import function_scope, name_uses
from docgen.static.source.module import Module
from docgen.static.source.tree import SourceTree
from tests.runtime.support import config, registry, write

ABOUT_NODES = (
    annotations._CALLING,
    function_scope._SCOPES,
    name_telling._KNOWN,
    name_uses._FOREIGN,
    name_uses._USES,
)
ONE = """
import enum, functools
from pkg.two import told, HAS
class Told:
    def __set_name__(self, owner, name): self.name = name
class Backend:
    first = told()
    def __init__(self, x: "int" = 1, y: dict[str, int] = {}): self.x = x
    @functools.cached_property
    def made(self): return [value for value in range(self.x)]
    @classmethod
    def supports(cls): return HAS and cls().made == [0] and cls.first.name == "first"
"""
TWO = """
try:
    import pkg.three
    HAS = True
except ImportError:
    HAS = False
def told():
    from pkg.one import Told
    return Told()
"""
THREE = "from pkg.registry import Registry\nimport accel\nif not hasattr(accel, 'x'): raise ImportError('accel')\n"


@pytest.mark.parametrize("size", ["small", "large"])
def test_nothing_holds_a_tree_after_its_answers(size, request, tmp_path):
    if size == "large":
        request.getfixturevalue("_large_trees")
    files = {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": ONE, "two.py": TWO, "three.py": THREE}
    write(tmp_path, files)
    gc.collect()
    before = [len(each) for each in ABOUT_NODES]
    scenarios = (Scenario(name="with", installed=("accel",)), Scenario(name="without", missing=("accel",)))
    (row,) = introspect(tmp_path, config({"supports": "cls.supports()"}, scenarios)).backends
    assert row.cells["supports"]
    gc.collect()
    held = [each for each in gc.get_objects() if type(each) in {Module, SourceTree}]
    here = [each for each in held if str(tmp_path) in str(getattr(each, "path", getattr(each, "root", "")))]
    assert not here
    assert all(now <= then for now, then in zip(map(len, ABOUT_NODES), before, strict=True))
