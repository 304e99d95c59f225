"""The prose of a docstring: the text before its sections for arguments, returns and errors."""

from __future__ import annotations

import re

_SECTION = re.compile(
    r"^(Args|Arguments|Parameters|Returns|Yields|Raises|Warns|Examples?|Attributes):\s*$", re.MULTILINE
)


def prose(docstring: str) -> str:
    """The text of a Google-style docstring without its sections; paragraphs are separated by blank lines."""
    if not _SECTION.search(docstring):
        return docstring.strip()
    import griffe  # noqa: PLC0415 - takes 0.1 s, and most docstrings have no sections

    sections = griffe.Docstring(docstring).parse("google", warnings=False)
    return "\n\n".join(s.value.strip() for s in sections if s.kind is griffe.DocstringSectionKind.text)
