import pytest
from tiny_project import conditional, known, not_declared, unavailable, unknown

from docgen.comparison.answers import Delta, Question, deltas
from docgen.model.change import ChangeKind

DOMAIN = Question(key="colours", finite=True)
OPEN = Question(key="sizes")
UNLIMITED = Question(key="sizes", empty_is_all=True)
GAINED, LOST, CHANGED, STATE = ChangeKind.GAINED, ChangeKind.LOST, ChangeKind.CHANGED, ChangeKind.STATE


def value(kind: ChangeKind, item) -> Delta:
    return Delta(kind, item, whole=False)


@pytest.mark.parametrize(
    ("before", "after", "question", "expected"),
    [
        (known(True), known(True, line=90), OPEN, []),
        (known(False), known(True), OPEN, [Delta(GAINED)]),
        (known(True), known(False), OPEN, [Delta(LOST)]),
        (known(1), known(True), OPEN, []),
        (known(2), known(3), OPEN, [Delta(CHANGED)]),
        # The order of a set of values says nothing; that of preferences does.
        (known(["a", "b"]), known(["b", "a"]), OPEN, []),
        (known(["a", "b"]), known(["b", "a"]), Question(key="order", ordered=True), [Delta(CHANGED)]),
        (known(["a", "b"]), known(["b", "c"]), DOMAIN, [value(GAINED, "c"), value(LOST, "a")]),
        (known(["a"]), known([]), DOMAIN, [value(LOST, "a")]),
        (known(["a", "b"]), known(["a"]), Question(key="colours", finite=True, gone=("b",)), []),
        (known([]), known([16]), OPEN, [value(GAINED, 16)]),
        # An empty list may restrict nothing.
        (known([]), known([16]), UNLIMITED, [Delta(LOST)]),
        (known([16]), known([]), UNLIMITED, [Delta(GAINED)]),
        (known([16]), known([16, 32]), OPEN, [value(GAINED, 32)]),
        (known([16, 32]), known(["%16"]), OPEN, [Delta(CHANGED)]),
        # That nothing is known any more, or now is, takes nothing away and gives nothing.
        (known(True), unknown("too deep"), OPEN, [Delta(STATE)]),
        (not_declared(), known(False), OPEN, [Delta(STATE)]),
        (known(True), unavailable(), OPEN, [Delta(ChangeKind.UNAVAILABLE)]),
        (unknown("too deep"), unavailable(), OPEN, [Delta(ChangeKind.UNAVAILABLE)]),
        (unavailable(), known(True), OPEN, [Delta(ChangeKind.AVAILABLE)]),
        # That the import no longer fails is not known.
        (unavailable(), unknown("too deep"), OPEN, [Delta(STATE)]),
        (unavailable(), unavailable(line=80), OPEN, []),
        (unknown("one reason"), unknown("another"), OPEN, []),
        (conditional(True, False), conditional(True, False, line=80), OPEN, []),
        (conditional(True, False), conditional(False, True), OPEN, [Delta(CHANGED)]),
    ],
)
def test_two_answers(before, after, question, expected):
    assert list(deltas(before, after, question)) == expected
