"""The shipped profile that was written for a source tree, if there is one: its questions are better than any guess."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docgen.config.load import load_config
from docgen.config.sources import profile_names
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docgen.config import Config


class Fit(NamedTuple):
    """A profile that fits."""

    name: str
    """Its name."""
    config: Config
    """Configuration in the profile."""
    packages: tuple[str, ...]
    """Directories of the packages that it asks about, relative to the root."""


def fitting(
    root: Path, packages: Sequence[str], wanted: str | None = None, outside: tuple[Path, ...] = ()
) -> Fit | None:
    """Find the profile whose packages are among `packages`, and whose registry or base class exists.

    Args:
        root: The project.
        packages: Its packages.
        wanted: The only profile to consider; None for all.
        outside: Directories outside the root that links in the packages may lead to.

    Raises:
        ConfigError: there is no profile of the wanted name.
    """
    there = {package.rpartition("/")[2]: package for package in packages}
    for name in [wanted] if wanted else profile_names():
        config = load_config(root, profile=name)
        if not there.keys() >= set(config.packages):
            continue
        found = tuple(there[package] for package in config.packages)
        if _defines(SourceTree(root, found, outside), config.discovery.path):
            return Fit(name, config, found)
    return None


def _defines(tree: SourceTree, path: str) -> bool:
    """Tell whether the text of the tree defines the object at a dotted path, or the class that holds it."""
    module, rest = path, ""
    while module and tree.file(module) is None:
        module, _, name = module.rpartition(".")
        rest = name
    file = tree.file(module) if rest else None
    pattern = rf"^(?:class|def) +{re.escape(rest)}\b"
    return (
        file is not None and re.search(pattern, file.read_text("utf-8", "replace"), re.MULTILINE) is not None
    )
