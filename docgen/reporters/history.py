"""A history of releases: for a terminal, for a page, and as data."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docgen.comparison.events import events, since
from docgen.model.history import EventKind, Mark
from docgen.rendering.markdown import code, escape
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.words import spell
from docgen.reporters.export import SCHEMA
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docgen.comparison.history import Told
    from docgen.model.cell import Value
    from docgen.model.history import BackendHistory, Event, History, Moment, Thread

_WIDTH = max(len(kind.value) for kind in EventKind)
_SIGNS: dict[Mark, str] = {
    Mark.YES: "✅",
    Mark.NO: "❌",
    Mark.DEPENDS: "✅ or ❌",
    Mark.UNKNOWN: "?",
    Mark.UNAVAILABLE: "unavailable",
    Mark.UNDECLARED: "\N{EN DASH}",
    Mark.UNASKED: "not asked",
    Mark.ABSENT: "",
}
"""Signs of a table, those of the capability tables; an empty cell is a release without the backend."""
_MEANINGS = {
    Mark.YES: "supported",
    Mark.NO: "not supported",
    Mark.DEPENDS: "depends on something that no scenario fixes",
    Mark.UNKNOWN: "not known, which is no no",
    Mark.UNDECLARED: "nothing is declared",
    Mark.UNAVAILABLE: "the class cannot be imported",
    Mark.UNASKED: "the release has no such question or value",
}


class _Words:
    """Words of a history."""

    def __init__(self, told: Told) -> None:
        self._releases = told.history.releases
        self._scenarios = ScenarioWords(told.history.scenarios)
        self._columns = {column.key: column for column in told.config.capability}

    def question(self, threads: Sequence[Thread]) -> str:
        """The heading of a column, with the values of its domain that are asked about."""
        column = self._columns[threads[0].capability]
        values: list[Value] = [thread.value for thread in threads if thread.value is not None]
        said = ", ".join(word.text for word in spell(values, column, None))
        return f"{column.header}: {said}" if values else column.header

    def where(self, scenarios: Sequence[str]) -> str:
        """The scenarios in words; empty for all."""
        return self._scenarios.describe(scenarios) if scenarios else ""

    def answer(self, moment: Moment, thread: Thread) -> str:
        """The answer of a release."""
        if moment.mark is not Mark.VALUE:
            return _SIGNS[moment.mark]
        column = self._columns[thread.capability]
        return ", ".join(word.text for word in spell(moment.value, column, None))

    def release(self, event: Event) -> str:
        """The release of an event; a range where the one before does not tell."""
        now = self._releases[event.release]
        if event.since == event.release - 1:
            return f"in {now}"
        return f"between {self._releases[event.since]} and {now}"

    def turn(self, alike: Sequence[Event], backend: BackendHistory) -> str:
        """Turns of several values in words, without their backend."""
        event = alike[0]
        threads = [each.thread for each in alike if each.thread is not None]
        where = self.where(event.scenarios)
        end = f"{self.release(event)}{f' ({where})' if where else ''}"
        if not threads:
            names = [backend.names[number] or "" for number in (event.since, event.release)]
            return f"{end} {' → '.join(names)}" if event.kind is EventKind.RENAMED else end
        before, after = (threads[0].moments[number] for number in (event.since, event.release))
        what = self.question(threads)
        if event.kind is EventKind.CHANGED:
            what += f": {self.answer(before, threads[0])} → {self.answer(after, threads[0])}"
        elif event.kind is EventKind.KNOWN:
            what += f": {self.answer(after, threads[0])}"
        elif event.kind is EventKind.UNKNOWN and after.reason:
            what += f": {after.reason}"
        return f"{what} {end}"


def history_text(told: Told) -> str:
    """List the changes in a block for each backend, each change with the places on both sides."""
    history, words = told.history, _Words(told)
    backends = {backend.name: backend for backend in history.backends}
    found = list(events(history))
    blocks = [f"releases  {', '.join(map(visible_line, history.releases))}"]
    for name, group in groupby(found, key=lambda event: event.backend):
        lines = [name]
        for alike in _alike(group, backends[name]):
            lines.append(f"  {alike[0].kind.value:<{_WIDTH}}  {words.turn(alike, backends[name])}")
            places = _places(alike[0], backends[name])
            lines += [f"  {'':<{_WIDTH}}  {' → '.join(places)}"] if places else []
        blocks.append("\n".join(map(visible_line, lines)))
    if history.uncompared:
        blocks.append("\n".join(visible_line(f"not compared: {what}") for what in history.uncompared))
    counts = Counter(event.kind.value for event in found)
    summary = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return "\n\n".join([*blocks, summary or "nothing came or went"])


def history_markdown(told: Told) -> str:
    """A table of the answers with a column for each release, followed by the questions that were not compared."""
    history, words = told.history, _Words(told)
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
        header = ["Backend", "Capability", "Where", *map(escape, history.releases), "Since", "Lost in"]
        used = {moment.mark for _, threads in rows.values() for moment in threads[0].moments}
        lines = [_row(backend, threads, words, history.releases) for backend, threads in rows.values()]
        blocks.append(_table(header, lines))
        signs = [f"{_SIGNS[mark]} {meaning}" for mark, meaning in _MEANINGS.items() if mark in used]
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
    return "\n\n".join(blocks if len(blocks) > 1 else [*blocks, "Nothing came or went."])


def history_record(told: Told) -> dict[str, Any]:
    """Everything that the releases answered, as plain data."""
    history = told.history
    return {
        "schema": SCHEMA,
        "releases": list(history.releases),
        "scenarios": list(history.scenarios),
        "backends": [_backend_record(backend, history) for backend in history.backends],
        "events": [_event_record(event, history.releases) for event in events(history)],
        "uncompared": list(history.uncompared),
    }


def _backend_record(backend: BackendHistory, history: History) -> dict[str, Any]:
    return {
        "name": backend.name,
        "names": list(backend.names),
        "locations": list(backend.locations),
        "answers": [_thread_record(thread, history.releases) for thread in backend.threads],
    }


def _thread_record(thread: Thread, releases: Sequence[str]) -> dict[str, Any]:
    first, lost = _span(thread, releases)
    return {
        "capability": thread.capability,
        "value": thread.value,
        "scenarios": list(thread.scenarios),
        "states": [moment.mark.value for moment in thread.moments],
        "values": [moment.value for moment in thread.moments],
        "reasons": [moment.reason for moment in thread.moments],
        "locations": [moment.location for moment in thread.moments],
        "since": first or None,
        "lost_in": lost or None,
    }


def _event_record(event: Event, releases: Sequence[str]) -> dict[str, Any]:
    thread = event.thread
    return {
        "kind": event.kind.value,
        "release": releases[event.release],
        "after": releases[event.since],
        "backend": event.backend,
        "capability": thread.capability if thread else None,
        "value": thread.value if thread else None,
        "scenarios": list(event.scenarios),
    }


def _span(thread: Thread, releases: Sequence[str]) -> tuple[str, str]:
    """The release since which the answer is yes, and the one that lost it; empty where there is none."""
    found = since(thread)
    first = f"{'' if found[1] else '≤ '}{releases[found[0]]}" if found else ""
    lost = ""
    last_yes = max((n for n, moment in enumerate(thread.moments) if moment.mark is Mark.YES), default=None)
    if found is None and last_yes is not None:
        gone = next(
            (
                n
                for n in range(last_yes + 1, len(releases))
                if thread.moments[n].mark in {Mark.NO, Mark.UNDECLARED}
            ),
            None,
        )
        if gone is not None:
            lost = f"{'' if gone == last_yes + 1 else '≤ '}{releases[gone]}"
    return first, lost


def _alike(turns: Iterable[Event], backend: BackendHistory) -> list[list[Event]]:
    """Turns of one question in the same release and at the same places, together."""
    found: dict[object, list[Event]] = {}
    for event in turns:
        thread = event.thread
        key = (event.kind, event.release, event.since, event.scenarios, thread.capability if thread else None)
        said = thread and [thread.moments[number].value for number in (event.since, event.release)]
        found.setdefault((key, str(said), *_places(event, backend)), []).append(event)
    return [*found.values()]


def _row(backend: str, threads: Sequence[Thread], words: _Words, releases: Sequence[str]) -> list[str]:
    first = threads[0]
    answers = [words.answer(moment, first) for moment in first.moments]
    cells = [
        backend,
        words.question(threads),
        words.where(first.scenarios),
        *answers,
        *_span(first, releases),
    ]
    return [escape(cell) for cell in cells]


def _places(event: Event, backend: BackendHistory) -> list[str]:
    if event.thread is None:
        sides: Iterable[str | None] = (backend.locations[event.since], backend.locations[event.release])
    else:
        sides = (event.thread.moments[event.since].location, event.thread.moments[event.release].location)
    return [place for place in sides if place]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(_lines([header, ["---"] * len(header), *rows]))


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield f"| {' | '.join(row)} |"
