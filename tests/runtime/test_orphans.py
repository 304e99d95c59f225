"""No child outlives the one who asked, however that ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.runtime.support import is_running, registry, write

ASKER = """
import sys
from pathlib import Path
from docgen.runtime.child import ask
from tests.runtime.support import config
ask(Path(sys.argv[1]), config({"answer": "1"}))
"""
SLEEPS = """
import os, pathlib, subprocess, time
child = subprocess.Popen(["sleep", "1000"])
path = pathlib.Path(__file__).with_suffix(".pids")
path.with_suffix(".tmp").write_text(f"{os.getpid()} {child.pid}")
path.with_suffix(".tmp").rename(path)
time.sleep(1000)
"""
CHECKOUT = Path(__file__).parent.parent.parent


@pytest.mark.usefixtures("_ctrl_c")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ending_the_asker_ends_all(tmp_path: Path, end: signal.Signals) -> None:
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": SLEEPS})
    asker = subprocess.Popen(
        [sys.executable, "-c", ASKER, str(tmp_path)], cwd=CHECKOUT, stderr=subprocess.DEVNULL
    )
    told = tmp_path / "pkg" / "one.pids"
    wait_until(told.exists)
    pids = [int(pid) for pid in told.read_text().split()]
    assert all(is_running(pid) for pid in pids)
    os.kill(asker.pid, end)
    asker.wait(10)
    wait_until(lambda: not any(is_running(pid) for pid in pids))


def wait_until(condition: object, seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)
