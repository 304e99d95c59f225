import pytest
from tiny_project import COLOURS, ROUND

from docgen.config import Capability
from docgen.rendering.words import Sign, spell

SIZES = Capability(
    key="sizes", header="Sizes", probe="cls.sizes()", labels={"%16": "multiples of 16"}, unrestricted="Any"
)
DOMAIN = ("RED", "BLUE")


@pytest.mark.parametrize(
    ("capability", "value", "text", "sign"),
    [
        (ROUND, True, "✅", Sign.YES),
        (ROUND, False, "❌", Sign.NO),
        (COLOURS, ["RED"], "red", None),
        (COLOURS, ["RED", "BLUE"], "All", Sign.EVERY),
        (COLOURS, [], "None", Sign.NONE),
        (SIZES, [], "Any", Sign.UNRESTRICTED),
        (ROUND, [], "None", Sign.NONE),
        (SIZES, [16, "%16"], "16, multiples of 16", None),
        (SIZES, ["GREY"], "GREY", None),
        (SIZES, 0.5, "0.5", None),
        (SIZES, None, "None", Sign.NONE),
        (SIZES, [["a", "b"], [1]], "a+b, 1", None),
        (SIZES, {"k": 16}, "k: 16", None),
    ],
)
def test_a_value_is_spelt_in_the_words_of_its_column(capability, value, text, sign):
    words = spell(value, capability, DOMAIN)
    assert ", ".join(word.text for word in words) == text
    assert {word.sign for word in words} == {sign}


def test_without_a_domain_all_values_are_spelt_out():
    assert [word.text for word in spell(["RED", "BLUE"], COLOURS, None)] == ["red", "blue"]


def test_a_false_inside_a_list_is_no_refusal():
    assert [word.sign for word in spell([False], SIZES, None)] == [None]
