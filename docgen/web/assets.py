"""Scripts and styles of the interactive pages: modules of their own in the source, one file each for a page."""

from __future__ import annotations

import re
from functools import cache

from docgen.web.pieces import HERE

_ASSETS = HERE / "assets"
VENDORED = "vendor/tablesort.min.js"
"""The library that sorts the rows."""
MODULES = (
    "text",
    "data",
    "matching",
    "state",
    "sorting",
    "columns",
    "details",
    "keyboard",
    "controls",
    "download",
    "tables",
    "main",
)
"""Modules of the script in the order of their imports; their names must differ, because a page has them all."""

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)


@cache
def script() -> str:
    """The library and all modules as one script that defines no global name but the library's."""
    bodies = [_EXPORT.sub("", _IMPORT.sub("", _read(f"{name}.js"))).strip() for name in MODULES]
    return "\n".join([_read(VENDORED).strip(), '(() => {\n"use strict";', *bodies, "})();", ""])


@cache
def style() -> str:
    """The style sheet."""
    return _read("docgen.css")


def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
