"""The jinja2 environment: what templates can call, and whose fault an error is."""

from __future__ import annotations

import traceback
from functools import partial
from typing import TYPE_CHECKING

import jinja2

from docgen.errors import TemplateError
from docgen.model.location import Location
from docgen.rendering.markdown import (
    code,
    escape,
    group_text,
    note_text,
    prose,
    records_text,
    source_text,
    table_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docgen.rendering.context import PageContext
    from docgen.rendering.links import Links


_RAISED = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What an expression of a template raises."""


class Templates:
    """Renders templates for one page."""

    def __init__(self, directories: Sequence[Path], links: Links) -> None:
        self._directories = directories
        # The output is Markdown, which has rules of its own: the filters escape for it.
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(directories),
            autoescape=False,  # noqa: S701
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters.update(
            code=code,
            escape_markdown=escape,
            note=partial(note_text, links=links),
            group=partial(group_text, links=links),
            prose=prose,
            source=partial(source_text, links=links),
            records=records_text,
            table=partial(table_text, links=links),
        )

    def render(self, name: str, context: PageContext, **more: object) -> str:
        """The text of template `name`.

        Raises:
            TemplateError: no such template, or it does not parse or render.
        """
        try:
            return self._environment.get_template(name).render(page=context, **more)
        except jinja2.TemplateNotFound as error:
            searched = ", ".join(str(directory) for directory in self._directories)
            remedy = "write it there, or correct the name"
            raise TemplateError(f"no template {error.name!r} in {searched}", remedy=remedy) from None
        except jinja2.TemplateSyntaxError as error:
            where = Location(error.filename or name, error.lineno)
            raise TemplateError(
                error.message or "not a template", location=where, remedy="mend the template"
            ) from None
        except UnicodeDecodeError as error:
            raise TemplateError(f"template {name} is not UTF-8: {error.reason}", remedy="mend it") from None
        except _RAISED as error:
            what = f"{type(error).__name__}: {error}"
            raise TemplateError(what, location=_raised_at(error, name), remedy="mend the template") from None


def _raised_at(error: Exception, name: str) -> Location:
    """The line of the template in whose expression an error was raised; jinja2 puts it into the traceback."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return Location(frames[-1].filename, frames[-1].lineno or 1) if frames else Location(name, 1)
