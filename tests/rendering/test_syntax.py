"""Texts whose cells and sentences share their tokens are parsed as markdown-it parses them."""

import pytest
from markdown_it import MarkdownIt

from docgen.rendering.syntax import parsed

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
