"""Every answer over the packages of `soundness/` is CPython's, or an admission."""

import pytest
from soundness import Verdict, failures, judged, table, verdict
from soundness_corpus import DIRECTORY, samples

SAMPLES = [*samples()]
OPEN = frozenset((DIRECTORY / "open.txt").read_text(encoding="utf-8").split())
"""Packages over which there are wrong answers still."""
LARGE = frozenset((DIRECTORY / "large.txt").read_text(encoding="utf-8").split())
"""Packages over which there would be wrong answers if they had more than 128 modules, whose imports are not run."""


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_no_answer_is_wrong(sample):
    found = [*failures(judged(sample))]
    assert found or sample.id not in OPEN, "no answer is wrong any more: take the package off open.txt"
    assert not found or sample.id in OPEN, "\n".join(found)


@pytest.mark.slow
@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_in_a_large_tree_no_more_answers_are_wrong(sample):
    found = [*failures(judged(sample))]
    assert found or sample.id not in LARGE, "no answer is wrong any more: take the package off large.txt"
    assert not found or sample.id in LARGE, "\n".join(found)


def test_the_corpus_covers_the_kinds():
    assert len({sample.kind for sample in SAMPLES}) == 20
    assert len(SAMPLES) >= 250
    assert sum(len(sample.probes) for sample in SAMPLES) >= 1200
    assert {sample.id for sample in SAMPLES} >= OPEN


@pytest.mark.parametrize(
    ("python", "static", "expected"),
    [
        (["known", 1], ["known", 1], Verdict.RIGHT),
        (["known", 1], ["known", True], Verdict.WRONG),
        (["known", [1]], ["known", [1.0]], Verdict.WRONG),
        (["known", 1], ["unknown", "no source"], Verdict.UNKNOWN),
        (["known", 1], ["conditional", [1, 2]], Verdict.CONDITIONAL),
        (["known", 3], ["conditional", [1, 2]], Verdict.WRONG),
        (["raises", "KeyError"], ["conditional", [1, 2]], Verdict.WRONG),
        (["known", 1], ["raises", "KeyError"], Verdict.MISRAISED),
        (["raises", "ValueError"], ["raises", "KeyError"], Verdict.MISRAISED),
        (["raises", "KeyError"], ["raises", "KeyError"], Verdict.RIGHT),
        (["raises", "KeyError"], ["known", None], Verdict.WRONG),
        (["import", "ImportError"], ["known", 1], Verdict.PHANTOM),
        (["import", "ImportError"], ["raises", "ImportError"], Verdict.PHANTOM),
        (["import", "ImportError"], ["unavailable", "no such package"], Verdict.RIGHT),
        (["import", "ImportError"], ["unknown", "no such package"], Verdict.UNKNOWN),
        (["import", "ImportError"], ["crash", "docgen: there is no registry"], Verdict.UNKNOWN),
        (["import", "ImportError"], ["crash", "Traceback (most recent call last)"], Verdict.CRASH),
        (["known", 1], ["unavailable", "no such package"], Verdict.MISRAISED),
        (["known", 1], ["crash", "docgen: there is no registry"], Verdict.CRASH),
        (["known", 1], ["hang", None], Verdict.HANG),
        (["known", 2**64], ["known", f"int {2**64}"], Verdict.RIGHT),
        (["known", float("inf")], ["known", None], Verdict.WRONG),
        (["known", float("inf")], ["known", "float inf"], Verdict.RIGHT),
        (["known", "\ud800"], ["known", "str '\\ud800'"], Verdict.RIGHT),
        (["known", "\ud800"], ["known", None], Verdict.WRONG),
        (["known", {"inf": 1}], ["known", {"float:inf": 1}], Verdict.RIGHT),
        (["known", {"a": 1, "b": 2}], ["known", {"b": 2, "a": 2}], Verdict.WRONG),
    ],
)  # fmt: skip
def test_verdicts(python, static, expected):
    assert verdict(python, static) is expected


def test_the_table_counts_verdicts():
    (sample,) = samples("01_imports_run/bare_import")
    lines = table(judged(sample)).splitlines()
    assert [line.split()[0] for line in lines] == ["right", sample.kind, "total"]
    assert sum(int(n) for n in lines[1].split()[1:] if n != ".") == len(sample.probes)
