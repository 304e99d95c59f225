"""A line for each claim as its test ends, in place of pytest's dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from docgen.verify.results import PASSED, SKIPPED, result_for

if TYPE_CHECKING:
    from docgen.verify.results import TestRun


class Progress:
    """Shows how far a run is."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._total = 0
        self._done = 0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the tests."""
        self._total = len(session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:  # noqa: ARG002
        """Count the tests that workers found."""
        self._total = len(ids)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Leave out pytest's letter."""
        if report.when == "call" or not report.passed:
            return str(report.outcome), "", ""
        return None

    def tell(self, run: TestRun) -> None:
        """Print the results of a test's claims."""
        self._done += 1
        reporter: pytest.TerminalReporter | None = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is None:
            return
        for shown in run.shows:
            result = result_for(run, shown)
            word = (
                "verified" if result == PASSED else "untestable" if result.startswith(SKIPPED) else "refuted"
            )
            reporter.write_line(f"{self._done:>5}/{self._total}  {word:<10}  {shown.claim}")
