"""A history of releases: for a terminal, for a page, and as data."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docgen.model.history import EventKind
from docgen.rendering.history import history_markdown as pages_markdown
from docgen.rendering.history_words import HistoryWords, span
from docgen.rendering.turns import events
from docgen.reporters.export import SCHEMA
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docgen.comparison.history import Told
    from docgen.model.history import BackendHistory, Event, History, Thread

_WIDTH = max(len(kind.value) for kind in EventKind)


def history_text(told: Told) -> str:
    """List the changes in a block for each backend, each change with the places on both sides."""
    history, words = told.history, HistoryWords(told.history, told.config)
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
    """A table of the changes, and one of the release since which each capability is supported."""
    return pages_markdown(told.history, told.config)


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
    first, lost = span(thread, releases)
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


def _alike(turns: Iterable[Event], backend: BackendHistory) -> list[list[Event]]:
    """Turns of one question in the same release and at the same places, together."""
    found: dict[object, list[Event]] = {}
    for event in turns:
        thread = event.thread
        key = (event.kind, event.release, event.since, event.scenarios, thread.capability if thread else None)
        said = thread and [thread.moments[number].value for number in (event.since, event.release)]
        found.setdefault((key, str(said), *_places(event, backend)), []).append(event)
    return [*found.values()]


def _places(event: Event, backend: BackendHistory) -> list[str]:
    if event.thread is None:
        sides: Iterable[str | None] = (backend.locations[event.since], backend.locations[event.release])
    else:
        sides = (event.thread.moments[event.since].location, event.thread.moments[event.release].location)
    return [place for place in sides if place]
