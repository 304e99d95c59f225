"""Variables of a template: one frozen view of the model, made for one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.model.measurement import Measured
from docgen.model.rules import ENTRIES
from docgen.rendering.legend import Entry, columns, legend
from docgen.rendering.lists import ScenarioList, scenario_lists
from docgen.rendering.marks import Marks
from docgen.rendering.matrix import Matrix, matrices
from docgen.rendering.scenarios import ScenarioWords
from docgen.rendering.tables import SupportTable, support_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.config import Config
    from docgen.model.history import History
    from docgen.model.location import Location
    from docgen.model.rule_entry import RuleEntry
    from docgen.model.support import SupportModel
    from docgen.rendering.by_capability import CapabilityView


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Reason why a backend refuses something, in the code's own words."""

    backend: str
    """The backend's name."""
    header: str
    """The heading of the column that it is about."""
    text: str
    """The docstring of the predicate that refuses."""
    location: Location
    """Place of that predicate's definition."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """Everything a page can show."""

    tables: tuple[SupportTable, ...]
    """The configured tables, in order."""
    lists: tuple[ScenarioList, ...]
    """The configured lists, in order."""
    legend: tuple[Entry, ...]
    """The signs that occur, and their meanings."""
    marks: tuple[Entry, ...]
    """The superscript marks for evidence that occur in cells, and their meanings."""
    columns: tuple[Entry, ...]
    """The columns that have a description."""
    refusals: tuple[WhyNot, ...]
    """The explained refusals, by backend."""
    matrices: tuple[Matrix, ...] = ()
    """The evidence of each backend."""
    history: str = ""
    """The kept history as Markdown; empty where the configuration names none."""
    rules: tuple[RuleEntry, ...] = ENTRIES
    """The rules by which docgen reports."""
    _by_capability: Callable[[], tuple[CapabilityView, ...]] = tuple
    """Makes the answers by capability, which few pages show."""

    @property
    def capabilities(self) -> tuple[CapabilityView, ...]:
        """The answers by capability."""
        return self._by_capability()


def page_context(
    config: Config, model: SupportModel, measured: Measured | None = None, history: History | None = None
) -> PageContext:
    """View `model` and its measurements as `config` wants them shown."""
    marks = Marks(config, measured or Measured())
    tables = support_tables(config, model, marks)
    lists = scenario_lists(config, model)
    headers = {capability.key: capability.header for capability in config.capability}
    return PageContext(
        tables=tables,
        lists=lists,
        legend=legend(tables, lists, ScenarioWords(model.scenarios)),
        marks=tuple(Entry(*each) for each in marks.legend(mark for table in tables for mark in table.marks)),
        columns=columns(tables),
        history=_told(history, config) if history else "",
        matrices=matrices(config, measured or Measured()),
        _by_capability=lambda: _by_capability(config, model, history),
        refusals=tuple(
            WhyNot(backend.name, headers[refusal.capability], refusal.text, refusal.location)
            for backend in model.backends
            for refusal in backend.refusals
        ),
    )


def _by_capability(
    config: Config, model: SupportModel, history: History | None
) -> tuple[CapabilityView, ...]:
    # Imported here: few pages show them.
    from docgen.rendering.by_capability import by_capability  # noqa: PLC0415

    return by_capability(config, model, history)


def _told(history: History, config: Config) -> str:
    # Imported here: most projects keep no history.
    from docgen.rendering.history import history_markdown  # noqa: PLC0415

    return history_markdown(history, config)
