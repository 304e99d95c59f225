"""Pages of a site as they are shown: any of them may ask docgen for content, which is not written to disk.

`<!-- docgen:table NAME -->`, alone on its line, stands for the table, and `<!-- docgen:cell backend=NAME
capability=KEY -->`, anywhere in a line, for the answer. The regions and values that builds write are filled as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.errors import PageError
from docgen.model.location import Location
from docgen.rendering.bodies import bodies, indented, without
from docgen.rendering.comments import KINDS, Lines, comments
from docgen.rendering.contents import Contents
from docgen.rendering.context import page_context
from docgen.rendering.environment import Templates
from docgen.rendering.history_file import kept_history
from docgen.rendering.markers import regions
from docgen.rendering.values import Answers, drifted, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config import Config
    from docgen.model.measurement import Measured
    from docgen.model.support import SupportModel
    from docgen.rendering.bodies import Body
    from docgen.rendering.comments import Comment
    from docgen.rendering.directories import TemplateFolders
    from docgen.rendering.environment import Tables
    from docgen.rendering.links import Links


_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`*_[]"})
"""Characters that Markdown would interpret, as entities that HTML and Markdown show alike."""


class _Edit(NamedTuple):
    """Replacement for a part of a page."""

    start: int
    """Offset of the part's start."""
    end: int
    """Offset of the part's end."""
    shown: str
    """Text in its place."""


class SitePages:
    """Computes the shown form of a site's pages."""

    def __init__(
        self,
        config: Config,
        model: SupportModel,
        folders: TemplateFolders,
        links: Links,
        measured: Measured | None = None,
        tables: Tables | None = None,
    ) -> None:
        """Render the answers of `model` as `config` wants them, with the templates in `folders`."""
        self._config = config
        self._model = model
        self._answers = Answers(config, model)
        self._contents = Contents(
            page_context(config, model, measured, kept_history(folders.root, config)),
            Templates(folders, links, tables),
        )

    def shown(self, text: str, path: str) -> str:
        """Fill `text`, whose lines end with LF, with everything that its markers ask for.

        Args:
            text: The page.
            path: The path of the page, for errors.

        Raises:
            PageError: a marker is broken, or asks for something that does not exist.
            TemplateError: a template is missing or broken.
        """
        if "docgen" not in text:
            return text
        # All places are found in the original text, because errors name its lines.
        blocks = list(bodies(text))
        outside = without(blocks, text)
        edits = [
            *self._values(outside, path),
            *self._regions(outside, path),
            *self._markers(outside, path),
            *(_Edit(each.start, each.end, self._body(each, text, path)) for each in blocks),
        ]
        pieces: list[str] = []
        position = 0
        for edit in sorted(edits):
            # Markers inside a region are replaced with it, and a block may be as well.
            if edit.start >= position:
                pieces += [text[position : edit.start], edit.shown]
                position = edit.end
        return "".join([*pieces, text[position:]])

    def _body(self, body: Body, text: str, path: str) -> str:
        """The body of a block, which is rendered as a text of its own."""
        return body.put_back(self.shown(body.taken_out(text), path), text)

    def _values(self, text: str, path: str) -> Iterator[_Edit]:
        for drift in drifted(text, path, self._config, self._model):
            yield _Edit(drift.place.start, drift.place.end, drift.expected)

    def _regions(self, text: str, path: str) -> Iterator[_Edit]:
        for region in regions(text, path):
            content = self._content(region.kind, region.name, Location(path, region.line))
            yield _Edit(region.start, region.end, region.placed(content))

    def _markers(self, text: str, path: str) -> Iterator[_Edit]:
        """Yield replacements for the markers that have no end."""
        lines = Lines(text)
        for comment in comments(text, path):
            where = Location(path, comment.line)
            if comment.verb == "cell":
                yield _Edit(comment.start, comment.stop, self._cell(comment, where))
            elif comment.verb in KINDS:
                start = lines.before(comment.line)
                indent = text[start : comment.start]
                if not comment.alone or indent.strip():
                    what = "marker that shares its line with text"
                    raise PageError(what, location=where, remedy="put it on a line of its own")
                content = indented(self._content(comment.verb, comment.rest, where), indent)
                yield _Edit(start, comment.stop, f"\n{content}\n")

    def _cell(self, comment: Comment, where: Location) -> str:
        code = self._answers.said(fields_of(comment, where), where, html=comment.html)
        if code is None:
            return ""
        # If the marker opens its line, the text after it is Markdown once the marker is gone.
        return code.text.translate(_ENTITIES) if comment.html else code.text

    def _content(self, kind: str, name: str, where: Location) -> str:
        return self._contents.text(kind, name, where).strip("\n")
