"""A history in words: questions, answers, releases and turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.history import EventKind, Mark
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.turns import since
from docgen.rendering.words import spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.config import Config
    from docgen.model.cell import Value
    from docgen.model.history import BackendHistory, Event, History, Moment, Thread

SIGNS: dict[Mark, str] = {
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
MEANINGS = {
    Mark.YES: "supported",
    Mark.NO: "not supported",
    Mark.DEPENDS: "depends on something that no scenario fixes",
    Mark.UNKNOWN: "not known, which is no no",
    Mark.UNDECLARED: "nothing is declared",
    Mark.UNAVAILABLE: "the class cannot be imported",
    Mark.UNASKED: "the release has no such question or value",
}
"""Meanings of the signs, for a legend."""


class HistoryWords:
    """Words of a history."""

    def __init__(self, history: History, config: Config) -> None:
        """Prepare the words for `history`, with the headings and labels of `config`."""
        self._releases = history.releases
        self._scenarios = ScenarioWords(history.scenarios)
        self._columns = {column.key: column for column in config.capability}

    def question(self, threads: Sequence[Thread]) -> str:
        """The heading of a column, with the values of its domain that are asked about."""
        column, said = self._columns[threads[0].capability], self.values(threads)
        return f"{column.header}: {said}" if said else column.header

    def values(self, threads: Sequence[Thread]) -> str:
        """The values of a domain that are asked about; empty for a question without one."""
        values: list[Value] = [thread.value for thread in threads if thread.value is not None]
        column = self._columns[threads[0].capability]
        return ", ".join(word.text for word in spell(values, column, None)) if values else ""

    def where(self, scenarios: Sequence[str]) -> str:
        """The scenarios in words; empty for all."""
        return self._scenarios.describe(scenarios) if scenarios else ""

    def answer(self, moment: Moment, thread: Thread) -> str:
        """The answer of a release."""
        if moment.mark is Mark.UNASKED and moment.reason:
            return moment.reason
        if moment.mark is not Mark.VALUE:
            return SIGNS[moment.mark]
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


def span(thread: Thread, releases: Sequence[str]) -> tuple[str, str]:
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
