"""Mutants of functions that exist: each in a process of its own, whose result is the verdict."""

import gc
import os
from dataclasses import replace

import mutation_session
import own_mutation
import pytest

from docgen.model.location import Location

PATH = "docgen/model/location.py"
TEXT = (own_mutation.OWN / PATH).read_text(encoding="utf-8")
WHERE = Location("a.py", 3)
MUTANT = own_mutation.Mutant(PATH, 1, "f -> g", TEXT.replace("{self.path}:", "{self.path}?"), 1)


def test_a_mutant_takes_the_place_of_a_function_in_its_process_alone():
    def work() -> int:
        mutation_session.apply(MUTANT, own_mutation.OWN)
        return 7 if str(WHERE) == "a.py?3" else 8

    assert MUTANT.text != TEXT
    assert mutation_session._in_fork(work) == 7
    assert str(WHERE) == "a.py:3"


def test_a_mutant_takes_the_place_of_a_function_beside_code_that_cannot_be_hashed_and_frozen_objects():
    def beside() -> None:
        """Does nothing."""

    beside.__code__ = beside.__code__.replace(co_consts=(*beside.__code__.co_consts, []))
    gc.freeze()
    try:
        assert mutation_session._in_fork(lambda: mutation_session.apply(MUTANT, own_mutation.OWN) or 7) == 7
    finally:
        gc.unfreeze()


def test_a_process_may_be_forked_from_one_that_holds_more_than_its_limit(monkeypatch):
    monkeypatch.setattr(mutation_session, "MEMORY", 1 << 26)
    assert mutation_session._in_fork(lambda: len(bytearray(1 << 24)) >> 24) == 1
    assert mutation_session._in_fork(lambda: len(bytearray(1 << 27)) >> 27) == mutation_session._BROKEN


def test_a_mutant_that_changes_no_function_cannot_be_put_in_place():
    with pytest.raises(mutation_session.UnappliedError):
        mutation_session.apply(replace(MUTANT, text=TEXT), own_mutation.OWN)


def test_a_process_that_is_ended_has_no_verdict(capfd):
    assert mutation_session._in_fork(lambda: os.kill(os.getpid(), 9) or 0) < 0
    assert mutation_session._in_fork(lambda: 1 // 0) == mutation_session._BROKEN
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_run_that_runs_nothing_is_no_record(monkeypatch):
    monkeypatch.setattr(own_mutation, "ROOMS", {"x": ("tests/no_such_file.py",)})
    with pytest.raises(SystemExit, match="no mutant was run"):
        own_mutation.run([MUTANT], 1)
