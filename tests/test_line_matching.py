"""Differences of two sequences: the operations make one of the other, and repeated or scattered changes take no time."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.line_matching import LineMatcher, unified

LINES = st.lists(st.sampled_from("abcdefgh"), max_size=20)


def rebuilt(before, after):
    matcher = LineMatcher(before, after)
    made = []
    for tag, i, j, k, m in matcher.get_opcodes():
        assert (tag == "equal") is (before[i:j] == after[k:m])
        made += before[i:j] if tag == "equal" else after[k:m]
    return made


@given(LINES, LINES)
def test_operations_make_one_of_the_other(before, after):
    assert rebuilt(before, after) == after


@given(st.lists(st.integers(0, 60), max_size=120), st.lists(st.integers(0, 60), max_size=120))
def test_operations_of_long_sequences_make_one_of_the_other(before, after):
    assert rebuilt(before, after) == after


@given(LINES, LINES)
def test_a_diff_of_few_lines_can_be_applied(before, after):
    lines = list(unified(before, after, ("a", "b")))
    assert bool(lines) is (before != after)
    body = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    changed = sum(line[0] == "+" for line in body) - sum(line[0] == "-" for line in body)
    assert changed == len(after) - len(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("abc", "abc"),
        ("abc", "axc"),
        ("", "ab"),
        ("ab", ""),
        ("abcdefghij", "abcdefghiX"),
        ("abcdefghijklmnop", "aXcdefghijklmnYp"),
    ],
)
def test_a_diff_is_written_as_difflib_writes_it(before, after):
    theirs = difflib.unified_diff(list(before), list(after), "old", "new", lineterm="")
    assert list(unified(list(before), list(after), ("old", "new"))) == list(theirs)


def steps(before, after):
    """The number of comparisons of two lines, which does not hang on the machine."""
    count = 0

    class Line(str):
        __slots__ = ()

        def __eq__(self, other):
            nonlocal count
            count += 1
            return str.__eq__(self, other)

        def __hash__(self):
            return str.__hash__(self)

    LineMatcher([Line(line) for line in before], [Line(line) for line in after]).get_opcodes()
    return count


@pytest.mark.parametrize(
    "pair",
    [
        lambda n: (["same"] * n, ["same"] * n),
        lambda n: (["wrong"] * n, ["right"] * n),
        lambda n: ([f"{i}" for i in range(n)], [f"{i}" if i % 2 else f"{i}!" for i in range(n)]),
        lambda n: ([f"{i % 7}" for i in range(n)], [f"{i % 5}" for i in range(n)]),
        lambda n: ([f"{i % (n // 2)}" for i in range(n)], [f"{(i * 3) % (n // 2)}" for i in range(n)]),
    ],
)
def test_comparisons_grow_as_the_length_does(pair):
    assert steps(*pair(4_000)) <= 12 * max(steps(*pair(400)), 400)
