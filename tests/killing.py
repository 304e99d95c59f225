"""Ends docgen with SIGKILL at random moments of build, init and cache writes, and looks at what is left.

    python tests/killing.py [MOMENTS]

After each kill a page is the old one or the new one, a configuration is whole or not there, and the next run leaves no file
behind that was written aside. Prints what was found as a line of JSON; a violation is an exit status of 1.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from tiny_project import FILES, write_tree

HERE = Path(__file__).parents[1]
SEED = 14


def docgen(*words: str, cache: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "docgen", *words],
        cwd=HERE,
        env={**os.environ, "DOCGEN_CACHE_DIR": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def leftovers(*directories: Path) -> list[str]:
    return [path.name for each in directories for path in each.rglob("*.docgen-part")]


def moment(command: str, delay: float, directory: Path) -> list[str]:
    """Return the errors after a command was ended so many seconds after its start, and run once more."""
    cache = directory / "cache"
    files = dict(FILES)
    if command == "init":
        del files["docgen.toml"]
    else:
        files["docs/shapes.md"] = "old\n"
    root = write_tree(directory / "root", files)
    run = docgen(command, "--root", str(root), cache=cache)
    time.sleep(delay)
    run.send_signal(signal.SIGKILL)
    run.wait()
    wrong = []
    page = root / ("docs/support.md" if command == "init" else "docs/shapes.md")
    text = page.read_text() if page.exists() else None
    if text not in {None, "old\n"} and not (text and "CIRCLE" in text and text.endswith("\n")):
        wrong.append(f"half a page: {text!r}")
    config = root / "docgen.toml"
    if command == "init" and config.exists() and "[[page]]" not in config.read_text():
        wrong.append("half a configuration")
    if command == "init" and config.exists():
        command = "build"
    if (status := docgen(command, "--root", str(root), cache=cache).wait()) != 0:
        wrong.append(f"the next {command} ends with {status}")
    if (status := docgen("check", "--root", str(root), cache=cache).wait()) != 0:
        wrong.append(f"the next check ends with {status}")
    wrong += leftovers(root, cache)
    return wrong


def main() -> int:
    moments = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    generator = random.Random(SEED)  # noqa: S311
    wrong: list[str] = []
    for number in range(moments):
        command = ("build", "init", "build")[number % 3]
        with tempfile.TemporaryDirectory() as name:
            delay = generator.uniform(0.2, 2.0)
            wrong += [f"{command} after {delay:.3f} s: {each}" for each in moment(command, delay, Path(name))]
    print(json.dumps({"moments": moments, "seed": SEED, "violations": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
