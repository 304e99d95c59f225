"""Configured pages by their files: a pattern such as `docs/**/*.md` stands for every file that matches."""

from __future__ import annotations

import os
import re
from fnmatch import translate
from typing import TYPE_CHECKING

import msgspec

from docgen import sightings
from docgen.confinement import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docgen.config import Page

_ANY_DEPTH = "**"
"""The part of a pattern that stands for any number of directories."""


def listed(root: Path, pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, each with the path of one file; an entry without a pattern takes precedence over one with.

    A page that only a pattern names is optional, because most pages of a directory hold nothing for docgen.
    """
    named = {page.path: page for page in pages if not page.is_pattern}
    for page in pages:
        if page.is_pattern:
            for path in matching(root, page):
                named.setdefault(path, msgspec.structs.replace(page, path=path, optional=True))
    return tuple(named.values())


def matching(root: Path, page: Page) -> Iterator[str]:
    """The documents that a pattern matches, in order, relative to the root; none in hidden or linked directories.

    Takes time in proportion to the files below the pattern's first plain directories, however many `**` it has.
    """
    parts = [part for part in page.path.split("/") if part not in {"", "."}]
    plain = next((at for at, part in enumerate(parts) if re.search(r"[*?\\[]", part)), len(parts))
    # Several `**` in a row mean the same as one.
    wanted = [part for at, part in enumerate(parts) if part != _ANY_DEPTH or parts[at - 1 : at] != [part]]
    steps = [None if part == _ANY_DEPTH else re.compile(translate(part)) for part in wanted]
    for path in sorted(_files(root, "/".join(parts[:plain])), key=lambda path: path.split("/")):
        if _fits(path.split("/"), steps):
            yield path


def _files(root: Path, start: str) -> Iterator[str]:
    """The files below a directory, relative to the root, without hidden files and directories."""
    pending = [start]
    while pending:
        directory = pending.pop()
        if any(part.startswith(".") for part in directory.split("/")):
            continue
        try:
            sightings.saw_names(root / directory)
            with os.scandir(root / directory) as entries:
                for entry in entries:
                    path = f"{directory}/{entry.name}" if directory else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(path)
                    elif _is_document(entry.name) and sightings.is_file(entry.path):
                        yield path
        except OSError:
            continue  # a directory that is missing or closed holds no pages, and a finding reports that


def _is_document(name: str) -> bool:
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in DOCUMENTS  # noqa: PTH122


def _fits(parts: list[str], steps: list[re.Pattern[str] | None]) -> bool:
    """Tell whether the parts of a path match those of a pattern, in which None stands for any number of them."""
    # Numbers of parts that may be matched so far: a set, so that no combination is tried twice.
    reached = _over_any_depth({0}, steps)
    for part in parts:
        following = set()
        for at in reached:
            step = steps[at] if at < len(steps) else None
            if at < len(steps) and (step is None or step.fullmatch(part)):
                following.add(at if step is None else at + 1)
        reached = _over_any_depth(following, steps)
    return len(steps) in reached


def _over_any_depth(reached: set[int], steps: list[re.Pattern[str] | None]) -> set[int]:
    """Add the positions after each `**` that may match nothing."""
    found = set(reached)
    for start in reached:
        behind = start
        while behind < len(steps) and steps[behind] is None:
            behind += 1
            found.add(behind)
    return found
