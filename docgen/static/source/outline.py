"""Read the imports that a module runs in any case, without parsing what stands below the last of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from docgen.model.evidence import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

_IMPORT = re.compile(rb"^(?:import|from)\b[^(\n]*(?:\([^)]*\))?.*$", re.MULTILINE)
"""A statement at the margin that looks like an import, its names in parentheses over several lines included."""

_STATEMENTS = (ast.Import, ast.ImportFrom)


def imports(source: bytes) -> list[ast.stmt]:
    """The import statements at the top of a module's text, outside of every other statement.

    Raises:
        SyntaxError: the text is not Python.
        ValueError: the text cannot be decoded, or holds null bytes.
    """
    end = max((match.end() for match in _IMPORT.finditer(source)), default=0)
    try:
        # What looks like an import in a text of several lines leaves the text open, which is no Python.
        body = ast.parse(source[:end]).body
    except SyntaxError:
        body = ast.parse(source).body
    return [node for node in body if isinstance(node, _STATEMENTS)]


def digest_of_imports(content: str, statements: Iterable[ast.stmt]) -> str:
    """Tells what a file imports, and in which order, from other imports, on whatever lines they stand.

    Args:
        content: The digest of all that the file holds: where that is the same, nobody has to look further.
        statements: Its imports.
    """
    return f"{content} {digest(chr(0).join(map(ast.dump, statements)).encode())}"
