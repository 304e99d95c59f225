"""Inputs that fuzzing starts from, or left, are taken without an error but docgen's own; changed programs are programs."""

import ast
import contextlib
import json
from random import Random

import fuzz_targets
import fuzzing
import pytest
import source_mutation
from recorded import with_region

from docgen.errors import DocgenError

CORPUS = json.loads(fuzzing.CORPUS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", fuzz_targets.TARGETS)
def test_known_inputs_are_taken_or_refused(name):
    texts = [*fuzz_targets.SEEDS[name][:40], *CORPUS.get(name, ())]
    assert texts
    for text in texts:
        with contextlib.suppress(DocgenError):
            fuzz_targets.TARGETS[name](text)


def test_a_parser_that_fails_is_seen(monkeypatch):
    monkeypatch.setattr(fuzz_targets, "places", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        fuzz_targets.markers("text")


def test_replies_are_taken_up_to_the_last():
    text = fuzz_targets.SEEDS["messages"][0]
    fuzz_targets.messages(text)
    with pytest.raises(AssertionError, match="taken"):
        _refusing(text)


def _refusing(text):
    """Let the assembly refuse the answer that comes last."""

    class Refusing(fuzz_targets.Assembly):
        def take_answer(self, step, answer):
            assert answer.undecided == (), "the partial one is taken"

    original, fuzz_targets.Assembly = fuzz_targets.Assembly, Refusing
    try:
        fuzz_targets.messages(text)
    finally:
        fuzz_targets.Assembly = original


def test_a_changed_program_is_a_program():
    random = Random(7)  # noqa: S311
    programs = [random.choice(source_mutation.SEEDS) for _ in range(60)]
    changed = [source_mutation.mutated(text, random) for text in programs]
    assert sum(each is not None for each in changed) > 50
    assert sum(each not in {None, text} for each, text in zip(changed, programs, strict=True)) > 40
    assert all(ast.parse(each) for each in changed if each is not None)


def test_no_program_changes_what_is_none():
    assert source_mutation.mutated("def f(:", Random(1)) is None  # noqa: S311


def test_the_committed_page_is_of_the_figures():
    text = fuzzing.PAGE.read_text(encoding="utf-8")
    figures = json.loads(fuzzing.RECORD.read_text(encoding="utf-8"))
    assert with_region(text, "fuzzing", fuzzing.table(figures)) == text


LOG = "#9 NEW cov: 7\nstat::number_of_executed_units: 9\n\nclock: 120 seconds, processor: 90 seconds\n"
FIGURES = {"minutes": 2.0, "processor": 1.5, "inputs": 9, "covered": 7, "findings": 0}


def test_the_figures_of_a_run_are_those_of_its_log(tmp_path):
    (tmp_path / "a.log").write_text(LOG)
    assert fuzzing.figures_of(tmp_path / "a.log") == FIGURES


def test_a_run_without_inputs_is_an_error(tmp_path):
    (tmp_path / "a.log").write_text("ModuleNotFoundError\n\nclock: 1 seconds, processor: 1 seconds\n")
    with pytest.raises(SystemExit, match="nothing was fuzzed"):
        fuzzing.figures_of(tmp_path / "a.log")


def test_runs_add_up_until_one_finds_something():
    found = {**FIGURES, "findings": 1}
    assert fuzzing.together(None, FIGURES) == FIGURES
    assert fuzzing.together(FIGURES, found) == {
        **FIGURES,
        "minutes": 4.0,
        "processor": 3.0,
        "inputs": 18,
        "findings": 1,
    }
    assert fuzzing.together(found, FIGURES) == FIGURES
