"""The configuration's JSON Schema, by which editors complete and check it."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import griffe
import msgspec

from docgen.config.schema import Config

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """The schema of `docgen.toml`, and of `[tool.docgen]` in a `pyproject.toml`.

    The docstrings of the structs describe the tables, those of their fields the keys. No key is required at the top
    level, because an extended configuration may provide it.
    """
    (reference,), components = msgspec.json.schema_components([Config], ref_template="#/$defs/{name}")
    definitions: dict[str, Any] = dict(components)
    for kind in _kinds(Config):
        documented = _documented(kind)
        definition = definitions[kind.__name__]
        for name, schema in definition.get("properties", {}).items():
            schema["description"] = documented[name]
        if "enum" in definition:
            members = {member.value: documented[member.name] for member in kind}
            described = [f"`{value}`: {members[value]}" for value in definition["enum"]]
            definition["description"] = "\n".join([inspect.getdoc(kind) or "", *described])
    top = definitions.pop(reference["$ref"].rpartition("/")[2])
    top.pop("required", None)
    return json.dumps({"$schema": DIALECT, **top, "$defs": definitions}, indent=1)


def _kinds(root: type) -> list[Any]:
    """The structs and Enums of the schema, in the order in which they are reached."""
    found: dict[Any, None] = {}
    pending: list[Any] = [msgspec.inspect.type_info(root)]
    while pending:
        info = pending.pop()
        if isinstance(info, msgspec.inspect.StructType | msgspec.inspect.EnumType):
            if info.cls in found:
                continue
            found[info.cls] = None
        pending += [
            getattr(info, name) for name in ("item_type", "key_type", "value_type") if hasattr(info, name)
        ]
        pending += getattr(info, "types", ())
        pending += getattr(info, "item_types", ())
        pending += [field.type for field in getattr(info, "fields", ())]
    return list(found)


def _documented(kind: type) -> dict[str, str]:
    """The docstrings of a class's attributes, each on one line; attributes without one are left out."""
    file = Path(inspect.getfile(kind))
    visited = griffe.visit(kind.__module__, filepath=file, code=file.read_text(encoding="utf-8"))
    return {
        name: " ".join(member.docstring.value.split())
        for name, member in visited[kind.__name__].attributes.items()
        if member.docstring
    }
