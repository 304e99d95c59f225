"""Texts whose cells and sentences share their tokens are parsed as markdown-it parses them."""

import pytest
from markdown_it import MarkdownIt

from docgen.errors import PageError
from docgen.rendering.comments import comments
from docgen.rendering.markers import fill_regions
from docgen.rendering.syntax import MOST, parsed, refuse_long

TEXTS = {
    "the same twice": "a *b* `c`\n\na *b* `c`\n",
    "escapes that are joined": "a\\*b &amp; c ![x\\*y](z)\n\na\\*b &amp; c ![x\\*y](z)\n",
    "cells": "| [a](b) | [a](b) |\n| - | - |\n| x \\| y | x \\| y |\n",
    "links by references": "[a] ![a]\n\n[a]: b\n",
    "the same without the reference": "[a] ![a]\n",
    "another reference": "[a] ![a]\n\n[a]: c\n",
    "other line ends and a zero": "a\0b\r\n\r\na\0b",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_tokens_are_those_of_markdown_it(text):
    parsed.cache_clear()
    for one, other in zip(parsed(text), MarkdownIt("commonmark").enable("table").parse(text), strict=True):
        assert one.as_dict() == other.as_dict()


def test_cells_that_are_the_same_share_their_tokens():
    first, second = (token for token in parsed("*a*\n\n*a*\n") if token.type == "inline")
    assert [*map(id, first.children)] == [*map(id, second.children)]


LONG = {"lines": "- x\n" * (MOST // 4 + 1), "brackets": "[" * (MOST // 3 + 1), "marks": "*" * (MOST + 1)}
REGION = "<!-- docgen:begin legend -->\n<!-- docgen:end -->\n"


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_takes_too_long_to_parse_is_refused(text):
    with pytest.raises(PageError, match=r"^p.md:1: Markdown of more than .* takes too long to parse"):
        refuse_long(text, "p.md")
    with pytest.raises(PageError, match="too long to parse"):
        comments(f"{text}\n\n<!-- docgen:end -->", "p.md")
    with pytest.raises(PageError, match="too long to parse"):
        fill_regions(REGION, "p.md", lambda _: text)


def test_words_cost_nothing_and_ten_thousand_regions_are_a_page():
    refuse_long("words and more words " * 100_000, "p.md")
    refuse_long(
        "## 1\n\n<!-- docgen:begin table=all -->\n| a | b |\n| - | - |\n| c | d |\n<!-- docgen:end -->\n"
        * 10_000,
        "p.md",
    )
