"""Imports that modules always run: what each leads to, where some import each other in a circle."""

import pytest

from docgen.static.answers.import_graph import ImportGraph
from docgen.static.source.tree import SourceTree

GRAPHS = {
    "line": {"one": ["two"], "two": ["three"], "three": [], "four": ["two"]},
    "circle": {"one": ["two"], "two": ["three"], "three": ["one"], "four": ["three"]},
    "circles_that_share_a_module": {
        "one": ["two", "three"],
        "two": ["one"],
        "three": ["one", "four"],
        "four": [],
    },
    "circle_below_a_circle": {"one": ["two"], "two": ["one", "three"], "three": ["four"], "four": ["three"]},
    "diamond": {"one": ["two", "three"], "two": ["four"], "three": ["four"], "four": []},
}


def reached(graph, first):
    found, pending = set(), [first]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += graph.get(name, ())
    return found


@pytest.mark.parametrize("first", ["one", "two", "three", "four"])
@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_a_module_leans_on_all_that_it_leads_to_and_on_nothing_else(tmp_path, graph, first):
    for name, targets in graph.items():
        (tmp_path / f"{name}.py").write_text("".join(f"import {target}\n" for target in targets))
    imports = ImportGraph(SourceTree(tmp_path, tuple(graph)), set())
    for module in (first, *graph):  # the first is searched from; others are known from then on
        files = {
            source.removesuffix(".py imports")
            for source in imports.sources(module)
            if not source.endswith("/")
        }
        assert files == reached(graph, module)


@pytest.mark.parametrize("first", ["one", "two", "three", "four"])
@pytest.mark.parametrize("holder", ["one", "two", "three", "four"])
@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_a_module_needs_what_all_that_it_leads_to_needs(tmp_path, graph, holder, first):
    graph = {**graph, holder: [*graph[holder], "accel"]}
    for name, targets in graph.items():
        (tmp_path / f"{name}.py").write_text("".join(f"import {target}\n" for target in targets))
    imports = ImportGraph(SourceTree(tmp_path, tuple(graph)), {"accel"})
    for module in (first, *graph):
        assert imports.needs_missing(module) is (holder in reached(graph, module))


@pytest.mark.parametrize(
    ("text", "is_followed"),
    [
        ("", True),
        ("other_name = 1\n", True),
        ("name = 1\n", False),
        ("from somewhere import *\n", False),
        ("def __getattr__(wanted): ...\n", False),
        ("words = 'name'\n", False),
        ("# caf\N{LATIN SMALL LETTER E WITH ACUTE}\n", True),
    ],
)
def test_a_name_that_the_package_may_bind_is_no_submodule(tmp_path, text, is_followed):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/__init__.py").write_text(text, encoding="utf-8")
    (tmp_path / "pkg/name.py").write_text("import accel\n")
    (tmp_path / "one.py").write_text("from pkg import name\n")
    imports = ImportGraph(SourceTree(tmp_path, ("one", "pkg")), {"accel"})
    assert imports.needs_missing("one") is is_followed
