"""Pages of a site that show the documented source, with an anchor for each line, where no repository shows it.

While pages are rendered, a link to a place is an address that nobody can guess; when a page is complete, it gives way
to one that is relative to that page. So a link may stand in Markdown, in HTML and in data for scripts alike.
"""

from __future__ import annotations

import posixpath
import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from docgen.confinement import Confines
from docgen.regular_files import RefusedError, read_regular
from docgen.visible import visible
from docgen.web.pieces import piece

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docgen.model.location import Location

_LIGHT, _DARK = (
    "\n".join(HtmlFormatter(style=style).get_token_style_defs("li")) for style in ("default", "github-dark")
)


class SourcePages:
    """The source pages of one build of a site."""

    def __init__(self, root: Path, directory: str) -> None:
        """Show files below `root` in a directory of the site."""
        self._root = root
        self._directory = directory.strip("/")
        self._start = f"https://docgen-{secrets.token_hex(8)}.invalid/"
        self._link = re.compile(rf"{re.escape(self._start)}([^\s\"'<>#]+)#L(\d+)")
        self._codes: dict[str, str | None] = {}

    def link(self, place: Location) -> str | None:
        """The address of a place until its page is complete; None if its file cannot be shown."""
        return (
            f"{self._start}{quote(place.path)}#L{place.line}" if self._code(place.path) is not None else None
        )

    def resolved(self, html: str, url: str) -> str:
        """A complete page, at the address `url` relative to the site, with links that work."""
        start = posixpath.dirname(url) or "."

        def relative(found: re.Match[str]) -> str:
            return f"{posixpath.relpath(f'{self._directory}/{found[1]}.html', start)}#L{found[2]}"

        return self._link.sub(relative, html)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield the name, relative to the site, and the HTML of each page that a link leads to."""
        for path, code in sorted(self._codes.items()):
            if code is not None:
                name = f"{self._directory}/{unquote(path)}.html"
                home = posixpath.relpath("index.html", posixpath.dirname(name))
                shown = highlight(visible(code), PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
                # The highlighter escapes what it is given.
                lines = [Markup(line) for line in shown.removesuffix("\n").split("\n")]  # noqa: S704
                styles = {"light": Markup(_LIGHT), "dark": Markup(_DARK)}  # noqa: S704 - the highlighter's own
                yield name, piece("source.html.j2", path=path, lines=lines, home=home, **styles)

    def _code(self, path: str) -> str | None:
        """The text of a file; None if it lies elsewhere or is no text, which other commands report."""
        if path not in self._codes:
            try:
                content = read_regular(Confines(self._root).locate(path)).decode()
                self._codes[path] = content.replace("\r\n", "\n").replace("\r", "\n")
            except (RefusedError, OSError, UnicodeDecodeError):
                self._codes[path] = None
        return self._codes[path]
