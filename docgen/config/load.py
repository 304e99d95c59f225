"""Find the configuration, lay it over its profile, and say exactly what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from docgen.config.agreement import refuse_disagreement
from docgen.config.schema import Config
from docgen.config.toml_lines import Key, key_lines, line_of
from docgen.errors import ConfigError, nearest, use_one_of
from docgen.model.location import Location

PROFILES = Path(__file__).parent.parent / "profiles"
FILENAMES = ("docgen.toml", "pyproject.toml")

_SCHEMA = "correct it: docgen schema prints what each key takes"

_UNKNOWN_NAME = re.compile(r"Invalid enum value '([^']*)'(?: - at (`key` in )?)?")
_MISSING_FIELD = re.compile(r"Object missing required field `([^`]+)`")
_UNKNOWN_FIELD = re.compile(r"Object contains unknown field `([^`]+)`(?: - at `([^`]+)`)?")


def load_config(root: Path, config: Path | None = None, profile: str | None = None) -> Config:
    """Read the configuration of the project at `root`.

    Args:
        root: The documented project.
        config: The file to read instead of looking for `docgen.toml` and then `pyproject.toml`.
        profile: A shipped profile to use instead of the one that the file names. A profile alone is enough: a tree
            that holds no configuration of docgen is read with it.

    Raises:
        ConfigError: there is no configuration, it is not TOML, or it says something unknown or of a wrong type.
    """
    if not root.is_dir():
        raise ConfigError(
            f"no such directory: {root}", remedy="docgen --root DIR with the project's directory"
        )
    own, base = _sources(root, config, profile)
    merged = {**(base.data if base else {}), **(own.data if own else {})}
    try:
        found = msgspec.convert(merged, Config)
    except msgspec.ValidationError as error:
        raise _explain(error, own, base) from None
    try:
        refuse_disagreement(found)
    except ConfigError as error:
        place = _place(error.key or (), (own, base))
        raise ConfigError(error.what, location=place, remedy=error.remedy) from None
    if found.templates is not None and not (root / found.templates).is_dir():
        place = _place(("templates",), (own, base))
        raise ConfigError(
            f"no such directory: {found.templates}", location=place, remedy="correct `templates`"
        )
    return found


def place_of(key: Key, root: Path, config: Path | None = None, profile: str | None = None) -> Location:
    """Where a key of the configuration that `load_config` reads for the same arguments stands.

    Raises:
        ConfigError: as `load_config`.
    """
    return _place(key, _sources(root, config, profile))


def profile_names() -> list[str]:
    """Names of the shipped profiles."""
    return sorted(path.stem for path in PROFILES.glob("*.toml"))


def _sources(root: Path, config: Path | None, profile: str | None) -> tuple[_Source | None, _Source | None]:
    """The project's own configuration, and the profile beneath it; one of them is there."""
    path = config if config is not None else _find(root)
    if path is None and profile is None:
        raise ConfigError(
            f"no [tool.docgen] in {' or '.join(FILENAMES)} under {root}",
            remedy="docgen init writes one; or name a shipped profile with --profile",
        )
    own = _Source(path, _display(path, root)) if path else None
    name = profile or (own.data.get("profile") if own else None)
    named = own.location(("profile",)) if own and not profile else None
    return own, _profile(name, named) if isinstance(name, str) else None


class _Source:
    """One TOML file: its docgen table, and where each key stands."""

    def __init__(self, path: Path, display: str) -> None:
        self.display = display
        try:
            self.text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else f"not UTF-8: {error.reason}"
            remedy = "give a file of TOML in UTF-8"
            raise ConfigError(
                f"cannot read the configuration: {reason}", location=Location(display, 1), remedy=remedy
            ) from None
        try:
            document = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            where = Location(display, int(line[1])) if line else Location(display, 1)
            raise ConfigError(f"not TOML: {error}", location=where, remedy="mend that line") from None
        nested = path.name == "pyproject.toml"
        self.prefix: tuple[str, ...] = ("tool", "docgen") if nested else ()
        self.data: dict[str, Any] = document.get("tool", {}).get("docgen", {}) if nested else document

    def location(self, path: Key) -> Location:
        return Location(self.display, line_of(key_lines(self.text), (*self.prefix, *path)))


def _find(root: Path) -> Path | None:
    for name in FILENAMES:
        path = root / name
        if path.is_file() and (
            name == "docgen.toml" or "[tool.docgen" in path.read_text("utf-8", errors="replace")
        ):
            return path
    return None


def _profile(name: str, named: Location | None) -> _Source:
    path = PROFILES / f"{name}.toml"
    if not path.is_file():
        known = profile_names()
        what = f"no such profile: {name!r}{nearest(name, known)}"
        raise ConfigError(what, location=named, remedy=use_one_of(known))
    return _Source(path, f"profile {name}")


def _display(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _explain(error: msgspec.ValidationError, own: _Source | None, base: _Source | None) -> ConfigError:
    """Turn msgspec's message into one with the file, the line and the nearest valid key."""
    text = str(error)
    unknown = _UNKNOWN_FIELD.match(text)
    misnamed = _UNKNOWN_NAME.match(text)
    message, _, at = text.partition(" - at `")
    trail = _trail(unknown[2] if unknown else at.rstrip("`"))
    source = _holder(trail, (own, base))
    if unknown:
        valid = _fields_at(trail)
        what = f"unknown key {unknown[1]!r}{nearest(unknown[1], valid)}"
        return ConfigError(what, location=source.location((*trail, unknown[1])), remedy=use_one_of(valid))
    if misnamed:
        valid = _names_at(trail, keys=bool(misnamed[2]))
        place = source.location((*trail, misnamed[1]) if misnamed[2] else trail)
        what = f"no such name: {misnamed[1]!r}{nearest(misnamed[1], valid)}"
        return ConfigError(what, location=place, remedy=use_one_of(valid))
    missing = _MISSING_FIELD.match(text)
    if missing:
        what, remedy = f"the key `{missing[1]}` is missing", f"add `{missing[1]}`"
        return ConfigError(what, location=source.location(trail), remedy=remedy)
    return ConfigError(message, location=source.location(trail), remedy=_SCHEMA)


def _place(key: Key, sources: tuple[_Source | None, ...]) -> Location:
    return _holder(key, sources).location(key)


def _holder(key: Key, sources: tuple[_Source | None, ...]) -> _Source:
    """The file that says something of `key`; the first that there is where none does."""
    there = [source for source in sources if source]
    return next((source for source in there if not key or key[0] in source.data), there[0])


def _trail(at: str | None) -> Key:
    """`$.capability[2].over` as `("capability", 2, "over")`."""
    parts = re.findall(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]", at or "")
    return tuple(name or (int(index) if index.isdigit() else 0) for name, index in parts)


def _fields_at(trail: Key) -> list[str]:
    """Valid keys of the struct that `trail` leads to."""
    info = _info_at(trail)
    return [f.encode_name for f in info.fields] if isinstance(info, msgspec.inspect.StructType) else []


def _names_at(trail: Key, *, keys: bool) -> list[str]:
    """Valid values where `trail` leads to, or valid keys of the table that is there."""
    info = _info_at(trail)
    if keys:
        info = info.key_type
    if isinstance(info, msgspec.inspect.LiteralType):
        return [str(value) for value in info.values]
    return [member.value for member in info.cls]


def _info_at(trail: Key) -> Any:
    """The type that the schema has where `trail` leads to."""
    info: Any = msgspec.inspect.type_info(Config)
    for step in trail:
        if isinstance(info, msgspec.inspect.UnionType):
            info = next(t for t in info.types if not isinstance(t, msgspec.inspect.NoneType))
        if isinstance(info, msgspec.inspect.StructType) and isinstance(step, str):
            info = next((f.type for f in info.fields if f.encode_name == step), info)
        elif isinstance(info, msgspec.inspect.VarTupleType):
            info = info.item_type
        elif isinstance(info, msgspec.inspect.DictType):
            info = info.value_type
    return info
