"""A page for each backend: its answers, reasons and evidence, and its source as griffe models it, in Markdown.

The class, its methods and the functions beside it have headings whose anchors are their dotted paths, which autorefs
and mkdocstrings link to.
"""

from __future__ import annotations

import re
from html import escape as html_escape
from typing import TYPE_CHECKING

from docgen.model.location import Location
from docgen.rendering.answers import answer
from docgen.rendering.markdown import aligned, code, escape, prose, records_text, source_text, value_text
from docgen.rendering.matrix import matrices
from docgen.rendering.scenarios import ScenarioWords
from docgen.visible import visible
from docgen.web.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.config import Capability
    from docgen.model.measurement import Measured
    from docgen.model.support import Backend
    from docgen.project.project import Project
    from docgen.rendering.links import Links
    from docgen.web.declared import Declared, Section

_PATH = re.compile(r"[A-Za-z0-9_.]+")
"""Dotted paths that can be anchors as they are."""


def backend_page(
    project: Project,
    backend: Backend,
    measured: Measured,
    links: Links,
    *,
    attributes: bool,
    above: str | None = None,
) -> str:
    """The page of one backend.

    Args:
        project: The project.
        backend: The backend.
        measured: The evidence from tests.
        links: Makes the links to lines of the source.
        attributes: Whether the site reads `{#anchor}` behind a heading; if not, an element has the anchor.
        above: The page with the tables, relative to this one; None if there is none.
    """
    parts = [
        f"# {escape(backend.name)}",
        f"[All backends]({above})" if above else "",
        prose(backend.summary),
        f"Class: {code(backend.object or 'unknown')}, {source_text(backend.location, links)}",
        "## Answers",
        _answers(project, backend, links),
        *_reasons(project, backend, links),
        *_evidence(project, backend, measured),
        *_source(project, backend, links, attributes=attributes),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _answers(project: Project, backend: Backend, links: Links) -> str:
    rows = [
        [
            escape(capability.header),
            _said(project, backend, capability),
            _places(backend, capability, links),
        ]
        for capability in project.config.capability
    ]
    return aligned([["Capability", "Answer", "Decided at"], *rows])


def _said(project: Project, backend: Backend, capability: Capability) -> str:
    model = project.model
    cells = backend.cells[capability.key]
    found = answer(cells, capability, model.domains.get(capability.key), ScenarioWords(model.scenarios))
    # A table escapes pipes itself.
    reasons = [escape(part.note.reason) for part in found.parts if part.note and part.note.reason]
    return "<br>".join([value_text(found, html=False).replace(r"\|", "|"), *reasons])


def _places(backend: Backend, capability: Capability, links: Links) -> str:
    places = dict.fromkeys(cell.location for cell in backend.cells[capability.key] if cell.location)
    return "<br>".join(source_text(place, links) for place in places)


def _reasons(project: Project, backend: Backend, links: Links) -> Iterator[str]:
    headers = {capability.key: capability.header for capability in project.config.capability}
    if backend.refusals:
        yield "## Why not"
    for refusal in backend.refusals:
        yield f"### {escape(headers[refusal.capability])}"
        yield prose(refusal.text)
        yield f"Source: {source_text(refusal.location, links)}"


def _evidence(project: Project, backend: Backend, measured: Measured) -> Iterator[str]:
    for matrix in matrices(project.config, measured):
        if matrix.backend == backend.name:
            yield "## Evidence"
            yield records_text(matrix.rows)
            yield "\n".join(f"- Refuted: {escape(line)}" for line in matrix.refuted)


def _source(project: Project, backend: Backend, links: Links, *, attributes: bool) -> Iterator[str]:
    found = [*declared(project.request.root, backend, project.config.site.functions)]
    for position, each in enumerate(found):
        beside = position and each.file != backend.location.path
        first_beside = beside and found[position - 1].file == backend.location.path
        if position == 0:
            yield "## Source"
        if first_beside:
            yield "## Functions beside it"
        yield _heading(each, attributes=attributes)
        yield _fenced(each.signature)
        yield from map(_section, each.sections)
        yield f"Source: {source_text(Location(each.file, each.line), links)}"
        if each.source:
            yield _folded(each)


def _heading(each: Declared, *, attributes: bool) -> str:
    if attributes and _PATH.fullmatch(each.path):
        return f"### {escape(each.name)} {{#{each.path}}}"
    anchor = re.sub(r"[^A-Za-z0-9_.]", "-", each.path)
    return f'<a id="{anchor}"></a>\n\n### {escape(each.name)}'


def _section(section: Section) -> str:
    title = f"**{escape(section.title)}**\n\n" if section.title else ""
    if section.items:
        return title + "\n".join(
            f"- {code(name)}: {escape(text)}" if name else f"- {escape(text)}" for name, text in section.items
        )
    return title + prose(section.text)


def _fenced(text: str) -> str:
    shown = visible(text)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", shown)), default=0))
    return f"{fence}python\n{shown}\n{fence}"


def _folded(each: Declared) -> str:
    """The source below a line that opens it; without `md_in_html` a fence in HTML is no fence, so it is HTML."""
    # An empty line would end the HTML for Markdown.
    lines = html_escape(visible(each.source)).replace("\n\n", "\n&nbsp;\n")
    summary = f"<summary>Source of {html_escape(visible(each.name))}</summary>"
    return f"<details>{summary}\n<pre><code>{lines}</code></pre>\n</details>"
