"""`docgen build --watch` in a process of its own: an edit is written, a broken one is said, Ctrl-C ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING

import pytest
from tiny_project import write_tree

from docgen.project.watch import watch

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60.0
"""Seconds that a busy machine gets."""


class Watched:
    """A running `docgen build --watch`, and its lines as they come."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "docgen", "build", "--watch", "--root", str(root)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def wait_for(self, text: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line = self._lines.get(timeout=1.0)
            except Empty:
                assert self.process.poll() is None, "it ended"
                continue
            if text in line:
                return line
        raise AssertionError(f"no line with {text!r}")


def wait_until(true: Callable[[], bool]) -> None:
    """A slow writer may be looked at between two of its writes: what counts is what the page ends as."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def test_an_edit_is_acted_on_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source.py"
    source.write_text("before", encoding="utf-8")
    edits = iter(["", "half", "the whole of it"])
    seen: list[str] = []

    def edit_instead_of_sleeping(_seconds: float) -> None:
        if len(seen) == 2:
            raise KeyboardInterrupt
        if (text := next(edits, None)) is not None:
            source.write_text(text, encoding="utf-8")

    monkeypatch.setattr(time, "sleep", edit_instead_of_sleeping)
    with pytest.raises(KeyboardInterrupt):
        watch(lambda: [source], lambda: seen.append(source.read_text(encoding="utf-8")))
    assert seen == ["before", "the whole of it"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_tree(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("_ctrl_c")
@pytest.mark.skipif(sys.platform == "win32", reason="a process group is interrupted another way there")
def test_edits_are_written_and_errors_do_not_end_it(root: Path) -> None:
    watched = Watched(root)
    try:
        watched.wait_for("wrote docs/shapes.md")
        source, page = root / "shapes/circle.py", root / "docs/shapes.md"
        text, before = source.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
        time.sleep(1.0)
        source.write_text(text.replace("True", "False"), encoding="utf-8")
        watched.wait_for("wrote docs/shapes.md")
        assert page.read_text(encoding="utf-8") != before
        source.write_text("class (\n", encoding="utf-8")
        assert "shapes/circle.py:1: not Python" in watched.wait_for("not Python")
        source.write_text(text, encoding="utf-8")
        wait_until(lambda: page.read_text(encoding="utf-8") == before)
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(PATIENCE) == 0
    finally:
        watched.process.kill()
