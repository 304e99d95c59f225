"""Pieces of HTML from templates that escape everything they are given, because names and docstrings are untrusted."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from docgen.visible import visible

HERE = Path(__file__).parent
_CODE = re.compile(r"`{1,2}([^`]+)`{1,2}")


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "html"),
        autoescape=True,
        finalize=_shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    return environment


def _prose(text: str) -> Markup:
    """A text with its code spans, written with one backtick or with two."""
    parts = _CODE.split(visible(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else part for odd, part in enumerate(parts)
    )


def _shown(value: Any) -> Any:
    """A text in which characters that browsers obey or hide are written out; markup is docgen's own."""
    return visible(value) if type(value) is str else value


def piece(template: str, **names: Any) -> str:
    """The HTML of one of docgen's own templates."""
    return _environment().get_template(template).render(**names)


def data_element(identifier: str, record: object) -> str:
    """An element that holds data for scripts: in ASCII, and with nothing in it that could end the element."""
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" id="{identifier}">{text}</script>'
