"""`print`: calls of `write` for a file of the documented program, only conversions to text for any other."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from docgen.static.builtins.text import to_text
from docgen.static.execution.calls import call
from docgen.static.objects import dispatch
from docgen.static.objects.attributes import get_attribute
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.special_methods import type_name
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_OUTPUT = "sys.stdout"
_STREAMS = frozenset({"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"})
"""Paths of files that do not belong to the documented program, and call none of its code."""


def print_(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> None:
    """`print(*values, sep=" ", end=<newline>, file=None, flush=False)`."""
    file = kwargs.get("file")
    if file is None:
        file = frame.evaluation.outside.get(_OUTPUT, Unknown.outside(_OUTPUT, place))
    if file is None:
        return
    for name in ("sep", "end"):
        if not isinstance(kwargs.get(name), str | Unknown | None):
            raise Raised(TypeError(f"{name} must be None or a string, not {type_name(kwargs[name])}"), place)
    if isinstance(file, Unknown) and file.path in _STREAMS:
        for value in args:
            _text(value, frame, place)
        return
    for piece in _pieces(args, kwargs):
        write = get_attribute(file, "write", frame, place)
        call(write, [_text(piece, frame, place)], {}, frame, place)
    if "flush" in kwargs and dispatch.truth(kwargs["flush"], frame):
        call(get_attribute(file, "flush", frame, place), [], {}, frame, place)


def _pieces(args: Args, kwargs: Kwargs) -> Iterator[Abstract]:
    """Each value, and the texts between and after them."""
    between, behind = kwargs.get("sep"), kwargs.get("end")
    for index, value in enumerate(args):
        if index:
            yield " " if between is None else between
        yield value
    yield "\n" if behind is None else behind


def _text(value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`str(value)`, which may raise; unknown if the value is."""
    found: Abstract = Unknown("the text that is printed is not known", place)
    with contextlib.suppress(Indefinite):
        found = to_text(value, "__str__", frame, place)
    return found
