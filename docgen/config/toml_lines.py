"""Line numbers of keys in a TOML file, which the standard library's parser does not keep.

The scan knows table headers, arrays of tables and `key =` lines; a key inside an inline table is reported at the line
where that table's key starts, where a person looks first.
"""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")

Key = tuple[str | int, ...]


def key_lines(text: str) -> dict[Key, int]:
    """Map each key path to its line, counted from 1; an element of an array of tables is identified by its index."""
    lines: dict[Key, int] = {}
    elements: Counter[Key] = Counter()
    prefix: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            prefix = _resolve(_parts(header[2]), elements, opens_element=header[1] == "[[")
            lines.setdefault(prefix, number)
            if header[1] == "[[":
                lines.setdefault(prefix[:-1], number)
        elif key := _KEY.match(line):
            lines.setdefault((*prefix, *_parts(key[1])), number)
    return lines


def line_of(lines: dict[Key, int], path: Key) -> int:
    """The line of `path`, or of the nearest key around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _resolve(names: list[str], elements: Counter[Key], *, opens_element: bool) -> Key:
    """The path of a header's table, with the index of the latest element of each array on the way."""
    path: Key = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if opens_element and position == len(names) - 1:
            elements[path] += 1
        if elements[path]:
            path = (*path, elements[path] - 1)
    return path
