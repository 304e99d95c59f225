"""The configuration, read and validated; an error names the file, the line and the nearest valid key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from docgen import sightings
from docgen.config.agreement import refuse_disagreement
from docgen.config.layers import Layers, layered
from docgen.config.schema import Config
from docgen.errors import ConfigError, nearest, use_one_of

if TYPE_CHECKING:
    from pathlib import Path

    from docgen.config.toml_lines import Key
    from docgen.model.location import Location

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
    if not sightings.is_directory(root):
        raise ConfigError(f"no such directory: {root}", remedy="give the project's directory with --root DIR")
    layers = layered(root, config, profile)
    try:
        found = msgspec.convert(layers.data, Config)
    except msgspec.ValidationError as error:
        raise _explain(error, layers) from None
    try:
        refuse_disagreement(found)
    except ConfigError as error:
        place = layers.location(error.key or ())
        raise ConfigError(error.what, location=place, remedy=error.remedy) from None
    if found.templates is not None and not sightings.is_directory(root / found.templates):
        place = layers.location(("templates",))
        raise ConfigError(
            f"no such directory: {found.templates}", location=place, remedy="correct `templates`"
        )
    return found


def place_of(key: Key, root: Path, config: Path | None = None, profile: str | None = None) -> Location:
    """Look up the place of a key in the configuration that `load_config` reads for the same arguments.

    Raises:
        ConfigError: as `load_config`.
    """
    return layered(root, config, profile).location(key)


def _explain(error: msgspec.ValidationError, layers: Layers) -> ConfigError:
    """Turn msgspec's message into one with the file, the line and the nearest valid key."""
    text = str(error)
    unknown = _UNKNOWN_FIELD.match(text)
    misnamed = _UNKNOWN_NAME.match(text)
    message, _, at = text.partition(" - at `")
    trail = _trail(unknown[2] if unknown else at.rstrip("`"))
    if unknown:
        valid = _fields_at(trail)
        what = f"unknown key {unknown[1]!r}{nearest(unknown[1], valid)}"
        return ConfigError(what, location=layers.location((*trail, unknown[1])), remedy=use_one_of(valid))
    if misnamed:
        valid = _names_at(trail, keys=bool(misnamed[2]))
        place = layers.location((*trail, misnamed[1]) if misnamed[2] else trail)
        what = f"no such name: {misnamed[1]!r}{nearest(misnamed[1], valid)}"
        return ConfigError(what, location=place, remedy=use_one_of(valid))
    missing = _MISSING_FIELD.match(text)
    if missing:
        what, remedy = f"the key `{missing[1]}` is missing", f"add `{missing[1]}`"
        return ConfigError(what, location=layers.location(trail), remedy=remedy)
    key = next((step for step in reversed(trail) if isinstance(step, str)), None)
    what = f"{message} for `{key}`" if key else message
    return ConfigError(what, location=layers.location(trail), remedy=_SCHEMA)


def _trail(at: str | None) -> Key:
    """`$.capability[2].over` as `("capability", 2, "over")`."""
    parts = re.findall(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]", at or "")
    return tuple(name or (int(index) if index.isdigit() else 0) for name, index in parts)


def _fields_at(trail: Key) -> list[str]:
    """Valid keys of the struct that `trail` leads to."""
    info = _info_at(trail)
    return [f.encode_name for f in info.fields] if isinstance(info, msgspec.inspect.StructType) else []


def _names_at(trail: Key, *, keys: bool) -> list[str]:
    """Valid values at the place that `trail` leads to, or valid keys of the table there."""
    info = _info_at(trail)
    if keys:
        info = info.key_type
    if isinstance(info, msgspec.inspect.LiteralType):
        return [str(value) for value in info.values]
    return [member.value for member in info.cls]


def _info_at(trail: Key) -> Any:
    """The type that the schema has at the place that `trail` leads to."""
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
