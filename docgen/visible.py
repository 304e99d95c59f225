"""Texts of strangers as a reader may see them: nothing in them moves a cursor, turns a line round or gives a command.

Names, docstrings and values of the documented project reach terminals, logs of build services and pages. Characters
that those obey are shown as the escapes that Python writes for them.
"""

from __future__ import annotations

import re
import unicodedata

_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that are obeyed or hidden: controls, formats, half surrogates, line and paragraph ends."""
_JOINERS = frozenset({"\u200c", "\u200d", "\u00ad"})
"""Format characters that words and emoji of honest people hold, and that turn nothing round."""
_LINES = frozenset({"\n", "\t"})
_SUSPECT = re.compile(
    "[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u05ff\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3000-\ud7ff]"
)
"""What may be such a character; most texts hold none."""

_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
"""A line that a service takes for a command: `::error::` and the like, whatever it is indented by."""
_OLD_COMMAND = re.compile(r"#(?=#(?:\[|vso\[|teamcity\[))")
"""The same in older syntaxes, which services look for anywhere in a line."""


def visible(text: str) -> str:
    """`text` with everything that is obeyed or hidden escaped, but for line ends and tabs."""
    return _SUSPECT.sub(lambda found: _shown(found[0], _LINES), text)


def visible_line(text: str) -> str:
    """The same on one line."""
    return _SUSPECT.sub(lambda found: _shown(found[0], frozenset()), text)


def inert(text: str) -> str:
    """Output for a person, without what a terminal obeys or a build service would take for a command."""
    return inert_lines(visible(text))


def inert_lines(text: str) -> str:
    """The same of a text whose colours are docgen's own, and whose other parts were made visible before."""
    return _OLD_COMMAND.sub(r"\\x23", _COMMAND.sub(r"\1\\x3a", text))


def inert_json(text: str) -> str:
    """A JSON document that means the same, without what a build service would take for a command."""
    return _OLD_COMMAND.sub(r"\\u0023", text)


def inert_xml(text: str) -> str:
    """An XML document that means the same, without what a build service would take for a command."""
    return _OLD_COMMAND.sub("&#35;", _COMMAND.sub(r"\1&#58;", text))


def _shown(character: str, kept: frozenset[str]) -> str:
    if character in kept or character in _JOINERS or unicodedata.category(character) not in _OBEYED:
        return character
    return character.encode("unicode_escape").decode()
