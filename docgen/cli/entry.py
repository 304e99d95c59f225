"""The command as a process starts it: Ctrl-C while Python still reads docgen's modules ends it without a traceback."""

from __future__ import annotations

import sys

_INTERRUPTED = 130
"""Exit status of a command that a user ended, as shells have it."""


def run() -> int:
    """Run `docgen` with the arguments of the process, and return the exit status."""
    words = sys.argv[1:]
    try:
        from docgen.cli.repetition import recording, repeated  # noqa: PLC0415 - it may be interrupted

        before = repeated(words)
        if before is not None:
            return before
        with recording(words) as status:
            from docgen.cli.main import main  # noqa: PLC0415 - the slow part

            status.append(main())
        return status[0]
    except KeyboardInterrupt:
        return _INTERRUPTED
