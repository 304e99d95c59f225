"""The jinja2 environment: the functions that templates can call, and the attribution of their errors."""

from __future__ import annotations

import traceback
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import jinja2
from jinja2.exceptions import SecurityError

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
from docgen.rendering.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.rendering.context import PageContext
    from docgen.rendering.directories import TemplateFolders
    from docgen.rendering.links import Links
    from docgen.rendering.tables import SupportTable

    Tables: TypeAlias = Callable[[SupportTable], str]
    """Writes a table in the form that a page needs."""


_RAISED = (
    jinja2.TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RuntimeError,
    StopIteration,
    SyntaxError,
    TypeError,
    ValueError,
)
"""Exceptions that a template raises; jinja2 writes it as Python, which may not compile or hold a name such as `inf`."""


class Templates:
    """Renders templates for one page; the project's own run in a sandbox, unless they are trusted."""

    def __init__(self, folders: TemplateFolders, links: Links, tables: Tables | None = None) -> None:
        """Render those in `folders`, with `links` to the source; `tables` writes tables in another form."""
        self._folders = folders
        self._read: set[str] = set()
        filters: dict[str, Callable[..., str]] = {
            "code": code,
            "escape_markdown": escape,
            "note": partial(note_text, links=links),
            "group": partial(group_text, links=links),
            "prose": prose,
            "source": partial(source_text, links=links),
            "records": records_text,
            "table": tables or partial(table_text, links=links),
        }
        # The output is Markdown, which has escapes of its own: the filters write them.
        options: dict[str, Any] = {
            "loader": jinja2.FunctionLoader(self._load),
            "autoescape": False,
            "undefined": jinja2.StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "keep_trailing_newline": True,
        }
        self._environment: jinja2.Environment
        if folders.trusted:
            self._environment = jinja2.Environment(**options)  # noqa: S701 - see above
            self._environment.filters.update(filters)
        else:
            self._environment = Sandbox(filters, **options)

    def render(self, name: str, context: PageContext, **more: object) -> str:
        """The text of template `name`.

        Raises:
            TemplateError: the template does not exist, does not parse or render, or does something that templates may
                not do.
        """
        if isinstance(self._environment, Sandbox):
            self._environment.budget.renew()
        try:
            text = self._environment.get_template(name).render(page=context, **more)
            text.encode()  # a lone surrogate is no text that a page can hold
        except jinja2.TemplateNotFound as error:
            searched = ", ".join(str(directory) for directory in self._folders)
            remedy = "write it there, or correct the name"
            raise TemplateError(f"no template {error.name!r} in {searched}", remedy=remedy) from None
        except jinja2.TemplateSyntaxError as error:
            where = Location(error.filename or name, error.lineno)
            raise TemplateError(
                error.message or "not a template", location=where, remedy="fix the template"
            ) from None
        except SecurityError as error:
            what, remedy = (
                f"refused: {error}",
                "do without it; docgen --trust-templates lets templates run code",
            )
            raise TemplateError(what, location=self._raised_at(error, name), remedy=remedy) from None
        except _RAISED as error:
            what = f"{type(error).__name__}: {error}"
            raise TemplateError(
                what, location=self._raised_at(error, name), remedy="fix the template"
            ) from None
        return text

    def _load(self, name: str) -> tuple[str, str, None] | None:
        found = self._folders.read(name)
        if found is None:
            return None
        text, path = found
        self._read.add(str(path))
        return text, str(path), None

    def _raised_at(self, error: Exception, name: str) -> Location:
        """The line of the template whose expression raised an error; jinja2 puts it into the traceback."""
        steps = traceback.extract_tb(error.__traceback__)
        frames = [step for step in steps if step.filename in self._read]
        return Location(frames[-1].filename, frames[-1].lineno or 1) if frames else Location(name, 1)
