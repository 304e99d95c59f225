"""Configuration merged from layers: `extends` names the layer below, and each key keeps its place in its file."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.config.sources import Source, found, inside, own, profile
from docgen.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docgen.config.toml_lines import Key
    from docgen.model.location import Location

IDENTITIES = {
    "scenario": "name",
    "capability": "key",
    "table": "name",
    "list": "key",
    "page": "path",
    "claims": "path",
}
"""For each array of tables, the key that identifies its elements."""

_APPENDED = frozenset({"ignore"})
"""Arrays of tables whose elements have no names: those of both layers are kept."""

_WHOLE = {"discovery": "kind"}
"""Tables that replace the table of the layer below where they have this key; all others are merged key by key."""

_OWN = ("extends", "profile", "drop")
"""Keys that are about the file in which they stand."""


class Layers:
    """Merged content of all files of a configuration, not yet validated.

    Attributes:
        data: The merged tables.
        sources: The files, the project's own first.
    """

    def __init__(self, source: Source) -> None:
        self.data: dict[str, Any] = dict(source.data)
        self.sources: tuple[Source, ...] = (source,)
        self._origins: dict[Key, tuple[Source, Key]] = {(key,): (source, (key,)) for key in source.data}
        for key in (*IDENTITIES, *_APPENDED):
            for position in range(len(source.data.get(key, ())) if _is_array(source.data.get(key)) else 0):
                self._origins[key, position] = source, (key, position)

    def location(self, key: Key) -> Location:
        """Look up the place of a key, in whichever file sets it; of the nearest key around it where none does."""
        for length in range(len(key), 0, -1):
            if origin := self._origins.get(key[:length]):
                source, at = origin
                return source.location((*at, *key[length:]))
        return self.sources[0].location(key)

    def lay_over(self, base: Layers, *, merging: bool) -> None:
        """Merge `base` as the layer below.

        Args:
            base: The layer below.
            merging: True to merge elements of arrays and keys of tables one by one; false where a key that is set
                here hides everything that `base` has under it.
        """
        self.sources += base.sources
        for key, beneath in base.data.items():
            if key in _OWN:
                continue
            here = self.data.get(key)
            if key not in self.data:
                self.data[key] = beneath
                self._adopt(base, key)
            elif not merging:
                continue
            elif _is_array(here) and _is_array(beneath) and (key in IDENTITIES or key in _APPENDED):
                self._merge_arrays(base, key)
            elif isinstance(here, dict) and isinstance(beneath, dict) and _WHOLE.get(key) not in here:
                self.data[key] = {**beneath, **here}
                self._origins |= {
                    (key, name): base._origins.get((key, name), (base.sources[0], (key, name)))
                    for name in beneath
                    if name not in here
                }

    def _adopt(self, base: Layers, key: str) -> None:
        self._origins |= {at: origin for at, origin in base._origins.items() if at[0] == key}

    def _merge_arrays(self, base: Layers, key: str) -> None:
        identity = IDENTITIES.get(key)
        placed = [_Element(*each) for each in zip(self.data[key], self._places(key), strict=True)]
        beneath = [_Element(*each) for each in zip(base.data[key], base._places(key), strict=True)]
        merged: list[_Element] = []
        rest = placed
        for element in beneath:
            name = element.table.get(identity) if identity else None
            same = [each for each in placed if identity and each.table.get(identity) == name]
            merged += [each for each in same if each in rest] if same else [element]
            rest = [each for each in rest if each not in same]
        self._put(key, merged + rest)

    def drop(self, source: Source) -> None:
        """Remove the tables that a file of a higher layer drops.

        Raises:
            ConfigError: a pattern under `drop` matches nothing.
        """
        dropped = source.data.get("drop")
        if not isinstance(dropped, dict):
            return  # absent, or refused by the validation
        for key, patterns in dropped.items():
            if key not in IDENTITIES or not isinstance(patterns, list):
                continue
            elements = [
                _Element(*each) for each in zip(self.data.get(key, ()), self._places(key), strict=True)
            ]
            for pattern in patterns:
                kept = [
                    e for e in elements if not fnmatchcase(str(e.table.get(IDENTITIES[key])), str(pattern))
                ]
                if len(kept) == len(elements):
                    known = ", ".join(str(e.table.get(IDENTITIES[key])) for e in elements) or "there is none"
                    what = f"nothing to drop: no {key} is called {pattern!r}"
                    place = source.location(("drop", key))
                    raise ConfigError(what, location=place, remedy=f"use one of: {known}")
                elements = kept
            self._put(key, elements)

    def _places(self, key: str) -> list[tuple[Source, Key]]:
        return [self._origins[key, position] for position in range(len(self.data.get(key, ())))]

    def _put(self, key: str, elements: list[_Element]) -> None:
        self._origins = {at: origin for at, origin in self._origins.items() if at[0] != key or len(at) == 1}
        self.data[key] = [element.table for element in elements]
        self._origins |= {(key, n): element.place for n, element in enumerate(elements)}


class _Element(NamedTuple):
    """An element of an array of tables."""

    table: dict[str, Any]
    """The content of the element."""
    place: tuple[Source, Key]
    """The file and the key of the element."""


def layered(root: Path, config: Path | None, profile_name: str | None) -> Layers:
    """The configuration of a project, merged with all the layers below it.

    Args:
        root: The documented project.
        config: The file to read instead of looking for one at the root.
        profile_name: A shipped profile as the layer below, instead of the one that the configuration names.

    Raises:
        ConfigError: there is no configuration, or one of its files cannot be read.
    """
    path = config if config is not None else found(root)
    if path is None:
        if profile_name is None:
            raise ConfigError(
                f"no [tool.docgen] in docgen.toml or pyproject.toml under {root}",
                remedy="docgen init writes one; or name a shipped profile with --profile",
            )
        return _over_its_base(profile(profile_name, None), root, None, ())
    return _over_its_base(own(path, root), root, profile_name, ())


def extended_files(root: Path, config: Path | None = None) -> Iterator[str]:
    """Paths, relative to the root, of the project's files that its configuration extends.

    Each path is yielded before its file is read, so that a caller can create the file.

    Raises:
        ConfigError: a file cannot be read.
    """
    path = config if config is not None else found(root)
    seen: set[str] = set()
    source = own(path, root) if path else None
    while source is not None:
        name = source.data.get("extends")
        if not isinstance(name, str) or not name.endswith(".toml") or name in seen:
            return
        seen.add(name)
        yield name
        source = own(inside(name, root, source.location(("extends",))), root.resolve())


def _over_its_base(source: Source, root: Path, profile_name: str | None, above: tuple[str, ...]) -> Layers:
    layers = Layers(source)
    extends, named = source.data.get("extends"), source.data.get("profile")
    if extends is not None and named is not None:
        raise ConfigError(
            "both `extends` and `profile` name what lies beneath",
            location=source.location(("profile",)),
            remedy="remove `profile`",
        )
    chain = (*above, source.display)
    key = "extends" if extends is not None else "profile"
    name = profile_name or extends or named
    if isinstance(name, str):
        place = source.location((key,)) if not profile_name else None
        beneath = _named(name, root, place) if extends and not profile_name else profile(name, place)
        if beneath.display in chain:
            what = f"`{key}` goes round in a circle: {' extends '.join((*chain, beneath.display))}"
            raise ConfigError(what, location=place, remedy=f"remove one `{key}`")
        base = _over_its_base(beneath, root, None, chain)
        base.drop(source)
        layers.lay_over(base, merging=extends is not None)
    elif "drop" in source.data:
        what, remedy = "`drop` has nothing to drop from", "name what lies beneath with `extends`"
        raise ConfigError(what, location=source.location(("drop",)), remedy=remedy)
    return layers


def _named(name: str, root: Path, place: Location | None) -> Source:
    if name.endswith(".toml"):
        return own(inside(name, root, place), root.resolve())
    return profile(name, place)


def _is_array(value: object) -> bool:
    """Tell whether a value is an array of tables; validation refuses any other value, with its place."""
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)
