"""The command as a process starts it: Ctrl-C while Python still reads docgen's modules ends it without a traceback."""

from __future__ import annotations

_INTERRUPTED = 130
"""Exit status of a command that a user ended, as shells have it."""


def run() -> int:
    """Run `docgen` with the arguments of the process, and return the exit status."""
    try:
        from docgen.cli.main import main  # noqa: PLC0415 - the slow part, which may be interrupted

        return main()
    except KeyboardInterrupt:
        return _INTERRUPTED
