"""Bodies of functions that nobody reads: an edit there changes no answer.

A tree that watches its modules knows which bodies were read. A body is read when anything takes the `body` of the node,
be it to run the function or to look through it; it then counts for everything that was drawn from the module, whoever
read it. Only functions outside of other functions are watched, for whoever reads a body may read all that is in it.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import msgspec

from docgen.digests import digest
from docgen.static.source.left_out import outermost, statements_without
from docgen.static.source.parsing import statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import SupportsIndex

    from docgen.static.source.left_out import Function, Unread

_WORD = re.compile(rb"\w")
_TWICE = 2
_COMMENT = re.compile(rb"\n[ \t\f]*#[^\n]*")
"""A line that is nothing but a comment, with the end of the line above: it may come and go, and changes no answer."""


class FunctionBodies(msgspec.Struct):
    """The bodies of a module's functions, numbered in the order of its text."""

    spans: tuple[tuple[int, int, int], ...] = ()
    """First line, column and last line of each."""
    read: set[int] = msgspec.field(default_factory=set)
    """Numbers of those that were read."""
    words: set[str] = msgspec.field(default_factory=set)
    """Words of which it was asked if the text uses them."""
    is_whole: bool = False
    """True if somebody read the text itself, all of which then counts."""

    def watch(self, body: Sequence[ast.stmt]) -> None:
        """Record from now on which bodies are read of a module that has just been parsed."""
        functions = [*outermost(body)]
        spans = spans_of(functions)
        self.is_whole |= self.spans not in {(), spans}  # the file was edited between two readings
        self.spans = spans
        for number, node in enumerate(functions):
            node.watch = self.read, number  # type: ignore[union-attr]
            node.__class__ = _UNREAD[type(node)]


class Watch:
    """The functions of the modules that are read, by their files.

    Attributes:
        found: The functions.
        is_on: True if it counts which bodies are read.
        unread: The bodies that an earlier run did not read, by their files.
    """

    def __init__(self) -> None:
        self.found: dict[str, FunctionBodies] = {}
        self.is_on = False
        self.unread: Mapping[str, Unread] = {}

    def statements(self, path: str, source: bytes) -> list[ast.stmt]:
        """The statements of a module; bodies that an earlier run of the same text did not read are left out so far.

        Raises:
            SyntaxError: it is not Python, or takes too much to be parsed.
            ValueError: it cannot be decoded, or holds null bytes.
        """
        unread = self.unread.get(path) if self.is_on else None
        if unread is None or unread.content != digest(source):
            return statements(source)
        return statements_without(source, unread.bodies)

    def begin(self, path: str, body: Sequence[ast.stmt]) -> FunctionBodies:
        """Watch a module that has just been parsed."""
        if not self.is_on:
            return FunctionBodies()
        bodies = self.found.setdefault(path, FunctionBodies())
        bodies.watch(body)
        return bodies

    def read_text(self, path: str) -> None:
        """Record that somebody read the text of a file."""
        if self.is_on:
            self.found.setdefault(path, FunctionBodies()).is_whole = True

    def take(self, others: Mapping[str, FunctionBodies]) -> None:
        """Take what another process read."""
        for path, other in others.items():
            own = self.found.setdefault(path, other)
            own.is_whole |= other.is_whole or own.spans != other.spans
            own.read |= other.read
            own.words |= other.words


def _unread(plain: type[Function]) -> type[Function]:
    """Return a type of nodes that become plain ones when their body is read."""

    def body(node: Function) -> list[ast.stmt]:
        read, number = node.watch  # type: ignore[union-attr]
        read.add(number)
        node.__class__ = plain
        whole = node.__dict__.pop("whole", None)
        if whole is not None:
            node.body = whole.body(number)
        return node.body

    def reduced(node: Function, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        body(node)  # a copy of a node has its body
        return node.__reduce_ex__(protocol)

    return type(plain.__name__, (plain,), {"body": property(body), "__reduce_ex__": reduced})


_UNREAD = {plain: _unread(plain) for plain in (ast.FunctionDef, ast.AsyncFunctionDef)}
UNREAD = (*_UNREAD.values(),)
"""Types of the definitions of functions whose bodies nobody has read so far."""


def spans_of(functions: Sequence[Function]) -> tuple[tuple[int, int, int], ...]:
    """First line, column and last line of the body of each function."""
    return tuple((*_start(node.body[0]), node.end_lineno or 0) for node in functions)


def spans_in(body: Sequence[ast.stmt]) -> tuple[tuple[int, int, int], ...]:
    """Return the same of the functions of a module, in the order of its text."""
    return spans_of([*outermost(body)])


def _start(node: ast.stmt) -> tuple[int, int]:
    first = (*getattr(node, "decorator_list", ()), node)[0]
    return first.lineno, first.col_offset


def without_comments(source: bytes) -> bytes:
    """The text without the lines that are nothing but a comment."""
    return _COMMENT.sub(b"", b"\n" + source)


def is_used(name: str, source: bytes) -> bool:
    """Tell whether a word stands more than once in a text."""
    word = name.encode()
    times, at = 0, source.find(word)
    while at >= 0 and times < _TWICE:
        end = at + len(word)
        if not _WORD.match(source[at - 1 : at]) and not _WORD.match(source[end : end + 1]):
            times += 1
        at = source.find(word, end)
    return times == _TWICE
