"""Functions of libraries that compute a result from plain data, and do nothing else: they run as they are."""

from __future__ import annotations

import base64
import calendar
import html
import json
import posixpath
import re
import shlex
import string
import textwrap
import urllib.parse
import warnings
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import refuse_havocked
from docgen.static.execution.calls import call_outside
from docgen.static.execution.costs import weight
from docgen.static.objects import exact, known_types
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.failures import Care
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_MOST = 2000
"""Most elements and words of texts that a function is given: some copy one argument for each line of another."""
_LARGEST = 200
"""Largest number that a function is given: a width, an indentation."""
_LONGEST = 500
"""Most characters of a regular expression that is compiled."""
_PLAIN = frozenset({bool, bytes, float, int, str, type(None)})


def _computed(path: str, function: Callable[..., Abstract], keywords: str = "") -> Callable[..., Abstract]:
    """A function that runs unchanged, with some of its arguments by name; other calls are not followed."""
    names = frozenset(keywords.split())

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        given = [*args, *kwargs.values()]
        refuse_havocked(given, frame)
        settings = [*kwargs.values()] if path in _OF_ANY_NUMBER else given
        is_large = any(isinstance(value, int) and abs(value) > _LARGEST for value in settings)
        if not kwargs.keys() <= names or is_large or weight(given, place) > _MOST or not _is_plain(given):
            return call_outside(Unknown.outside(path, place), args, kwargs, frame, place)
        frame.evaluation.spend(weight(given, place), place)
        return _owned(native(lambda: function(*args, **kwargs), place), frame)

    return run


def _is_plain(value: Abstract) -> bool:
    """Tell whether a value is plain data with an order.

    Raises:
        Indefinite: it holds something unknown.
    """
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if type(value) is dict:
        return _is_plain([*value, *value.values()])
    return all(map(_is_plain, value)) if type(value) in {list, tuple} else type(value) in _PLAIN


def _owned(value: Abstract, frame: Frame) -> Abstract:
    """The result, of which each container is made on this path."""
    if isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            _owned(inner, frame)
        frame.evaluation.owns(value)
    return value


def _compiling(path: str) -> Callable[..., Abstract]:
    """A function that compiles a regular expression first: one that is none raises, one that is does not."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        outside = Unknown.outside(path, place)
        flags = _flags(kwargs.get("flags", args[_TAKEN[path]] if len(args) == _TAKEN[path] + 1 else 0))
        given = args[: _TAKEN[path]]
        are_texts = len(given) == _TAKEN[path] and all(
            known_types.known_type(value) is str for value in given
        )
        is_plain = bool(args) and type(args[0]) is str and len(args[0]) <= _LONGEST
        if args and type(args[0]) in _PLAIN - {bytes, str}:
            raise Raised(TypeError("first argument must be string or compiled pattern"), place)
        if is_plain and flags is not None and kwargs.keys() <= {"flags"} and len(args) <= _TAKEN[path] + 1:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    compiled = re.compile(args[0], flags)
                    if path.startswith("re.sub") and type(args[1]) is str:
                        compiled.sub(args[1], "")
            except (re.error, IndexError, ValueError) as error:
                raise Raised(error, place) from None
            if are_texts and (not path.startswith("re.sub") or type(args[1]) is str):
                return call_outside(outside, given, {}, frame, place, Care.NEVER_RAISES)
        return call_outside(outside, args, kwargs, frame, place)

    return run


def _flags(value: Abstract) -> int | None:
    """Flags of a regular expression as a number; None if they are not known."""
    found = exact.of(value) if isinstance(value, Unknown) else value
    return int(found) if isinstance(found, int) else None


_TAKEN = {
    "re.compile": 1,
    "re.findall": 2,
    "re.finditer": 2,
    "re.fullmatch": 2,
    "re.match": 2,
    "re.search": 2,
    "re.split": 2,
    "re.sub": 3,
    "re.subn": 3,
}
"""Functions of regular expressions, and the number of texts that they are given before anything else."""
_OF_ANY_NUMBER = frozenset({"calendar.isleap", "json.dumps"})
"""Functions whose arguments by position may be any numbers."""
_QUOTING = ("quote", "quote_plus", "unquote", "unquote_plus", "urlencode", "urljoin")
_TEXTS = {"dedent": "", "fill": "width", "indent": "", "shorten": "width placeholder", "wrap": "width"}

FUNCTIONS: dict[str, Callable[..., Abstract]] = {
    "json.dumps": _computed("json.dumps", json.dumps, "ensure_ascii indent separators sort_keys"),
    "json.loads": _computed("json.loads", json.loads),
    "re.escape": _computed("re.escape", re.escape),
    "string.capwords": _computed("string.capwords", string.capwords),
    "calendar.isleap": _computed("calendar.isleap", calendar.isleap),
    **{
        f"textwrap.{name}": _computed(f"textwrap.{name}", getattr(textwrap, name), names)
        for name, names in _TEXTS.items()
    },
    **{f"html.{name}": _computed(f"html.{name}", getattr(html, name)) for name in ("escape", "unescape")},
    **{
        f"shlex.{name}": _computed(f"shlex.{name}", getattr(shlex, name))
        for name in ("join", "quote", "split")
    },
    **{
        f"urllib.parse.{name}": _computed(f"urllib.parse.{name}", getattr(urllib.parse, name))
        for name in _QUOTING
    },
    **{
        f"base64.{name}": _computed(f"base64.{name}", getattr(base64, name))
        for name in ("b64decode", "b64encode", "urlsafe_b64decode", "urlsafe_b64encode")
    },
    **{
        f"posixpath.{name}": _computed(f"posixpath.{name}", getattr(posixpath, name))
        for name in ("basename", "dirname", "join", "normpath", "split", "splitext")
    },
    **{path: _compiling(path) for path in _TAKEN},
}
TYPES: dict[str, Abstract] = {
    "json.JSONDecodeError": json.JSONDecodeError,
    "json.decoder.JSONDecodeError": json.JSONDecodeError,
    "re.error": re.error,
}
