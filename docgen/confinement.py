"""Files that an untrusted configuration may reach: regular ones inside the root, of a reasonable size.

The configuration of a documented project is untrusted data, and so are the links in its tree. A path counts by where
it leads once every link is resolved. Files elsewhere can be named on the command line.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath

from docgen import sightings
from docgen.regular_files import RefusedError

DOCUMENTS = frozenset(
    {".htm", ".html", ".ipynb", ".markdown", ".md", ".mdown", ".mdx", ".mkd", ".qmd", ".rmd", ".rst", ".txt"}
)
"""Suffixes of pages, in lower case."""

_KEPT_BY_TOOLS = frozenset({".git", "git~1", ".hg", ".svn", ".jj", ".bzr"})
"""Directories of version control tools, which run some of the files in them; `git~1` is a short name of `.git`."""

_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_SHOWN = 100
"""Most characters that an error shows of a path."""


@dataclass(frozen=True, slots=True)
class Confines:
    """The root of a project, and the directories outside it that were named on the command line."""

    root: Path
    """The documented project."""
    outside: tuple[Path, ...] = ()
    """Directories that count as inside, with everything below them."""

    def locate(self, name: str) -> Path:
        """Resolve `name`, relative to the root, to a path.

        Raises:
            RefusedError: it leads out of the root, or holds characters that no path should.
        """
        if any(unicodedata.category(character) in _CONTROLS for character in name):
            raise RefusedError("the path holds control characters", shortened(name))
        target = real_path(self.root / name)
        if not any(target.is_relative_to(real_path(each)) for each in (self.root, *self.outside)):
            raise RefusedError(f"it leads out of the project, to {shortened(str(target))}", shortened(name))
        return target

    def document(self, name: str) -> Path:
        """Resolve the page `name`: inside the root, with a document's suffix, outside version control.

        Raises:
            RefusedError: it is not all of these.
        """
        target = self.locate(name)
        bases = [
            base for each in (self.root, *self.outside) if target.is_relative_to(base := real_path(each))
        ]
        below = min((target.relative_to(base).parts for base in bases), key=len)
        if any(map(_is_kept_by_tools, (*PurePath(name).parts, *below))):
            raise RefusedError("it is in a directory of version control", shortened(name))
        for path in (PurePath(name), target):
            if path.suffix.lower() not in DOCUMENTS:
                known = " ".join(sorted(DOCUMENTS))
                raise RefusedError(
                    f"{path.suffix or 'no suffix'} is no suffix of pages ({known})", shortened(name)
                )
        return target


def real_path(path: Path) -> Path:
    """Return `path` with its links resolved; where links form a circle, as far as possible."""
    sightings.saw_kind(path)
    return Path(os.path.realpath(path))


def shortened(path: str) -> str:
    """A path as an error shows it."""
    return path if len(path) <= _SHOWN else f"{path[:_SHOWN]}..."


def _is_kept_by_tools(part: str) -> bool:
    """Tell whether some file system takes a name for a directory of version control."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", part) if unicodedata.category(c) != "Cf")
    return shown.casefold().rstrip(" .") in _KEPT_BY_TOOLS
