"""Names of places on a page, which links lead to: of each row and each cell."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^A-Za-z0-9_.-]+")


def anchor(*names: str) -> str:
    """The anchor of what `names` name, from the whole to the part: a table, its row, the column.

    Names are untrusted, and an anchor holds letters, digits, `_`, `.` and `-` alone. Names that differ in
    other characters share an anchor, and a link to it leads to the first of them.
    """
    return ".".join(_OTHER.sub("-", name).strip("-") or "-" for name in names)
