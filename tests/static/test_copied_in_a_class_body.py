"""A class body that fills a new container from what another module's class holds, and changes it."""

from __future__ import annotations

import pytest
from tiny_project import write_tree

from docgen.config import load_config
from docgen.project.introspection import introspect
from docgen.static.source import extent

BASE = 'class Base:\n    P = {"a": [1], "c": [3]}\n    Q = [[1]]\n'
SHALLOW = [
    'P = {**Base.P, "b": [2]}\n    P.pop("a")',
    'P = dict(Base.P)\n    P["a"] = 5',
    'P: dict = {**Base.P}\n    del P["a"]',
    "P = {**Base.P}\n    P.update(b=2)",
    'P = {**Base.P}\n    for name in ["a"]:\n        P.pop(name)',
    "Q = [*Base.Q]\n    Q.append(2)",
    "Q = list(Base.Q)\n    Q += [2]",
]
DEEP = [
    'P = Base.P\n    P.pop("a")',
    'P = {**Base.P}\n    P["a"].append(2)',
    'P = {**Base.P}\n    P.pop("a").append(2)',
    'P = {**Base.P}\n    P.setdefault("a", []).append(2)',
    'P = {**Base.P}\n    R = P\n    R["a"].append(2)',
    'P = {"x": Base.P}\n    P["x"].clear()',
    'P = {**Base.P}\n    P.pop("a")\n    [v.append(2) for v in (P["c"],)]',
    "Q = [*Base.Q]\n    for part in Q:\n        part.append(2)",
    "Q = [*Base.Q]\n    Q.pop(0).append(2)",
]
PROBES = ("pkg.main.Base.P", "pkg.main.Base.Q", "pkg.main.B.P", "pkg.main.B.Q")


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("body", [*SHALLOW, *DEEP])
def test_what_it_was_filled_from_stays_as_it_is(package, monkeypatch, body, probe):
    monkeypatch.setattr(extent, "SMALL", 0)  # as in a large tree, whose imports are not run
    files = {"pkg/base.py": BASE, "pkg/main.py": f"from pkg.base import Base\nclass B(Base):\n    {body}\n"}
    project = package(files)
    right = project.executed(probe)
    said = project.evaluated(probe)
    assert said.covers(right), (said, right)
    if body in SHALLOW:
        assert said.kind not in {"unknown", "conditional"}


def test_what_a_scenario_says_counts_before_what_a_module_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(extent, "SMALL", 0)
    changing = "from pkg.base import Base\nclass B(Base):\n    Q = Base.Q\n    Q.append(2)\n"
    discovery = '[discovery]\nkind = "subclasses"\npath = "pkg.base.Base"\nmodules = ["pkg.main"]\n'
    column = '[[capability]]\nkey = "q"\nheader = "Q"\nprobe = "pkg.base.Base.Q[0]"\n'
    files = {"pkg/__init__.py": "", "pkg/base.py": BASE, "pkg/main.py": changing}
    states = []
    for assumed in ("", '[defaults.assume]\n"pkg.base.Base.Q" = "[7, 8, 9]"\n'):
        config = f'packages = ["pkg"]\n{discovery}{column}{assumed}'
        write_tree(tmp_path, {**files, "docgen.toml": config})
        backends = introspect(tmp_path, load_config(tmp_path)).backends
        states += [(cell.state.value, cell.value) for cell in backends[-1].cells["q"]]
    assert states == [("unknown", None), ("known", 7)]
