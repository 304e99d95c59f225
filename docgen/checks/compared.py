"""The number of cells that a check compared with the code, and the findings where it compared none."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from docgen.config.load import place_of
from docgen.model.finding import Finding, Rule
from docgen.model.reported import reported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.project.project import Project
    from docgen.rendering.documented import DocumentedTable
    from docgen.rendering.pages import PageState


def cells_of(state: PageState, *, whole: bool) -> int:
    """Count the answers of a generated page that are compared: cells, values in the text, lines of lists.

    A table, a row or a column that is missing from the page is a finding, and nothing of it is counted.

    Args:
        state: The page.
        whole: True if docgen writes all of the page, false if only the regions between markers.
    """
    if state.file.text is None:
        return 0
    # Imported here: a check whose verdict is recalled parses no page.
    from docgen.rendering.documented import read_page, tables_by_key  # noqa: PLC0415
    from docgen.rendering.markers import regions  # noqa: PLC0415
    from docgen.rendering.values import places  # noqa: PLC0415

    expected, there = read_page(state.expected), read_page(state.file.text)
    values = len(places(state.expected, state.file.name))
    found = regions(state.expected, state.file.name)
    starts = [region.line for region in found]

    def is_written(line: int) -> bool:
        place = bisect_left(starts, line) - 1  # regions are in order, and none is inside another
        return whole or (place >= 0 and line < found[place].last_line)

    documented = tables_by_key(there.tables)
    written = {key: table for key, table in tables_by_key(expected.tables).items() if is_written(table.line)}
    if written:
        return values + sum(
            _shared(table, documented[key]) for key, table in written.items() if key in documented
        )
    said = {block.text.full for block in there.blocks}
    return values + sum(is_written(block.line) and block.text.full in said for block in expected.blocks)


def _shared(table: DocumentedTable, other: DocumentedTable) -> int:
    """Count the cells that two tables share, without the names of their rows."""
    names, others = ({row.cells[0].shown for row in each.rows} for each in (table, other))
    return len(names & others) * len({*table.columns[1:]} & {*other.columns[1:]})


def nothing_found(project: Project) -> Iterator[Finding]:
    """A finding where the discovery finds no row at all."""
    if not project.model.backends:
        yield _finding(
            Rule.NO_BACKENDS,
            "the discovery finds no backend",
            project,
            ("discovery", "path"),
            "correct `path` or `modules` under [discovery]",
        )


def nothing_compared(project: Project) -> Iterator[Finding]:
    """The finding of a check that compared no cell, and so cannot say that anything agrees."""
    config = project.config
    named = [page.path for page in config.page] + [claims.path for claims in config.claims]
    why = (
        f"no cell of {', '.join(named)} speaks of a backend"
        if named
        else "no page and no claims are configured"
    )
    yield _finding(
        Rule.NOTHING_COMPARED,
        f"nothing was compared: {why}",
        project,
        (),
        "correct them, or remove what is not wanted" if named else '[[page]] path = "docs/support.md"',
    )


def _finding(rule: Rule, message: str, project: Project, key: tuple[str, ...], remedy: str) -> Finding:
    request = project.request
    return reported(
        rule,
        message,
        code_location=place_of(key, request.root, request.config, request.profile),
        remedy=remedy,
    )
