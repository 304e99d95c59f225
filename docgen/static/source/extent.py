"""The extent of a tree: its modules by their names, which are found in directories alone."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import sightings
from docgen.errors import SourceError
from docgen.regular_files import module_names
from docgen.static.source.bounds import TreeBounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

SMALL = 128
"""Modules of the largest tree whose imports are run; in a larger one names are looked up without them."""


def tops(root: Path, packages: Iterable[str]) -> dict[str, Path]:
    """The directories that packages, or single-file modules, are in, by their names.

    Args:
        root: The documented project.
        packages: Their paths, relative to it.

    Raises:
        SourceError: one of them is not there.
    """
    found = {}
    base = root.resolve()
    for package in packages:
        # A package that is a link is known by its place in the project, not by where the link leads.
        path = Path(os.path.normpath(base / package))
        single = path.with_name(path.name + ".py")
        if not sightings.is_directory(path) and not sightings.is_file(single):
            raise SourceError(
                f"no such package: {package} under {root}",
                remedy="set `packages` to directories relative to --root, or give another --root",
                key=("packages",),
            )
        found[path.name] = path.parent
    return found


def modules(
    places: Mapping[str, Path], entries: Callable[[Path], AbstractSet[str]], enter: Callable[[Path], None]
) -> Iterator[str]:
    """Dotted names of all modules of some packages.

    Args:
        places: The directories that the packages are in, by their names.
        entries: Gives the names in a directory.
        enter: Called with each directory of a package before it is entered; may refuse.
    """
    for name, directory in places.items():
        if f"{name}.py" in entries(directory):
            yield name
        yield from _modules_below(directory / name, name, entries, enter)


def _modules_below(
    directory: Path, prefix: str, entries: Callable[[Path], AbstractSet[str]], enter: Callable[[Path], None]
) -> Iterator[str]:
    pending = [(directory, prefix)]
    while pending:
        directory, prefix = pending.pop()
        below = []
        for entry in sorted(entries(directory)):
            stem, dot, suffix = entry.partition(".")
            if not stem.isidentifier():
                continue
            if suffix == "py":
                yield prefix if stem == "__init__" else f"{prefix}.{stem}"
            elif not dot and stem != "__pycache__":
                enter(directory / entry)
                below.append((directory / entry, f"{prefix}.{entry}"))
        pending += reversed(below)


def is_small(names: Iterable[str]) -> bool:
    """Tell whether a tree of modules of these names has its imports run."""
    return sum(1 for _ in islice(names, SMALL + 1)) <= SMALL


def has_small_extent(root: Path, packages: Iterable[str]) -> bool:
    """Tell the same of the packages of a project, before anything else is known of it.

    Args:
        root: The documented project.
        packages: Directories of packages, or single-file modules, relative to it.
    """
    try:
        return is_small(modules(tops(root, packages), _entries, _enter))
    except SourceError:
        return False  # the reader of the tree reports it


def _entries(directory: Path) -> AbstractSet[str]:
    try:
        return module_names(directory)
    except OSError:
        return frozenset()  # a single file, or a directory that no reader of the tree can list


def _enter(directory: Path) -> None:
    TreeBounds.refuse_circle(directory, directory.name)
