"""Time `docgen check` on this repository beside an interpreter that does nothing: `make bench`."""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 15
COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "docgen --version": ("-m", "docgen", "--version"),
    "docgen check, no bytecode": ("-X", "pycache_prefix=/nonexistent", "-B", "-m", "docgen", "check", "-q"),
    "docgen check": ("-m", "docgen", "check", "-q"),
}


def seconds(arguments: tuple[str, ...]) -> list[float]:
    """Wall times of one command, each in a process of its own."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        result = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=False
        )
        times.append(time.perf_counter() - start)
        if result.returncode:
            sys.exit(f"{' '.join(arguments)} exited with {result.returncode}: it is not timed")
    return times


def main() -> None:
    """Print the median and the best of each command."""
    compileall.compile_dir(ROOT / "docgen", quiet=1)
    for name, arguments in COMMANDS.items():
        times = seconds(arguments)
        print(f"{name:28} median {statistics.median(times):.3f} s   best {min(times):.3f} s")


if __name__ == "__main__":
    main()
