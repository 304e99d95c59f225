"""The configuration's JSON Schema, which editors complete and check by."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from docgen.config.schema import Config

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """The schema of `docgen.toml`; `[tool.docgen]` of a `pyproject.toml` holds the same.

    The docstrings of the structs describe the tables. Nothing is required at the top: a profile may bring it.
    """
    (reference,), components = msgspec.json.schema_components([Config], ref_template="#/$defs/{name}")
    definitions: dict[str, Any] = dict(components)
    top = definitions.pop(reference["$ref"].rpartition("/")[2])
    top.pop("required", None)
    return json.dumps({"$schema": DIALECT, **top, "$defs": definitions}, indent=1)
