"""Paths in a configuration, checked against what an untrusted configuration may reach."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from docgen.confinement import Confines
from docgen.errors import ConfigError
from docgen.regular_files import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docgen.config import Config
    from docgen.config.toml_lines import Key
    from docgen.project.project import Request

_OPEN = "docgen --allow-outside DIR takes what is in another directory"
_TRUST = "docgen --trust-templates takes templates from anywhere, and lets them run code"
_NAME = "docgen --python PATH runs any interpreter"


def refuse_escapes(config: Config, request: Request) -> None:
    """Refuse a configuration that names files outside its reach.

    Raises:
        ConfigError: a page, a package, the templates or the interpreter lead out of the root, or a page is no document.
    """
    for key, what, name, locate, remedy in _named(config, request):
        try:
            locate(name)
        except RefusedError as error:
            raise ConfigError(
                f"{what} {name!r}: {error.strerror}", key=key, remedy=f"correct it; {remedy}"
            ) from None


def _named(config: Config, request: Request) -> Iterator[tuple[Key, str, str, Callable[[str], object], str]]:
    """For every path in the configuration: its key, kind and text, its resolver, and what would allow it."""
    confines = Confines(request.root, request.outside)
    for position, package in enumerate(config.packages):
        yield ("packages", position), "package", package, _package(confines), _OPEN
    for position, page in enumerate(config.page):
        if not page.is_pattern:
            yield ("page", position, "path"), "page", page.path, confines.document, _OPEN
    for position, claims in enumerate(config.claims):
        yield ("claims", position, "path"), "page", claims.path, confines.document, _OPEN
    if config.templates is not None and not request.trust_templates:
        yield ("templates",), "directory", config.templates, Confines(request.root).locate, _TRUST
    if config.runtime.python is not None:
        yield ("runtime", "python"), "interpreter", config.runtime.python, _relative, _NAME


def _package(confines: Confines) -> Callable[[str], Path]:
    """Return a function that resolves a package, or a module of one file."""

    def locate(name: str) -> Path:
        target = confines.locate(name)
        confines.locate(f"{name}.py")
        return target

    return locate


def _relative(name: str) -> None:
    """Refuse an interpreter outside the root; in a virtual environment it is a link, which may lead anywhere."""
    if PurePath(name).is_absolute() or os.pardir in PurePath(name).parts:
        raise RefusedError("it leads out of the project", name)
