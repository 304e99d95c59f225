"""Scripts and styles of the interactive pages: modules of their own in the source, one file each for a page."""

from __future__ import annotations

import re
from functools import cache

from docgen.web.pieces import HERE

_ASSETS = HERE / "assets"
VENDORED = "vendor/tablesort.min.js"
"""The library that sorts the rows."""
TABLES = (
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
"""Modules of the tables' script in the order of their imports."""
PICKER = (
    "text",
    "controls",
    "command",
    "table_choice",
    "python/values",
    "python/operations",
    "python/texts",
    "python/methods",
    "python/attributes",
    "python/library",
    "python/builtins",
    "python/evaluate",
    "python/execute",
    "python/machine",
    "choice",
    "picker",
    "main_picker",
)
"""Modules of the picker's script in the order of their imports."""

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)


@cache
def tables_script() -> str:
    """The library and the modules of the tables."""
    return f"{_read(VENDORED).strip()}\n{_joined(TABLES)}"


@cache
def picker_script() -> str:
    """The modules of the picker."""
    return _joined(PICKER)


@cache
def style() -> str:
    """The style sheet."""
    return _read("docgen.css")


def _joined(modules: tuple[str, ...]) -> str:
    """The modules as one script that defines no global name."""
    bodies = [_EXPORT.sub("", _IMPORT.sub("", _read(f"{name}.js"))).strip() for name in modules]
    return "\n".join(['(() => {\n"use strict";', *bodies, "})();", ""])


def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
