"""One run of the configured tests, by a pytest process of its own."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import EvidenceError

if TYPE_CHECKING:
    from pathlib import Path

    from docgen.config.verify import Verify

_NOTHING_SELECTED = 5
_INTERRUPTED = 2
_DONE = frozenset({0, 1, _NOTHING_SELECTED})
"""Exit statuses of pytest."""

_MOST_PROCESSES = 8
"""Most processes that tests are spread over by default: each holds its own copy of everything that tests import."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Request for measurements."""

    target: str
    """Name of the target."""
    backends: tuple[str, ...] = ()
    """Names of backends; all where empty."""
    capabilities: tuple[str, ...] = ()
    """Keys of capabilities; all where empty."""
    changed: bool = True
    """True if claims whose evidence is current are left out."""
    arguments: tuple[str, ...] = ()
    """More arguments for pytest."""
    quiet: bool = False
    """True if pytest's output is hidden as well."""


def run_tests(root: Path, verify: Verify, wanted: Wanted) -> bool:
    """Run the tests and write their results to the evidence file, even if Ctrl-C stops the run.

    Returns:
        True if the run was completed.

    Raises:
        EvidenceError: pytest is not installed, cannot run these tests, or was ended by a signal.
    """
    if importlib.util.find_spec("pytest") is None:
        raise EvidenceError(
            "pytest is not installed", remedy="install it beside docgen, with what the tests need"
        )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "docgen.verify.plugin",
        *_arguments(wanted),
        *verify.tests,
    ]
    output = subprocess.DEVNULL if wanted.quiet else None
    process = subprocess.Popen(command, cwd=root, stdout=output)  # noqa: S603 - the project's own tests, as asked
    try:
        status = process.wait()
    except KeyboardInterrupt:
        # The terminal interrupted pytest as well, which writes the results it has.
        process.wait()
        return False
    if status < 0:
        remedy = "install pytest-xdist: a process that ends costs one claim then, and the others go on"
        raise EvidenceError(f"pytest was ended by {signal.Signals(-status).name}", remedy=remedy)
    if status not in {*_DONE, _INTERRUPTED}:
        raise EvidenceError(
            f"pytest could not run the tests (exit status {status})", remedy="see what it says"
        )
    return status != _INTERRUPTED


def _wait_out(process: subprocess.Popen[bytes]) -> None:
    """Wait until pytest has written down what it has: the terminal told it as well, of every further Ctrl-C too."""
    while process.returncode is None:
        with suppress(KeyboardInterrupt):
            process.wait()


def _arguments(wanted: Wanted) -> list[str]:
    found = [
        "--docgen-target",
        wanted.target,
        "--docgen-progress",
        "--quiet",
        "--no-header",
        "--tb=no",
        "-rN",
    ]
    for name in wanted.backends:
        found += ["--docgen-backend", name]
    for key in wanted.capabilities:
        found += ["--docgen-capability", key]
    if wanted.changed:
        found.append("--docgen-changed")
    if importlib.util.find_spec("xdist") and not any(each.startswith("-n") for each in wanted.arguments):
        # Idle processes take work from busy ones, because tests differ much in length.
        found += ["-n", "auto", "--maxprocesses", str(_MOST_PROCESSES), "--dist", "worksteal"]
    return [*found, *wanted.arguments]
