"""The events of a history: answers that were gained or lost, each with its release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.history import Event, EventKind, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.model.history import BackendHistory, History, Moment, Thread

_SAYS = {Mark.YES, Mark.NO, Mark.VALUE, Mark.DEPENDS, Mark.UNDECLARED}
"""Answers, as opposed to the lack of one."""


def events(history: History) -> Iterator[Event]:
    """Yield every turn, backend by backend and question by question."""
    for backend in history.backends:
        yield from _of_backend(backend)
        for thread in backend.threads:
            yield from _of_thread(backend.name, thread)


def since(thread: Thread) -> tuple[int, bool] | None:
    """The release from which on the answer is yes, to the last; None if the last answer is not a yes.

    Returns:
        Its number, and whether the answer before it is known to have been otherwise, so that it was not there earlier.
    """
    if thread.moments[-1].mark is not Mark.YES:
        return None
    first = len(thread.moments) - 1
    while first and thread.moments[first - 1].mark is Mark.YES:
        first -= 1
    if not first:
        return 0, False
    before = thread.moments[first - 1]
    # A value that the release before did not have was not supported there.
    no_value = before.mark is Mark.UNASKED and before.reason is not None
    return first, no_value or before.mark in {Mark.NO, Mark.ABSENT, Mark.VALUE, Mark.UNDECLARED}


def _of_backend(backend: BackendHistory) -> Iterator[Event]:
    for release in range(1, len(backend.names)):
        before, now = backend.names[release - 1], backend.names[release]
        if before == now:
            continue
        kind = EventKind.ADDED if before is None else EventKind.REMOVED if now is None else EventKind.RENAMED
        yield Event(kind=kind, release=release, since=release - 1, backend=backend.name)
    yield from _of_availability(backend)


def _of_availability(backend: BackendHistory) -> Iterator[Event]:
    """Yield where the class as a whole cannot be imported any more, or can again, scenarios of one turn together."""
    scenarios = list(dict.fromkeys(name for thread in backend.threads for name in thread.scenarios))
    turns: dict[tuple[int, EventKind], list[str]] = {}
    for scenario in scenarios:
        asked = [thread.moments for thread in backend.threads if scenario in thread.scenarios]
        gone = [
            all(moments[release].mark is Mark.UNAVAILABLE for moments in asked)
            for release in range(len(backend.names))
        ]
        for release in range(1, len(gone)):
            if (
                gone[release] is not gone[release - 1]
                and backend.names[release - 1]
                and backend.names[release]
            ):
                kind = EventKind.UNAVAILABLE if gone[release] else EventKind.AVAILABLE
                turns.setdefault((release, kind), []).append(scenario)
    for (release, kind), names in turns.items():
        yield Event(
            kind=kind, release=release, since=release - 1, backend=backend.name, scenarios=tuple(names)
        )


def _of_thread(backend: str, thread: Thread) -> Iterator[Event]:
    """Yield the turns of the answers; a backend or a question that is not there in a release ends no answer."""
    last: int | None = None
    previous: Moment | None = None
    for release, moment in enumerate(thread.moments):
        if moment.mark in {Mark.ABSENT, Mark.UNASKED}:
            # Answers from before the backend went are not compared with those after its return.
            if moment.mark is Mark.ABSENT:
                last = previous = None
            continue
        kind = _turn(thread.moments, last, previous, moment)
        if kind is not None:
            yield Event(
                kind=kind,
                release=release,
                since=last if last is not None and moment.mark in _SAYS else release - 1,
                backend=backend,
                thread=thread,
                scenarios=thread.scenarios,
            )
        previous = moment
        if moment.mark in _SAYS:
            last = release


def _turn(
    moments: Sequence[Moment], last: int | None, previous: Moment | None, moment: Moment
) -> EventKind | None:
    """The kind of the turn from the moments before to this one; None if nothing turned."""
    # A failed import is reported once, for the class.
    if previous is None or moment.same_answer(previous) or moment.mark is Mark.UNAVAILABLE:
        return None
    if moment.mark is Mark.UNKNOWN:
        return None if previous.mark is Mark.UNAVAILABLE else EventKind.UNKNOWN
    earlier = moments[last] if last is not None else None
    if earlier is None or moment.same_answer(earlier):
        return None if previous.mark is Mark.UNAVAILABLE else EventKind.KNOWN
    if (earlier.mark, moment.mark) in _DIRECTIONS:
        return _DIRECTIONS[earlier.mark, moment.mark]
    return EventKind.CHANGED


_DIRECTIONS = {
    (Mark.NO, Mark.YES): EventKind.GAINED,
    (Mark.UNDECLARED, Mark.YES): EventKind.GAINED,
    (Mark.YES, Mark.NO): EventKind.LOST,
    (Mark.YES, Mark.UNDECLARED): EventKind.LOST,
}
"""Turns of known answers that are more or less."""
