"""Targets of links to source lines: files beside the page, or the repository's web pages."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.model.location import Location

    Links: TypeAlias = Callable[[Location], str | None]
    """Gives the target of a link to a place in the source; None if there is nothing to link to."""


def relative_links(page: str) -> Links:
    """Links from the page at `page`, relative to the root, to the files of the same checkout."""
    start = posixpath.dirname(page) or "."
    return lambda place: f"{quote(posixpath.relpath(place.path, start))}#L{place.line}"


def url_links(base: str) -> Links:
    """Links below `base`, the address under which the repository shows its files."""
    return lambda place: f"{base.rstrip('/')}/{quote(place.path)}#L{place.line}"


def template_links(template: str) -> Links:
    """Links by a `template`, an address that names `{path}` and may name `{line}`."""

    def link(place: Location) -> str:
        address = template.replace("{line}", str(place.line))
        return address.replace("{path}", quote(place.path))

    return link


def no_links(_place: Location) -> None:
    """No links: for pages that are published where nothing shows the sources."""
