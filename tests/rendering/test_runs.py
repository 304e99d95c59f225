import pytest

from docgen.claims.words import Claimed, read
from docgen.config import Capability
from docgen.config.claims import ClaimedTable, Claims
from docgen.rendering.words import spell

SIZES = Capability(key="sizes", header="Sizes", probe="cls.sizes()", labels={"512": "half a thousand"})
OVER = Capability(key="sizes", header="Sizes", probe="cls.fits(s)", over={"s": "pkg.SIZES"})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (list(range(1024)), "0-511, half a thousand, 513-1023"),
        (list(range(500)), "0-499"),
        (list(range(8, 257, 8)), "%8 to 256"),
        (list(range(64, 257, 8)), "64, 72, …, 256"),
        (list(range(-3, 5)), "-3, -2, …, 4"),
        ([1, 2, 3, 4, 5], "1, 2, 3, 4, 5"),
        ([1, 2, 3, 4, 5, 6], "1-6"),
        ([16, 32, 64, 128, 256, 512 * 2, 2048], "16, 32, 64, 128, 256, 1024, 2048"),
        ([7, *range(10, 20), "%16", *range(2, 14, 2)], "7, 10-19, %16, %2 to 12"),
        ([False, True, 2, 3, 4, 5], "❌, ✅, 2, 3, 4, 5"),
        ([5, 5, 5, 5, 5, 5, 5], "5, 5, 5, 5, 5, 5, 5"),
        ([6, 5, 4, 3, 2, 1], "6, 5, 4, 3, 2, 1"),
        ([], "None"),
    ],
)
def test_long_runs_are_short_and_read_again(values, words):
    text = ", ".join(word.text for word in spell(values, SIZES, None))
    assert text == words
    claims = Claims(path="p.md", table=(ClaimedTable(heading="T"),), columns={"Sizes": "sizes"})
    if values and not isinstance(values[0], bool):
        assert read(text, claims, SIZES, None) == Claimed(frozenset(map(str, values)))
    if all(type(value) is int for value in values) and 512 not in values:
        assert read(text, claims, OVER, (*values, 100_000)) == Claimed(frozenset(map(str, values)))
