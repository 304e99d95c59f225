"""Directories that are searched for templates, and the files in them that are accepted."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import sightings
from docgen.confinement import Confines, real_path
from docgen.errors import TemplateError
from docgen.model.location import Location
from docgen.regular_files import RefusedError, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).parent.parent


def _below(directory: Path) -> Iterator[Path]:
    """The regular files below a directory."""
    pending = [directory]
    while pending:
        inside = pending.pop()
        sightings.saw_names(inside)
        with suppress(OSError), os.scandir(inside) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(inside / entry.name)
                elif sightings.is_file(entry.path):
                    yield inside / entry.name


@dataclass(frozen=True, slots=True)
class TemplateFolders:
    """The directories of templates of one project."""

    shipped: Path
    """The directory of the templates that come with docgen."""
    own: Path | None = None
    """The project's directory, which is searched first."""
    root: Path = Path()
    """The project's root, which contains its templates once links are resolved."""
    trusted: bool = False
    """True if the user trusts the project's templates: then they may run anything and lie anywhere."""

    def __iter__(self) -> Iterator[Path]:
        """The directories, in the order of the search."""
        if self.own is not None:
            yield self.own
        yield self.shipped

    def read(self, name: str) -> tuple[str, Path] | None:
        """The text of the template `name`, and its file; None if there is none.

        Raises:
            TemplateError: the file may not be a template, or cannot be read.
        """
        parts = name.split("/")
        if name.startswith("/") or os.pardir in parts or not name.isprintable() or "\\" in name:
            raise TemplateError(f"{name!r} is no name of a template", remedy="name a file below `templates`")
        for directory in self:
            path = directory / name
            try:
                if not self._is_there(path):
                    continue
                if directory is self.own and not self.trusted:
                    self._refuse_way_out(path)
                return read_regular(path).decode("utf-8"), path
            except UnicodeDecodeError as error:
                what, remedy = f"template {name} is not UTF-8: {error.reason}", "save it as UTF-8"
                raise TemplateError(what, remedy=remedy) from None
            except OSError as error:
                what, remedy = (
                    f"cannot read the template: {error.strerror}",
                    "make it a file that can be read",
                )
                raise TemplateError(what, location=Location(str(path), 1), remedy=remedy) from None
        return None

    def files(self) -> Iterator[tuple[str, Path]]:
        """All files below the directories that may be templates, by name; links are not followed."""
        for directory in self:
            for path in sorted(_below(directory)):
                yield path.relative_to(directory).as_posix(), path

    @staticmethod
    def _is_there(path: Path) -> bool:
        sightings.saw_kind(path)
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def _refuse_way_out(self, path: Path) -> None:
        if not real_path(path).is_relative_to(real_path(self.root)):
            raise RefusedError("it is behind a link that leads out of the project", path)


def template_folders(root: Path, own: str | None, *, trusted: bool = False) -> TemplateFolders:
    """The directories of templates of the project at `root`, whose configuration names `own`.

    A wheel carries the shipped templates inside the package; in a checkout they stand beside it.

    Raises:
        RefusedError: `own` leads out of the project, whose templates are not trusted.
    """
    installed = _PACKAGE / "templates"
    shipped = installed if sightings.is_directory(installed) else _PACKAGE.parent / "templates"
    if own and not trusted:
        Confines(root).locate(own)
    return TemplateFolders(shipped, root / own if own else None, root, trusted)
