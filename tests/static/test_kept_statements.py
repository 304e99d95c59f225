"""Statements of a large tree run once for all questions where they bind no more than constants of their module."""

import itertools
from collections import Counter

import pytest

from docgen.static.engine.namespace import Namespace
from docgen.static.source import extent

OPS = """
READY = False
TURNS = 0


class Ops:
    count = 0

    @staticmethod
    def register():
        global READY, TURNS
        if READY:
            return
        Ops.count += 1
        TURNS = TURNS + 1
        READY = True


def ready():
    return READY, TURNS


Ops.register()
"""
FILES = {"pkg/ops.py": OPS, "pkg/user.py": "from pkg.ops import READY, Ops\n\nSEEN = (READY, Ops.count)\n"}
EXPRESSIONS = (
    "pkg.ops.Ops.count",
    "pkg.ops.READY",
    "pkg.ops.ready()",
    "(pkg.ops.Ops.count, pkg.ops.TURNS)",
    "pkg.user.SEEN",
    "(pkg.ops.Ops.register(), pkg.ops.ready())",
)


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """Take every tree for a large one."""
    monkeypatch.setattr(extent, "SMALL", 0)


@pytest.mark.parametrize("order", [*itertools.permutations(range(len(EXPRESSIONS)), 2)], ids=str)
def test_answers_do_not_hang_on_what_was_asked_before(order, package):
    written = package(FILES)
    questioner = written.questioner()
    for expression in [EXPRESSIONS[number] for number in order]:
        assert written.evaluated(expression, questioner) == written.executed(expression)


def test_such_statements_run_once(package, monkeypatch):
    runs = Counter()
    attempt = Namespace._attempt

    def counted(self, index, frame):
        runs[self.path, index] += 1
        attempt(self, index, frame)

    monkeypatch.setattr(Namespace, "_attempt", counted)
    written = package(FILES)
    questioner = written.questioner()
    for expression in EXPRESSIONS[:4] * 2:
        written.evaluated(expression, questioner)
    assert runs
    assert max(runs.values()) == 1, runs
