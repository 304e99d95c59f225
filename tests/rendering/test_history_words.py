"""Releases that brought an answer, and that lost it."""

import pytest

from docgen.model.history import Mark, Moment, Thread
from docgen.rendering.history_words import span

YES, NO, OPEN = Mark.YES, Mark.NO, Mark.UNKNOWN


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((NO, YES, YES), ("2", "")),
        ((YES, YES, YES), ("≤ 1", "")),
        ((YES, YES, NO), ("", "3")),
        ((YES, NO, NO), ("", "2")),
        ((YES, OPEN, NO), ("", "≤ 3")),
        ((YES, OPEN, OPEN), ("", "")),
        ((NO, NO, NO), ("", "")),
    ],
)
def test_the_releases_that_brought_and_lost_an_answer(marks, expected):
    assert span(Thread("key", ("default",), tuple(map(Moment, marks))), ("1", "2", "3")) == expected
