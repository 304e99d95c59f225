"""The side of the plugin that reads reports and writes the evidence file."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from docgen.verify.evidence_files import path_of, read_evidence, write_evidence
from docgen.verify.found import FOUND_IN, read_found
from docgen.verify.recording import REACH, SHOWS
from docgen.verify.results import Collected, Shown, TestRun, merged

if TYPE_CHECKING:
    from docgen.verify.progress import Progress
    from docgen.verify.session import VerifySession

_PHASES = frozenset({"setup", "call", "teardown"})
"""Phases that a report may be about; the report of a crash is about none."""
_NOT_RECORDED = frozenset({REACH, SHOWS})


class Collecting:
    """Gathers results by test."""

    def __init__(self, session: VerifySession, progress: Progress | None) -> None:
        self._session = session
        self._progress = progress
        self._runs: dict[str, TestRun] = {}
        self._directory: tempfile.TemporaryDirectory[str] | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker where to record the tests that it found, because a process that crashes reports nothing."""
        if self._directory is None:
            self._directory = tempfile.TemporaryDirectory(prefix="docgen-")
        node.workerinput[FOUND_IN] = self._directory.name

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a phase of a test; an attempt that will be repeated does not count."""
        properties: dict[str, Any] = dict(report.user_properties)
        if report.when == "setup" or report.nodeid not in self._runs:
            shows = self._shows(report.nodeid, properties.get(SHOWS))
            if not shows:
                return
            self._runs[report.nodeid] = TestRun(shows)
        run = self._runs[report.nodeid]
        if REACH in properties:
            run.reach |= frozenset(properties[REACH].split())
        measured = {
            key: value for key, value in properties.items() if key not in _NOT_RECORDED and _holds(value)
        }
        if str(report.outcome) == "rerun":
            run.result = ""
            return
        expected = hasattr(report, "wasxfail")
        outcome = "failed" if expected and report.outcome == "skipped" else report.outcome
        run.add(outcome, _reason(report), measured)
        run.over = report.when not in {"setup", "call"}
        if run.over and self._progress:
            self._progress.tell(run)

    def pytest_sessionfinish(self) -> None:
        """Write the file, also after Ctrl-C, so that the next run continues where this one stopped."""
        finished = {node: run for node, run in self._runs.items() if run.over}
        if not finished or self._session.target is None:
            return
        # Read again: another process may have written meanwhile.
        before = read_evidence(self._session.directory, self._session.target)
        after = merged(before, finished, self._found(), self._session.modules)
        write_evidence(self._session.directory, after)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say where the evidence is."""
        if self._runs and self._session.target is not None:
            path = path_of(self._session.directory, self._session.target)
            terminalreporter.write_line(f"docgen: evidence of {len(self._runs)} tests in {path}")

    def _shows(self, node: str, sent: str | None) -> tuple[Shown, ...]:
        """Return the claims that a test shows, by its report; by its collection if a crash left no report."""
        if sent is not None:
            return msgspec.json.decode(sent, type=tuple[Shown, ...])
        return self._found().shows.get(node, ())

    def _found(self) -> Collected:
        """The tests that were found here, or by the workers."""
        if self._directory is None:
            return self._session.collected
        return read_found(Path(self._directory.name), self._session.collected)


def _holds(value: object) -> bool:
    """Tell whether JSON can hold a value that a test recorded."""
    try:
        msgspec.json.encode(value)
    except (TypeError, ValueError):
        return False
    return True


def _reason(report: pytest.TestReport) -> str:
    """Say why a test did not pass, as far as its report says."""
    if report.when not in _PHASES:
        return f"the process ended by {_signal_of(report)}"
    expected = getattr(report, "wasxfail", None)
    if expected is not None:
        return f"expected to fail: {expected}"
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message) if crash else str(report.longrepr or "")


def _signal_of(report: pytest.TestReport) -> str:
    """The signal that ended the process of a test, which xdist saw end."""
    # execnet has no public name for the process that it started.
    process = getattr(getattr(getattr(report, "node", None), "gateway", None), "_io", None)
    try:
        status = process.popen.wait(timeout=10) if process else None
    except (AttributeError, subprocess.TimeoutExpired):
        status = None
    if status is None:
        return "a signal that is not known"
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
