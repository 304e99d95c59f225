"""Tables of a reStructuredText page, read by docutils: list-table, csv-table, grid and simple tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docgen.claims.formats import html
from docgen.claims.tables import PageCell, PageTable, TableBuilder
from docgen.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:\|[^|\n]+\|[ \t]+)?([A-Za-z][\w:.+-]*)::", re.MULTILINE)
_ROLE = re.compile(r":([A-Za-z][\w:.+-]*):`")
_TITLED = re.compile(r"(.*?)\s*<[^<>]*>", re.DOTALL)
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": True,
    "report_level": 3,
    "halt_level": 5,
    "warning_stream": False,
    "_disable_config": True,
    "doctitle_xform": False,
    "input_encoding": "unicode",
    "line_length_limit": 1_000_000,
}
"""Settings of docutils: nothing but the page itself is read, and errors in it are nodes of its tree; those that are not
about tables are left to those who publish it.
"""
_MALFORMED = re.compile(r'Malformed table|.*"(?:list-|csv-)?table" directive', re.DOTALL)
"""Matches docutils' errors about a table that it leaves out."""
_OPENING = re.compile(r'(?:Malformed table[.;]|Error [^:"]* "[\w-]+" directive:)\s*(?=\w)')
"""Matches the beginning of such an error, before its reason."""
_AT = re.compile(r" in table line (\d+)\.?$")
"""Line of a table, counted from its first."""


def tables(text: str) -> tuple[PageTable, ...]:
    """The tables of a page, including those inside directives that docutils does not know.

    Raises:
        PageError: docutils is not installed.
    """
    try:
        from docutils import core, nodes  # noqa: PLC0415
    except ImportError:
        raise PageError(
            "tables of reStructuredText need docutils", remedy="pip install 'attention-docgen[rst]'"
        ) from None
    _make_known(text)
    tree = core.publish_doctree(text, settings_overrides=_SETTINGS)
    found = (_table(node, nodes) for node in tree.findall(nodes.table))
    lines = text.splitlines()
    return (*_placed(found, lines), *_raw(tree, nodes, lines), *_malformed(tree, nodes, lines))


def _make_known(text: str) -> None:
    """Register the directives and roles of other tools, which docutils would otherwise leave out with their content."""
    from docutils import nodes  # noqa: PLC0415
    from docutils.parsers.rst import Directive, directives, languages, roles  # noqa: PLC0415

    english = languages.get_language("en")

    class Around(Directive):
        """Directive that shows its content."""

        has_content = True
        optional_arguments = 1
        final_argument_whitespace = True

        def run(self) -> list[Any]:
            body = nodes.container()
            self.state.nested_parse(self.content, self.content_offset, body)
            return [body]

    for name in {match[1] for match in _DIRECTIVE.finditer(text)}:
        if name not in english.directives:
            directives.register_directive(name, Around)

    def role(_name: str, raw: str, words: str, *_: Any) -> tuple[list[Any], list[Any]]:
        return [nodes.reference(raw, _shown(words))], []

    for name in {match[1] for match in _ROLE.finditer(text)}:
        if name not in english.roles:
            roles.register_local_role(name, role)


def _shown(words: str) -> str:
    """The text that a reader sees of a role that leads somewhere: its title, or the last name of `~a.b.c`."""
    titled = _TITLED.fullmatch(words)
    if titled:
        return titled[1]
    return words.rpartition(".")[2] if words.startswith("~") else words.removeprefix("!")


def _table(node: Any, nodes: Any) -> PageTable | None:
    builder = TableBuilder()
    for row in node.findall(nodes.row):
        if _around(row, nodes.table) is node:
            entries = [entry for entry in row.findall(nodes.entry) if _around(entry, nodes.row) is row]
            builder.row(
                [(_cell(each, nodes), _span(each, "morerows"), _span(each, "morecols")) for each in entries],
                head=isinstance(row.parent, nodes.thead),
            )
    title = next(iter(node.findall(nodes.title)), None)
    return builder.table(_heading(node, nodes), title.astext() if title else _above(node, nodes))


def _raw(tree: Any, nodes: Any, lines: Sequence[str]) -> Iterator[PageTable]:
    """The tables in HTML that the page holds as it is."""
    for node in tree.findall(nodes.raw):
        if "html" in node.get("format", "").split():
            directive = node.line or 0
            first = node.astext().partition("\n")[0].strip()
            above = next((at for at in range(directive, len(lines)) if lines[at].strip() == first), directive)
            for table in html.tables(node.astext()):
                yield replace(table.moved(above), heading=_heading(node, nodes))


def _malformed(tree: Any, nodes: Any, lines: Sequence[str]) -> Iterator[PageTable]:
    """The tables that docutils cannot read, each with its reason."""
    for message in tree.findall(nodes.system_message):
        said, *text = (child.astext() for child in message.children) if message.children else ("",)
        if _MALFORMED.match(said):
            reason = " ".join(_OPENING.sub("", said).split())
            # docutils names a line in the middle of some tables, and the first of others.
            line = int(message.get("line", 1))
            block = [each.strip() for each in text[0].split("\n")] if text else []
            line = next((at for at in range(line, 0, -1) if _stands_at(block, lines, at)), line)
            if at := _AT.search(reason):
                line += int(at[1]) - 1
            yield PageTable(_heading(message, nodes), line, (), (), _above(message, nodes), malformed=reason)


def _stands_at(block: Sequence[str], lines: Sequence[str], at: int) -> bool:
    """Tell whether the lines of a block begin at a line, counted from 1."""
    return [line.strip() for line in lines[at - 1 : at - 1 + len(block)]] == block


def _span(entry: Any, more: str) -> int:
    return int(entry.get(more, 0)) + 1


def _placed(found: Iterable[PageTable | None], lines: Sequence[str]) -> Iterator[PageTable]:
    """The tables with a line in every cell; docutils gives none to csv-tables and to empty cells."""
    last = 0
    for table in found:
        if table is None:
            continue
        rows: list[list[PageCell]] = []
        for row in (table.header, *table.rows):
            known = next((cell.line for cell in row if cell.line > last), 0)
            last = known or _next_line(row, lines, last)
            rows.append([])
            for cell in row:
                # An empty cell gets the line of the cell before it.
                last = max(cell.line, last)
                rows[-1].append(replace(cell, line=max(last, 1)))
        header, *body = map(tuple, rows)
        yield replace(table, line=header[0].line, header=header, rows=tuple(body))


def _next_line(row: Sequence[PageCell], lines: Sequence[str], last: int) -> int:
    """The next line after `last` that holds the words of a row; `last` where none does."""
    words = [word for cell in row for word in cell.text.split()]
    holding = (
        number for number, line in enumerate(lines[last:], last + 1) if all(word in line for word in words)
    )
    return next(holding, last) if words else last


def _around(node: Any, kind: type) -> Any:
    """The nearest element of a kind around `node`."""
    parent = node.parent
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parent
    return parent


def _heading(node: Any, nodes: Any) -> str:
    section = _around(node, nodes.section)
    return str(section[0].astext()) if section is not None and isinstance(section[0], nodes.title) else ""


def _above(node: Any, nodes: Any) -> str:
    """The paragraph just above the table."""
    before = node.parent[: node.parent.index(node)]
    above = next((each for each in reversed(before) if not isinstance(each, nodes.system_message)), None)
    return " ".join(above.astext().split()) if isinstance(above, nodes.paragraph) else ""


def _cell(entry: Any, nodes: Any) -> PageCell:
    marked = (
        " ".join(each.astext().split())
        for kind in (nodes.reference, nodes.literal, nodes.title_reference)
        for each in entry.findall(kind)
    )
    for warning in list(entry.findall(nodes.system_message)):
        warning.parent.remove(warning)
    for image in list(entry.findall(nodes.image)):
        image.replace_self(nodes.inline("", image.get("alt") or image["uri"]))
    lines = [
        " ".join(line.split())
        for paragraph in entry.findall(nodes.TextElement)
        if not isinstance(paragraph.parent, nodes.TextElement)
        for line in _without_references(paragraph, nodes).split("\n")
    ]
    first = next(iter(entry.findall(nodes.Text)), None)
    return PageCell(
        "\n".join(line for line in lines if line),
        next((int(each.line) for each in entry.findall() if getattr(each, "line", None)), 0),
        tuple(text for text in marked if text),
        heads=first is not None and isinstance(first.parent, (nodes.strong, nodes.emphasis)),
    )


def _without_references(paragraph: Any, nodes: Any) -> str:
    """The text of a paragraph without the numbers of its footnotes."""
    skipped = (nodes.footnote_reference, nodes.citation_reference)
    return "".join(
        text.astext() for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, skipped)
    )
