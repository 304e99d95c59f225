"""From what a user types to `docgen explain` to the choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.config.expressions import refuse_broken
from docgen.errors import ConfigError
from docgen.explain.selection import Choice, explain
from docgen.project.project import open_configuration, placed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from docgen.project.project import Request


def parse_settings(words: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` words by name.

    Raises:
        ConfigError: a word is none.
    """
    settings = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (name and equals):
            raise ConfigError(f"{word!r} is no setting", remedy="write NAME=VALUE, as in head_size=64")
        settings[name] = value
    return settings


def explained(request: Request, settings: dict[str, str], model: Path | None) -> tuple[Choice, ...]:
    """The choices that were asked for.

    Args:
        request: The project and its scenarios.
        settings: Parameters as the user wrote them.
        model: A model's configuration, JSON.

    Raises:
        DocgenError: the project, the model's configuration or a setting cannot be understood.
    """
    config, scenarios = open_configuration(request)
    content = None
    if model is not None:
        try:
            content = msgspec.json.decode(model.read_bytes(), type=dict)
        except (OSError, msgspec.DecodeError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise ConfigError(f"cannot read {model}: {reason}", remedy="give a model's config.json") from None
    with placed(request):
        refuse_broken(config)
        return explain(request.root, config, scenarios, settings, content)
