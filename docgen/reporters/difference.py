"""Differences between two models, for a terminal and for release notes."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from docgen.model.change import ChangeKind
from docgen.rendering.changes import VERBS, ChangeLine, change_lines
from docgen.rendering.markdown import code, escape
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Config
    from docgen.model.change import Comparison

_NO_DIFFERENCE = "no difference"
_WIDTH = max(map(len, VERBS.values()))


def difference_text(comparison: Comparison, config: Config, sides: tuple[str, str]) -> str:
    """The differences, a block for each backend, each with its places below it."""
    lines = change_lines(comparison, config)
    blocks = [f"before  {visible_line(sides[0])}\nafter   {visible_line(sides[1])}"]
    for subject, group in groupby(lines, key=lambda line: line.subject):
        told = [subject, *(text for line in group for text in _text(line))]
        blocks.append("\n".join(map(visible_line, told)))
    if comparison.uncompared:
        blocks.append("\n".join(visible_line(f"not compared: {what}") for what in comparison.uncompared))
    return "\n\n".join([*blocks, _summary(lines)])


def difference_markdown(comparison: Comparison, config: Config, sides: tuple[str, str]) -> str:
    """The differences for release notes: losses first, because they break users."""
    lines = change_lines(comparison, config)
    blocks = [f"## Capabilities: {code(sides[0])} → {code(sides[1])}"]
    for title, kinds in _SECTIONS:
        chosen = [_markdown(line) for line in lines if line.kind in kinds]
        if chosen:
            blocks += [f"### {title}", "\n".join(chosen)]
    if comparison.uncompared:
        blocks += ["### Not compared", "\n".join(f"- {escape(what)}" for what in comparison.uncompared)]
    if not lines:
        blocks.append(f"{_NO_DIFFERENCE.capitalize()}.")
    return "\n\n".join(blocks)


_SECTIONS: tuple[tuple[str, frozenset[ChangeKind]], ...] = (
    ("Lost", frozenset({ChangeKind.LOST, ChangeKind.BACKEND_REMOVED, ChangeKind.VALUE_REMOVED})),
    ("Unavailable", frozenset({ChangeKind.UNAVAILABLE})),
    ("Gained", frozenset({ChangeKind.GAINED, ChangeKind.BACKEND_ADDED, ChangeKind.VALUE_ADDED})),
    ("Available", frozenset({ChangeKind.AVAILABLE})),
    ("Changed", frozenset({ChangeKind.CHANGED, ChangeKind.BACKEND_RENAMED, ChangeKind.CLASS_CHANGED})),
    ("More or less known than before", frozenset({ChangeKind.STATE})),
)
"""The sections of release notes, in order; together they hold every kind."""


def _text(line: ChangeLine) -> Iterator[str]:
    where = f" ({line.where})" if line.where else ""
    yield f"  {VERBS[line.kind]:<{_WIDTH}}  {line.what}{where}"
    if line.places:
        yield f"  {'':<{_WIDTH}}  {' → '.join(line.places)}"


def _markdown(line: ChangeLine) -> str:
    where = f" ({escape(line.where)})" if line.where else ""
    places = f": {' → '.join(code(place) for place in line.places)}" if line.places else ""
    return f"- **{escape(line.subject)}** {VERBS[line.kind]} {escape(line.what)}{where}{places}"


def _summary(lines: Sequence[ChangeLine]) -> str:
    counts = Counter(VERBS[line.kind] for line in lines)
    return ", ".join(f"{count} {verb}" for verb, count in counts.items()) or _NO_DIFFERENCE
