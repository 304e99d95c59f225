"""Configuration files: the search for them, their content, and the line of each key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from docgen import sightings
from docgen.config.dotted import MOST_PARTS
from docgen.config.toml_lines import Key, key_lines, line_of
from docgen.confinement import real_path
from docgen.errors import ConfigError, nearest, use_one_of
from docgen.model.location import Location
from docgen.regular_files import RefusedError, read_regular

PROFILES = Path(__file__).parent.parent / "profiles"
FILENAMES = ("docgen.toml", "pyproject.toml")
SCHEMA = 1
"""Version of the configuration format; it changes when a key is removed or changes its meaning."""

_LARGEST = 1 << 20
"""Largest size of a configuration file, in bytes."""
_LONG_LINE = 2 * MOST_PARTS
_NAME = re.compile(r"""[\w"'-]+(?:[ \t]*\.[ \t]*[\w"'-]+)*""")
_REPOSITORIES = (".git", ".hg")
"""Entries of a directory that end the upward search: anything above belongs to another project."""


class Source:
    """One TOML file: its docgen table, and the line of each key.

    Attributes:
        display: Its name in messages.
        data: The docgen table, not yet validated.
    """

    def __init__(self, path: Path, display: str) -> None:
        """Read a file.

        Raises:
            ConfigError: it cannot be read, is not TOML, or its docgen entry is not a table.
        """
        self.display = display
        self._text = _text(path, display)
        document = _parsed(self._text, display)
        self._prefix: Key = ()
        if path.name == "pyproject.toml":
            for name in ("tool", "docgen"):
                self._prefix = (*self._prefix, name)
                document = document.get(name, {})
                if not isinstance(document, dict):
                    written = ".".join(map(str, self._prefix))
                    what = f"`{written}` is no table, but a {type(document).__name__}"
                    raise ConfigError(what, location=self.location(()), remedy=f"write [{written}]")
        self.data: dict[str, Any] = document
        version = self.data.get("schema", SCHEMA)
        if version != SCHEMA:
            what = f"written for version {version!r} of the configuration; this docgen reads version {SCHEMA}"
            remedy = "install the docgen that it was written for, or correct `schema`"
            raise ConfigError(what, location=self.location(("schema",)), remedy=remedy)

    def location(self, key: Key) -> Location:
        """The line of a key, or of the nearest key around it."""
        return Location(self.display, line_of(key_lines(self._text), (*self._prefix, *key)))


def find(directory: Path) -> Path | None:
    """The configuration of docgen that a directory holds; None if it holds none."""
    return next((path for path in map(directory.joinpath, FILENAMES) if _speaks_to_docgen(path)), None)


def found(root: Path) -> Path | None:
    """The configuration that a project holds; None if it holds none.

    Raises:
        ConfigError: its path follows a link that leads out of the project.
    """
    path = find(root)
    if path is not None and not real_path(path).is_relative_to(real_path(root)):
        what, remedy = (
            "a link that leads out of the project",
            "docgen --config FILE reads a file that you name",
        )
        raise ConfigError(what, location=Location(path.name, 1), remedy=remedy)
    return path


def find_root(start: Path) -> Path | None:
    """The nearest directory that holds a configuration: `start` or a directory above it.

    The search ends with the repository that `start` belongs to.
    """
    for directory in (start, *start.parents):
        if find(directory) is not None:
            return directory
        if any(sightings.exists(directory / name) for name in _REPOSITORIES):
            return None
    return None


def own(path: Path, root: Path) -> Source:
    """A file of the project."""
    return Source(path, path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix())


def profile(name: str, named: Location | None) -> Source:
    """A shipped profile.

    Args:
        name: Its name.
        named: The place where the configuration names it, for the error.

    Raises:
        ConfigError: there is none of this name.
    """
    known = profile_names()
    if name not in known:
        what = f"no such profile: {name!r}{nearest(name, known)}"
        raise ConfigError(what, location=named, remedy=use_one_of(known))
    return Source(PROFILES / f"{name}.toml", f"profile {name}")


def profile_names() -> list[str]:
    """Names of the shipped profiles."""
    sightings.saw_names(PROFILES)
    return sorted(path.stem for path in PROFILES.glob("*.toml"))


def inside(name: str, root: Path, named: Location | None) -> Path:
    """The file that `extends` names.

    Args:
        name: Its path, relative to the root.
        root: The documented project; a configuration must not read files outside it.
        named: The place where the configuration names it, for the error.

    Raises:
        ConfigError: it does not exist, or is outside the root.
    """
    try:
        path = real_path(root / name)
        is_file = sightings.is_file(path)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"`extends` cannot be read: {error}", location=named, remedy="correct the path"
        ) from None
    if not path.is_relative_to(real_path(root)):
        what = f"`extends` leads out of the root: {name}"
        raise ConfigError(what, location=named, remedy="name a file inside the root, or a shipped profile")
    if not is_file:
        remedy = "name a TOML file, relative to the root, or a shipped profile"
        raise ConfigError(f"no such file: {name}", location=named, remedy=remedy)
    return path


def _speaks_to_docgen(path: Path) -> bool:
    """Tell whether a file exists and configures docgen: a file of docgen's own, or a pyproject.toml with its table."""
    if not sightings.is_file(path):
        return False
    if path.name == "docgen.toml":
        return True
    try:
        text = read_regular(path, _LARGEST).decode("utf-8", errors="replace")
    except RefusedError:
        return True  # too large: the reader reports that
    if "docgen" not in text:
        return False
    try:
        tool = tomllib.loads(text).get("tool")
    except (tomllib.TOMLDecodeError, RecursionError):
        return re.search(r"^\s*\[+\s*tool\s*\.\s*docgen\b", text, re.MULTILINE) is not None
    return isinstance(tool, dict) and "docgen" in tool


def _text(path: Path, display: str) -> str:
    try:
        return read_regular(path, _LARGEST).decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"not UTF-8: {error.reason}"
        what, remedy = f"cannot read the configuration: {reason}", "give a file of TOML in UTF-8"
        raise ConfigError(what, location=Location(display, 1), remedy=remedy) from None


def _parsed(text: str, display: str) -> dict[str, Any]:
    # The time to read such a key grows with the square of its length.
    for number, written in enumerate(text.split("\n"), start=1):
        long = len(written) > _LONG_LINE and written.count(".") >= MOST_PARTS
        if long and any(each[0].count(".") >= MOST_PARTS for each in _NAME.finditer(written)):
            what, remedy = f"a dotted name of more than {MOST_PARTS} parts", "write a shorter one"
            raise ConfigError(what, location=Location(display, number), remedy=remedy)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = Location(display, int(line[1])) if line else Location(display, 1)
        raise ConfigError(f"not TOML: {error}", location=where, remedy="correct that line") from None
    except RecursionError:
        what, remedy = "nested too deeply to be read", "remove the brackets that are one inside the other"
        deepest = max(enumerate(text.splitlines(), 1), key=lambda line: sum(map(line[1].count, "[{")))
        raise ConfigError(what, location=Location(display, deepest[0]), remedy=remedy) from None
    except ValueError as error:  # an integer with more digits than Python converts
        remedy = "write a number of fewer digits"
        longest = max(enumerate(text.split("\n"), start=1), key=lambda each: sum(map(str.isdigit, each[1])))
        where = Location(display, longest[0])
        raise ConfigError(f"not TOML: {error}", location=where, remedy=remedy) from None
