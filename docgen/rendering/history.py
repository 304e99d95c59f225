"""A history of releases as a page shows it: what changed, and since when each capability is supported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.history import Mark
from docgen.rendering.history_words import MEANINGS, SIGNS, HistoryWords, span
from docgen.rendering.markdown import code, escape
from docgen.rendering.turns import events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.config import Config
    from docgen.model.history import BackendHistory, History, Thread


def history_markdown(history: History, config: Config) -> str:
    """A table of what changed with a column for each release, the questions that were not compared, and since when."""
    words = HistoryWords(history, config)
    found = list(events(history))
    rows: dict[object, tuple[str, list[Thread]]] = {}
    for event in found:
        thread = event.thread
        if thread is not None:
            # Values with the same answers everywhere share a row.
            answers = tuple(words.answer(moment, thread) for moment in thread.moments)
            key = (event.backend, thread.capability, thread.scenarios, answers)
            threads = rows.setdefault(key, (event.backend, []))[1]
            if thread not in threads:
                threads.append(thread)
    releases = history.releases
    blocks = [f"## Capabilities: {code(releases[0])} → {code(releases[-1])}"]
    if rows:
        header = ["Backend", "Capability", "Where", "Since", "Lost in", *map(escape, history.releases)]
        used = {moment.mark for _, threads in rows.values() for moment in threads[0].moments}
        lines = [_row(backend, threads, words, history.releases) for backend, threads in rows.values()]
        blocks.append(_table(header, lines))
        signs = [f"{SIGNS[mark]} {meaning}" for mark, meaning in MEANINGS.items() if mark in used]
        blocks.append("; ".join([*signs, "an empty cell: the release has no such backend"]) + ".")
    backends = {backend.name: backend for backend in history.backends}
    own = [
        f"- **{escape(event.backend)}** {event.kind.value} {escape(words.turn([event], backends[event.backend]))}"
        for event in found
        if event.thread is None
    ]
    if own:
        blocks.append("\n".join(own))
    if history.uncompared:
        blocks.append("\n".join(f"- Not compared: {escape(what)}" for what in history.uncompared))
    if len(blocks) == 1:
        blocks.append("Nothing came or went.")
    return "\n\n".join([*blocks, "## Since when", since_markdown(history, config)])


def since_markdown(history: History, config: Config) -> str:
    """A table of the last release: since which release each backend supports each capability.

    Columns whose answers are neither a yes nor a no have no such release and are left out.
    """
    words = HistoryWords(history, config)
    there = [backend for backend in history.backends if backend.names[-1] is not None]
    keys = [
        column.key
        for column in config.capability
        if any(_supported(thread, column.key) for backend in there for thread in backend.threads)
    ]
    headers = {column.key: column.header for column in config.capability}
    rows = [
        [
            escape(backend.name),
            escape(_first(backend, history)),
            *("<br>".join(escape(line) for line in _sinces(backend, key, words, history)) for key in keys),
        ]
        for backend in there
    ]
    return _table(["Backend", "Since", *(escape(headers[key]) for key in keys)], rows)


def _supported(thread: Thread, key: str) -> bool:
    return thread.capability == key and thread.moments[-1].mark is Mark.YES


def _first(backend: BackendHistory, history: History) -> str:
    """The release since which the backend is there without a gap."""
    gaps = [number for number, name in enumerate(backend.names) if name is None]
    first = gaps[-1] + 1 if gaps else 0
    return f"{'' if first else '≤ '}{history.releases[first]}"


def _sinces(backend: BackendHistory, key: str, words: HistoryWords, history: History) -> list[str]:
    """Releases since which the capability is supported, each with the values and scenarios of that release."""
    found: dict[tuple[str, tuple[str, ...]], list[Thread]] = {}
    for thread in backend.threads:
        if _supported(thread, key):
            found.setdefault((span(thread, history.releases)[0], thread.scenarios), []).append(thread)
    lines = []
    for (release, scenarios), threads in found.items():
        values, where = words.values(threads), words.where(scenarios)
        lines.append(
            " ".join(filter(None, (f"{release}:" if values else release, values, where and f"({where})")))
        )
    return lines


def _row(backend: str, threads: Sequence[Thread], words: HistoryWords, releases: Sequence[str]) -> list[str]:
    first = threads[0]
    answers = [words.answer(moment, first) for moment in first.moments]
    cells = [
        backend,
        words.question(threads),
        words.where(first.scenarios),
        *span(first, releases),
        *answers,
    ]
    return [escape(cell) for cell in cells]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(_lines([header, ["---"] * len(header), *rows]))


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield f"| {' | '.join(row)} |"
