"""The comments by which a page instructs docgen, where a Markdown parser reads them as comments.

`<!-- docgen:VERB ... -->` and `<!-- /docgen -->` may also occur in code, even on the same line; the parser's result
is compared with the text to distinguish them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from docgen.errors import PageError, nearest, use_one_of
from docgen.model.location import Location
from docgen.rendering.syntax import parsed, refuse_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

KINDS = ("table", "legend", "list", "lists", "refusals", "history")
"""Kinds of content that docgen can put into a page; each has a template of that name."""

SHOWN = (*KINDS, "cell")
"""Content that a comment without an end can stand for: a rendered site shows it, and the file keeps the comment."""

VERBS = ("begin", "end", "value", "/docgen", *SHOWN)
"""Verbs of comments: both ends of a region and of a value, and content that the site shows."""

_COMMENT = re.compile(r"<!--[ \t]*(?P<body>(?:docgen:|/docgen)(?:(?!-->)[^\r\n])*?)[ \t]*-->")
_WHOLE_LINE = re.compile(rf"[ ]{{0,3}}{_COMMENT.pattern}[ \t]*")
_BROKEN = re.compile(r"<!--\s*(?:docgen:|/docgen)(?:(?!-->)[^\r\n])*[\r\n]")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment for docgen."""

    verb: str
    """One of `VERBS`."""
    rest: str
    """Text after the verb."""
    line: int
    """Its line, counted from 1."""
    start: int
    """Offset of its start in the page."""
    stop: int
    """Offset of its end."""
    alone: bool
    """True if nothing else stands on its line."""
    block: int
    """Number of the paragraph, cell or HTML block in which it stands."""
    html: bool
    """True if it stands in an HTML block, where Markdown is not read."""


def comments(text: str, path: str) -> list[Comment]:
    """The comments of `text`, in order.

    Args:
        text: The page.
        path: The path of the page, for errors.

    Raises:
        PageError: a comment spans several lines, has no verb that docgen knows, or cannot be distinguished from code;
            or the page takes too long to parse.
    """
    # Most pages hold no comment, and need no parser to show that.
    if "docgen:" not in text and "/docgen" not in text:
        return []
    refuse_long(text, path)
    return [*_kept(text, path)]


@lru_cache(maxsize=2)
def _kept(text: str, path: str) -> tuple[Comment, ...]:
    """The comments of a page, which are asked for several times while it is compared."""
    return tuple(_comments(text, path))


def refuse_hidden(between: str, place: Location) -> None:
    """Refuse to replace text that hides a marker in code: a code block left open would hide the text's end."""
    if _COMMENT.search(between):
        what = "a marker in code stands before the one that ends this"
        raise PageError(what, location=place, remedy="close the code above it, or take it out")


def require_known(word: str, known: Iterable[str], what: str, place: Location) -> None:
    """Refuse a word that is not in `known`, and suggest the nearest one that is."""
    names = known if isinstance(known, Collection) else tuple(known)
    if word not in names:
        remedy = use_one_of(names)
        raise PageError(f"unknown {what} {word!r}{nearest(word, names)}", location=place, remedy=remedy)


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """The characters of a comment, as the parser reads them."""

    body: str
    real: bool
    alone: bool
    block: int
    html: bool


def _comments(text: str, path: str) -> Iterator[Comment]:
    lines = Lines(text)
    # A byte order mark is not part of the first line, and is no line of its own.
    leaves = [token for token in parsed(text.removeprefix(_BOM)) if token.type in {"inline", "html_block"}]
    blocks = enumerate(token for token in leaves if token.map)
    # The cells of a row are on the same line.
    for (first, last), row in groupby(blocks, key=lambda block: tuple(block[1].map or ())):
        place = Location(path, first + 1)
        seen = [each for number, token in row for each in _occurrences(token, number, place)]
        if not any(each.real for each in seen):
            continue
        start = lines.before(first + 1)
        found = list(_COMMENT.finditer(text, start, lines.before(last + 1)))
        if [each.body for each in seen] != [match["body"] for match in found]:
            what = "markers among text that looks like markers"
            raise PageError(what, location=place, remedy="put them into a paragraph of their own")
        line, counted = first + 1, start
        for each, match in zip(seen, found, strict=True):
            if each.real:
                line += len(_NEWLINE.findall(text, counted, match.start()))
                counted = match.start()
                verb, rest = _words(each.body.removeprefix("docgen:"))
                require_known(verb, VERBS, "marker", Location(path, line))
                yield Comment(verb, rest.strip(), line, *match.span(), each.alone, each.block, each.html)


def _occurrences(token: Token, block: int, place: Location) -> Iterator[_Occurrence]:
    if token.type == "html_block":
        yield from _in_html(token.content, block, place)
    for child in token.children or ():
        if child.type == "html_inline" and _BROKEN.match(child.content):
            raise _over_several_lines(place)
        whole = child.type == "html_inline" and _COMMENT.fullmatch(child.content) is not None
        for match in _COMMENT.finditer(child.content):
            yield _Occurrence(match["body"], real=whole, alone=False, block=block, html=False)


def _in_html(content: str, block: int, place: Location) -> Iterator[_Occurrence]:
    for offset, line in enumerate(content.split("\n")):
        if _BROKEN.search(f"{line}\n"):
            raise _over_several_lines(Location(place.path, place.line + offset))
        alone = _WHOLE_LINE.fullmatch(line) is not None
        for match in _COMMENT.finditer(line):
            yield _Occurrence(match["body"], real=True, alone=alone, block=block, html=True)


def _words(body: str) -> tuple[str, str]:
    """The verb and the text after it; a kind may be joined to its name, as in the markers of regions."""
    kind, _, name = body.partition("=")
    if kind in KINDS:
        return kind, name
    verb, _, rest = body.partition(" ")
    return verb, rest


def _over_several_lines(place: Location) -> PageError:
    return PageError("marker that does not end on its line", location=place, remedy="put --> on its line")


class Lines:
    """Offsets of lines, split where CommonMark splits them."""

    def __init__(self, text: str) -> None:
        """Find the line ends of `text`."""
        self._text = text
        self._endings: Sequence[re.Match[str]] = list(_NEWLINE.finditer(text))
        self._length = len(text)

    def before(self, line: int) -> int:
        """Return the offset of the line's start; after the last line, that of the text's end."""
        return self.after(line - 1) if line > 1 else 0

    def after(self, line: int) -> int:
        """Return the offset of the next line's start."""
        return self._endings[line - 1].end() if line <= len(self._endings) else self._length

    def text(self, line: int) -> str:
        """The line, with its end."""
        return self._text[self.before(line) : self.after(line)]

    def ending(self, line: int) -> str:
        """Return the line's end characters."""
        return self._endings[line - 1][0] if line <= len(self._endings) else "\n"
