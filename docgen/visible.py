"""Untrusted texts made safe to show: nothing in them moves a cursor, reverses a line or gives a command.

Names, docstrings and values of the documented project reach terminals, logs of build services and pages. Characters
that these obey are replaced by the escapes that Python writes for them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that are obeyed or hidden: controls, formats, half surrogates, line and paragraph ends."""
_JOINERS = frozenset({"\u200c", "\u200d", "\u00ad"})
"""Format characters that occur in ordinary words and emoji, and that reverse nothing."""
_LINES = frozenset({"\n", "\t"})
_SUSPECT = "[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u05ff\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3000-\ud7ff]"
"""Characters that may be obeyed or hidden; most texts hold none."""

_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
"""Lines that a build service takes for a command, such as `::error::`, however they are indented."""
_OLD_COMMAND = re.compile(r"#(?=#(?:\[|vso\[|teamcity\[))")
"""Commands in older syntaxes, which services look for anywhere in a line."""


def visible(text: str) -> str:
    """Return `text` with every character that is obeyed or hidden escaped, except line ends and tabs."""
    # Most texts are plain, and need no pattern to show that.
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return _suspect().sub(lambda found: _shown(found[0], _LINES), text)


def visible_line(text: str) -> str:
    """Return `text` with every such character escaped, line ends and tabs included."""
    if text.isascii() and text.isprintable():
        return text
    return _suspect().sub(lambda found: _shown(found[0], frozenset()), text)


def inert(text: str) -> str:
    """Make output for people safe for terminals and build services."""
    return inert_lines(visible(text))


def inert_lines(text: str) -> str:
    """Make a text safe whose colours are docgen's own, and whose other parts were made visible before."""
    return _OLD_COMMAND.sub(r"\\x23", _COMMAND.sub(r"\1\\x3a", text))


def inert_json(text: str) -> str:
    """Return an equivalent JSON document without anything that a build service would take for a command."""
    return _OLD_COMMAND.sub(r"\\u0023", text)


def inert_xml(text: str) -> str:
    """Return an equivalent XML document without anything that a build service would take for a command."""
    return _OLD_COMMAND.sub("&#35;", _COMMAND.sub(r"\1&#58;", text))


@cache
def _suspect() -> re.Pattern[str]:
    return re.compile(_SUSPECT)


def _shown(character: str, kept: frozenset[str]) -> str:
    if character in kept or character in _JOINERS or unicodedata.category(character) not in _OBEYED:
        return character
    return character.encode("unicode_escape").decode()
