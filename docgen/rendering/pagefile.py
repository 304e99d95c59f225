"""A page on disk: read and written such that nothing changes that was not meant to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import PageError
from docgen.model.location import Location
from docgen.replacing import replace_file

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page: where it is and what it holds."""

    path: Path
    """The file."""
    name: str
    """The path relative to the root, with forward slashes."""
    text: str | None
    """The content, byte order mark and line ends included; None where there is no file."""

    @classmethod
    def read(cls, root: Path, name: str) -> Self:
        """Read the page `name` of the project at `root`.

        Raises:
            PageError: it is there and cannot be read as UTF-8.
        """
        path = root / name
        try:
            return cls(path, name, path.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            return cls(path, name, None)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise PageError(f"not UTF-8: {error.reason}", location=Location(name, line)) from None
        except OSError as error:
            raise PageError(f"cannot read {name}: {error.strerror}") from None

    def in_my_form(self, text: str) -> str:
        """Generated `text` with this file's byte order mark and line ends, which are the author's."""
        if self.text is None:
            return text
        ending = re.search(r"\r\n|\n", self.text)
        mark = _BOM if self.text.startswith(_BOM) else ""
        return mark + text.replace("\n", ending[0] if ending else "\n")

    def write(self, text: str) -> None:
        """Put `text` in the file's place at once: a reader sees the old page or the new one, never a part.

        Raises:
            PageError: the file or its directory cannot be written.
        """
        try:
            replace_file(self.path, text.encode("utf-8"))
        except OSError as error:
            raise PageError(f"cannot write {self.name}: {error.strerror}") from None
