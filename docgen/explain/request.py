"""From the arguments of `docgen explain` to the choices, which are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from docgen.config.expressions import refuse_broken
from docgen.errors import ConfigError
from docgen.explain.choice import Explanation
from docgen.explain.settings import parse_settings
from docgen.project.cache import Cache
from docgen.project.project import open_configuration, placed
from docgen.static.source.extent import has_small_extent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from docgen.model.cell import Value
    from docgen.model.evidence import Evidence
    from docgen.project.project import Request


def explained(
    request: Request,
    words: Sequence[str],
    model: Path | None,
    *,
    everything: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Explanation:
    """The choices that were asked for.

    Args:
        request: The project and its scenarios.
        words: Parameters as the user wrote them, `NAME=VALUE`.
        model: A model's configuration, JSON.
        everything: True to examine all backends, false for only those that the choice depends on.
        progress: Called with the name of each backend before it is examined; not called where the choices are recalled.

    Raises:
        DocgenError: the project, the model's configuration or a setting cannot be understood.
    """
    config, scenarios = open_configuration(request)
    settings = parse_settings(words)
    content = None if model is None else _read(model)
    with placed(request):
        refuse_broken(config)

        def ask() -> tuple[Explanation, Evidence]:
            # Imported here: recalled choices need no interpreter.
            from docgen.explain.selection import Inquiry, explain  # noqa: PLC0415

            return explain(request.root, config, Inquiry(scenarios, settings, content, everything), progress)

        small = has_small_extent(request.root, config.packages)
        question = ["explain", small, config, scenarios, settings, content, everything]
        return Cache(enabled=request.keep).answer(request.root, question, Explanation, ask)


def _read(model: Path) -> dict[str, Value]:
    try:
        content: dict[str, Value] = msgspec.json.decode(model.read_bytes(), type=dict)
    except (OSError, msgspec.DecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ConfigError(f"cannot read {model}: {reason}", remedy="give a model's config.json") from None
    return content
