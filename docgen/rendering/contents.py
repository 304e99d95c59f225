"""Content that docgen puts where a marker asks for it: a table, a list, the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import PageError, nearest, use_one_of

if TYPE_CHECKING:
    from docgen.model.location import Location
    from docgen.rendering.context import PageContext
    from docgen.rendering.environment import Templates
    from docgen.rendering.lists import ScenarioList
    from docgen.rendering.tables import SupportTable


class Contents:
    """Renders the pieces of one page."""

    def __init__(self, context: PageContext, templates: Templates) -> None:
        self._context = context
        self._templates = templates
        self._texts: dict[tuple[str, str], str] = {}

    def text(self, kind: str, name: str, place: Location) -> str:
        """The Markdown of a piece, lines ended by LF.

        Args:
            kind: One of `KINDS`.
            name: The name of the table or list, for a kind that has several.
            place: The marker that asks for it, for errors.

        Raises:
            PageError: nothing of the kind has that name.
            TemplateError: a template is missing or broken.
        """
        key = kind, name
        if key not in self._texts:  # a page may ask for the same piece in many places
            self._texts[key] = self._rendered(kind, name, place)
        return self._texts[key]

    def _rendered(self, kind: str, name: str, place: Location) -> str:
        named: dict[str, dict[str, SupportTable | ScenarioList]] = {
            "table": {table.name: table for table in self._context.tables},
            "list": {each.key: each for each in self._context.lists},
        }
        template = f"partials/{kind}.md.j2"
        if kind == "history" and not self._context.history:
            remedy = 'docgen history RELEASE... --format json --output FILE, and add `history = "FILE"`'
            raise PageError("no history is configured", location=place, remedy=remedy)
        if kind not in named:
            return self._templates.render(template, self._context)
        known = named[kind]
        if name not in known:
            raise PageError(
                f"no {kind} {name!r}{nearest(name, known)}", location=place, remedy=use_one_of(known)
            )
        return self._templates.render(template, self._context, **{kind: known[name]})
