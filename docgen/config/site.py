"""The part of the configuration that says how the interactive pages of a project look."""

from __future__ import annotations

import re

import msgspec

_ADDRESS = re.compile(r"https?://[^\s\"'<>`]+")


class Site(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of the pages that `docgen build --html` and the mkdocs plugin make."""

    title: str = "Support tables"
    """The heading of the page that `docgen build --html` writes."""
    source: str = ""
    """Address that shows a line of the source, with `{path}` and, where the viewer takes one, `{line}`, such as
    `https://github.com/owner/name/blob/main/{path}#L{line}`. Without one, places are shown and not linked."""

    functions: tuple[str, ...] = ()
    """Patterns of decorators, such as `triton.jit`: functions that have one, in modules of a backend's own package, are
    shown on its page.
    """

    def __post_init__(self) -> None:
        """Refuse an address that is none of the web, or that names no file."""
        if self.source and not (_ADDRESS.fullmatch(self.source) and "{path}" in self.source):
            msg = f"`source` under [site], {self.source!r}, is no http address with {{path}} in it"
            raise ValueError(msg)
