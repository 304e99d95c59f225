"""Settings of claims that match nothing: misspelt, or left behind by a page or code that has changed."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from docgen.claims.tables import label_of, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from docgen.claims.names import Names
    from docgen.claims.rows import ClaimedRow
    from docgen.claims.tables import PageCell
    from docgen.config.claims import ClaimedRows, Claims

_NEAR = 3
"""Most texts that are named because they are like what was looked for."""


class Idle(NamedTuple):
    """A setting that matches nothing."""

    key: tuple[str | int, ...]
    """Its place below the claims."""
    what: str
    """The setting, and what it does not match."""
    near: tuple[str, ...]
    """Texts that are there and most like it."""


class ReadTable(NamedTuple):
    """A table of a page that was compared."""

    labels: tuple[PageCell, ...]
    """The cells that name backends, those of headings of rows included."""
    rows: tuple[ClaimedRow, ...]
    """The rows that claim something."""


class _Search(NamedTuple):
    """A setting, and the texts in which it is looked for."""

    key: tuple[str | int, ...]
    """Its place below the claims."""
    shown: str
    """The setting in words."""
    wanted: str
    """Pattern or text that is looked for."""
    among: tuple[str, ...]
    """The texts."""
    of: str
    """The kind of those texts."""


def idle(
    claims: Claims,
    tables: Sequence[ReadTable],
    names: Names,
    backends: Collection[str],
    scenarios: Collection[str],
) -> Iterator[Idle]:
    """Settings that match nothing, in the order of the schema.

    Args:
        claims: The settings.
        tables: The tables of the page that were compared.
        names: Finds the backends that labels name.
        backends: Names of all backends.
        scenarios: Names of all scenarios.
    """
    for setting in _SETTINGS:
        for search in setting(claims, tables, names, tuple(backends), tuple(scenarios)):
            if not any(_is(text, search.wanted, claims) for text in search.among):
                near = _nearest(search.wanted, search.among)
                yield Idle(search.key, f"{search.shown} matches no {search.of}", near)


def _columns(claims: Claims, *_: object) -> Iterator[_Search]:
    if all(table.columns for table in claims.table):
        asked = tuple(header for table in claims.table for header in table.columns)
        for header in claims.columns:
            yield _Search(("columns", header), f"columns.{header!r}", header, asked, "column of a table")


def _backends(
    claims: Claims, _: Sequence[ReadTable], __: Names, backends: tuple[str, ...], *___: object
) -> Iterator[_Search]:
    for number, table in enumerate(claims.table):
        for pattern in table.backends:
            key = ("table", number, "backends")
            yield _Search(key, f"{pattern!r}", pattern.removeprefix("!"), backends, "backend")


def _form(claims: Claims, tables: Sequence[ReadTable], names: Names, *_: object) -> Iterator[_Search]:
    if claims.name:
        fits = any(names.fits_form(cell) for table in tables for cell in table.labels)
        among = (claims.name,) if fits else _labels(tables, claims)
        yield _Search(("name",), f"name = {claims.name!r}", claims.name, among, "label of a row")


def _names(claims: Claims, tables: Sequence[ReadTable], *_: object) -> Iterator[_Search]:
    labels = _labels(tables, claims)
    for label in claims.names:
        wanted = plain(label, claims.marks)
        yield _Search(("names", label), f"names.{label!r}", wanted, labels, "label of a row")


def _headings(claims: Claims, tables: Sequence[ReadTable], *_: object) -> Iterator[_Search]:
    labels = _labels(tables, claims)
    for pattern in claims.headings:
        yield _Search(("headings",), f"the heading {pattern!r}", pattern, labels, "label of a row")


def _scenarios(
    claims: Claims, _: Sequence[ReadTable], __: Names, ___: tuple[str, ...], scenarios: tuple[str, ...]
) -> Iterator[_Search]:
    places: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [(("scenarios",), claims.scenarios)]
    places += [(("rows", number, "scenarios"), rows.scenarios) for number, rows in enumerate(claims.rows)]
    for key, patterns in places:
        for pattern in patterns:
            yield _Search(key, f"the scenario {pattern!r}", pattern, scenarios, "scenario")


def _rows(claims: Claims, tables: Sequence[ReadTable], *_: object) -> Iterator[_Search]:
    matched = [(row.exception, row) for table in tables for row in table.rows]
    for number, rows in enumerate(claims.rows):
        own = [row for exception, row in matched if exception is rows]
        shown = f"[[claims.rows]] with match = {_listed(rows)}"
        if not own:
            labels = _labels(tables, claims)
            yield _Search(
                ("rows", number, "match"), shown, _listed(rows), labels, "row that no earlier one matches"
            )
            continue
        compared = tuple(dict.fromkeys(cell.key for row in own for cell in row.cells))
        for key in rows.skip:
            yield _Search(
                ("rows", number, "skip"), f"skip.{key} of {shown}", key, compared, "cell of its rows"
            )


def _keys(claims: Claims, *_: object) -> Iterator[_Search]:
    claimed = tuple(key for header in claims.columns for key in claims.keys_of(header))
    for key in claims.together:
        yield _Search(("together",), f"together = {key!r}", key, claimed, "capability under `columns`")
    for key in claims.words:
        if key != "*":
            yield _Search(("words", key), f"words.{key}", key, claimed, "capability under `columns`")


_SETTINGS: tuple[Callable[..., Iterator[_Search]], ...] = (
    _columns,
    _backends,
    _form,
    _names,
    _headings,
    _scenarios,
    _rows,
    _keys,
)
"""For each kind of setting what it has to match. What a page lacks of tables, columns and rows is said elsewhere."""


def _labels(tables: Sequence[ReadTable], claims: Claims) -> tuple[str, ...]:
    cells = (cell for table in tables for cell in table.labels if not cell.is_empty)
    return tuple(dict.fromkeys(label_of(cell, claims.marks) for cell in cells))


def _listed(rows: ClaimedRows) -> str:
    return ", ".join(f"{header} = {pattern!r}" for header, pattern in rows.match.items())


def _is(text: str, wanted: str, claims: Claims) -> bool:
    return text == wanted or fnmatchcase(text, wanted) or fnmatchcase(plain(text, claims.marks), wanted)


def _nearest(wanted: str, among: Sequence[str]) -> tuple[str, ...]:
    """The texts that are most like one, the most alike first."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - for findings only

    def likeness(text: str) -> float:
        return SequenceMatcher(None, wanted.casefold(), text.casefold()).ratio()

    return tuple(sorted(among, key=likeness, reverse=True)[:_NEAR])
