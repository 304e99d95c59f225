"""The mutants of this repository, and the judgement that is passed on them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from mutants import Mutant, Mutants
from mutation import Result, Verdict, differing, judged, own_results, report
from source_edits import KINDS
from tiny_project import write_tree

from docgen.config import load_config
from docgen.project.introspection import introspect


@pytest.mark.slow
def test_every_mutant_of_this_repository_is_found(tmp_path, capsys):
    assert report(own_results(tmp_path)) == 0, capsys.readouterr().out
    printed = capsys.readouterr().out
    assert all(kind in printed for kind in (*KINDS, "a truth in place", "in the page"))


@pytest.fixture
def root(tmp_path) -> Path:
    return write_tree(tmp_path)


@pytest.fixture
def mutants(root) -> Mutants:
    config = load_config(root)
    return Mutants(root, config, introspect(root, config))


def judge(root: Path, mutant: Mutant) -> Result:
    config = load_config(root)
    before = introspect(root, config)
    result = judged(mutant, root, lambda: differing(before, introspect(root, config), config))
    assert introspect(root, config) == before, "the tree is as it was"
    return result


def flip(mutants: Mutants, kind: str, backend: str, key: str) -> Mutant:
    found = (mutant for each in mutants.flips() if (mutant := each()))
    return next(m for m in found if m.kind == kind and m.due == {(backend, key)})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("backend", ["CIRCLE", "SQUARE"])
@pytest.mark.parametrize("key", ["colours", "round"])
def test_a_flip_is_found(root, mutants, kind, backend, key):
    mutant = flip(mutants, kind, backend, key)
    assert mutant.text != (root / mutant.path).read_text()
    assert judge(root, mutant).verdict is Verdict.FOUND


def test_a_mutant_that_changes_nothing_is_missed(root, mutants):
    mutant = flip(mutants, KINDS[0], "CIRCLE", "round")
    unchanged = replace(mutant, text=(root / mutant.path).read_text())
    assert judge(root, unchanged).verdict is Verdict.MISSED


def test_a_change_of_another_cell_is_wrong(root, mutants):
    mutant = flip(mutants, KINDS[0], "CIRCLE", "round")
    other = flip(mutants, KINDS[0], "CIRCLE", "colours")
    assert judge(root, replace(mutant, text=other.text)).verdict is Verdict.WRONG


def test_a_declaration_that_every_class_overrides_is_equivalent(root):
    write_tree(
        root, {"shapes/square.py": (root / "shapes/circle.py").read_text().replace("Circle", "Square")}
    )
    config = load_config(root)
    (mutant,) = [
        each
        for each in Mutants(root, config, introspect(root, config)).in_place()
        if each.path == Path("shapes/base.py")
    ]
    result = judge(root, mutant)
    assert (result.verdict, result.why) == (Verdict.EQUIVALENT, "every class below declares it again")


def test_places_that_no_answer_depends_on_are_told_from_those_that_make_no_difference(root, mutants):
    square = (root / "shapes/square.py").read_text()
    write_tree(
        root,
        {
            "shapes/square.py": square
            + "\n    @classmethod\n    def is_round(cls):\n        if cls is None:\n            return True\n        return False\n"
        },
    )
    config = load_config(root)
    found = Mutants(root, config, introspect(root, config)).in_place()
    (reached, unreached) = sorted(
        (each for each in found if each.path == Path("shapes/square.py")),
        key=lambda each: each.what,
        reverse=True,
    )
    assert judge(root, unreached).verdict is Verdict.EQUIVALENT
    assert judge(root, reached).verdict is Verdict.FOUND
    same = replace(reached, text=(root / reached.path).read_text())
    assert judge(root, same).verdict is Verdict.SAME
