"""A page on disk, read and written so that only intended changes are made."""

from __future__ import annotations

import os
import posixpath
import re
import shlex
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.atomic_write import replace_file
from docgen.confinement import Confines
from docgen.errors import PageError
from docgen.model.location import Location
from docgen.regular_files import RefusedError, read_regular

if TYPE_CHECKING:
    from typing import Self

_BOM = "\ufeff"
_NEWLINE = re.compile(r"\r\n|\n|\r")
_ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page: its path and its content."""

    path: Path
    """The file."""
    name: str
    """The path relative to the root, with forward slashes."""
    text: str | None
    """The content with its byte order mark and line endings; None if there is no file."""

    @classmethod
    def read(cls, root: Path, name: str, outside: tuple[Path, ...] = ()) -> Self:
        """Read the page `name` of the project at `root`.

        Args:
            root: The documented project.
            name: The page, relative to it.
            outside: Directories outside the root that may hold pages too.

        Raises:
            PageError: it exists and cannot be read as UTF-8, or it is not a file that may be a page.
        """
        path = root / name
        try:
            Confines(root, outside).document(name)
            return cls(path, name, read_regular(path).decode("utf-8"))
        except FileNotFoundError:
            return cls(path, name, None)
        except RefusedError as error:
            remedy = "correct `path` or the file; docgen --allow-outside DIR takes pages of other directories"
            raise PageError(
                f"cannot read the page: {error.strerror}", location=Location(name, 1), remedy=remedy
            ) from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            remedy = "save the page as UTF-8"
            raise PageError(
                f"not UTF-8: {error.reason}", location=Location(name, line), remedy=remedy
            ) from None
        except OSError as error:
            remedy = "make it a file that can be read, or correct `path` under [[page]]"
            raise PageError(
                f"cannot read the page: {error.strerror}", location=Location(name, 1), remedy=remedy
            ) from None

    def in_my_form(self, text: str) -> str:
        """Generated `text` with this file's byte order mark, line endings and last line, which its author chose."""
        if not self.text:
            return text
        ending = _NEWLINE.search(self.text)
        mark = _BOM if self.text.startswith(_BOM) else ""
        body = text if self.text.endswith(("\n", "\r")) else text.removesuffix("\n")
        return mark + body.replace("\n", ending[0] if ending else "\n")

    def write(self, text: str) -> None:
        """Replace the file's content by `text` at once: a reader sees the old page or the new one, never a part.

        Raises:
            PageError: the file or its directory cannot be written, or the file changed since it was read.
        """
        target = Path(os.path.realpath(self.path))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._refuse_read_only(target)
            replace_file(target, text.encode("utf-8"), unless=lambda: self._is_written(target, text))
        except OSError as error:
            remedy = "make it writable, and build again"
            raise PageError(
                f"cannot write the page: {error.strerror}", location=Location(self.name, 1), remedy=remedy
            ) from None

    def _refuse_read_only(self, target: Path) -> None:
        """Refuse to replace a read-only file, which replacing would otherwise ignore."""
        for path, name in ((target, self.name), (target.parent, posixpath.dirname(self.name) or ".")):
            # Even a user who may write everything can see that a file is marked as read-only.
            if path.exists() and not (path.stat().st_mode & _ANYBODY_WRITES and os.access(path, os.W_OK)):
                what = f"cannot write the page: {'it' if path is target else 'its directory'} is read-only"
                place = Location(self.name, 1)
                raise PageError(what, location=place, remedy=f"chmod u+w {shlex.quote(name)}")

    def _is_written(self, target: Path, text: str) -> bool:
        """Tell whether another build wrote this very text meanwhile; edits by a person must not be lost."""
        now = target.read_bytes() if target.exists() else None
        if now == text.encode("utf-8"):
            return True
        if now != (None if self.text is None else self.text.encode("utf-8")):
            what = "the page was changed while docgen was at work"
            raise PageError(what, location=Location(self.name, 1), remedy="run it again")
        return False
