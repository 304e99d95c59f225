"""Earlier results are used again only if none of their inputs has changed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from tiny_project import FILES

from docgen.config import load_config
from docgen.project.cache import Cache
from docgen.project.entries import ENTRIES
from docgen.project.introspection import asked as asked_anew
from docgen.project.introspection import introspect
from docgen.project.kept import Kept, Recalled
from docgen.static.source import extent
from docgen.static.source.parsing import parse


class Asked:
    """A cache over a tree, counting how often the tree was really read."""

    def __init__(self, root: Path, directory: Path) -> None:
        self.root = root
        self.cache = Cache(directory)
        self.times = 0

    def __call__(self, scenarios: tuple[str, ...] | None = None) -> object:
        config = load_config(self.root)

        def ask(recalled: Recalled) -> Kept:
            self.times += 1
            return asked_anew(self.root, config, scenarios, None, recalled)

        model, self.digest = self.cache.model(self.root, config, scenarios, ask)
        return model


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    root = tmp_path / "project"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Asked(root, tmp_path / "cache")


def test_recalls_the_same_model(asked: Asked) -> None:
    first = asked()
    assert asked() == first
    assert asked.times == 1


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_during_the_reading_is_not_taken_for_what_was_read(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = asked.root / "shapes/circle.py"
    whole = source.read_text(encoding="utf-8")

    def emptied_and_then_saved(path: Path, display: str, *take: Any) -> object:
        if path.name != "circle.py":
            return parse(path, display, *take)
        source.write_text("", encoding="utf-8")
        read = parse(path, display, *take)
        source.write_text(whole, encoding="utf-8")
        return read

    with monkeypatch.context() as patch:
        patch.setattr("docgen.static.source.tree.parse", emptied_and_then_saved)
        half = asked()
    assert asked() != half
    assert asked.times == 2


def test_a_result_is_not_kept_if_its_evidence_changed_meanwhile(tmp_path: Path) -> None:
    page = ["before"]

    def slow() -> str:
        read = page[0]
        page[0] = "after"
        return read

    cache = Cache(tmp_path / "cache")
    assert cache.recall(lambda: page, str, slow) == "before"
    page[0] = "before"
    assert cache.recall(lambda: page, str, lambda: "read again") == "read again"


def test_reads_again_after_an_edit_that_keeps_the_time(asked: Asked) -> None:
    import os

    before = asked()
    path = asked.root / "shapes/base.py"
    stat = path.stat()
    edit(path, "Colour.RED", "Colour.RED if 1 else None")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = asked()
    assert asked.times == 2
    assert after == introspect(asked.root, load_config(asked.root))
    assert before.inputs == after.inputs


def test_the_digest_is_that_of_the_answers(asked: Asked) -> None:
    def digest() -> str:
        asked()
        return asked.digest

    before = digest()
    assert digest() == before
    edit(asked.root / "shapes/base.py", "Colour.RED", "Colour.RED # warm")
    assert digest() == before
    edit(asked.root / "shapes/base.py", "Colour.RED", "Colour.BLUE")
    changed = digest()
    assert changed != before
    assert digest() == changed
    assert asked.times == 3


def test_reads_again_when_the_configuration_changes(asked: Asked) -> None:
    asked()
    edit(asked.root / "docgen.toml", 'header = "Round"', 'header = "Rounded"')
    asked()
    assert asked.times == 2


def test_reads_again_when_imports_begin_or_cease_to_run(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tree may grow by modules that no answer depends on, and be one whose imports are not run any more."""
    (asked.root / "shapes/unread").mkdir()
    asked()
    (asked.root / "shapes/unread/more.py").write_text("", encoding="utf-8")
    asked()
    assert asked.times == 1
    monkeypatch.setattr(extent, "SMALL", 4)
    asked()
    assert asked.times == 2


def test_keeps_scenarios_apart(asked: Asked) -> None:
    asked()
    assert asked(("flat",)).scenarios == ("flat",)
    assert asked.times == 2


def test_reads_again_when_a_missing_module_comes(asked: Asked) -> None:
    edit(
        asked.root / "shapes/base.py",
        "from shapes.colours import Colour",
        "from shapes.colours import Colour\nimport shapes.late",
    )
    asked()
    (asked.root / "shapes/late.py").write_text("", encoding="utf-8")
    asked()
    assert asked.times == 2


@pytest.mark.parametrize("damage", [b"", b"\x00 half of an entr", b"\xc1" * 100])
def test_a_broken_entry_is_made_again(asked: Asked, damage: bytes) -> None:
    first = asked()
    (entry,) = asked.cache.directory.glob("*.msgpack")
    entry.write_bytes(damage)
    assert asked() == first
    assert asked.times == 2
    assert asked() == first
    assert asked.times == 2


def test_an_entry_with_one_wrong_letter_is_made_again(asked: Asked) -> None:
    first = asked()
    (entry,) = asked.cache.directory.glob("*.msgpack")
    entry.write_bytes(entry.read_bytes().replace(b"Circle", b"Curcle"))
    assert asked() == first
    assert asked.times == 2


def test_an_entry_of_another_shape_is_made_again(asked: Asked) -> None:
    first = asked()
    (entry,) = asked.cache.directory.glob("*.msgpack")
    asked.cache._write(entry, {"evidence": 3})
    assert asked() == first


def test_does_without_a_directory_that_cannot_be_written(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    asked.cache = Cache(tmp_path / "file" / "cache")
    assert asked() == asked()
    assert asked.times == 2


def test_forgets_the_oldest_entries(asked: Asked) -> None:
    asked.cache.directory.mkdir()
    for number in range(ENTRIES + 5):
        (asked.cache.directory / f"{number}.msgpack").write_bytes(b"old")
    asked()
    assert len(list(asked.cache.directory.glob("*.msgpack"))) == ENTRIES


def test_runs_at_the_same_time_leave_a_whole_entry(asked: Asked) -> None:
    expected = asked()
    threads = [threading.Thread(target=Asked(asked.root, asked.cache.directory)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not list(asked.cache.directory.glob("*.part"))
    again = Asked(asked.root, asked.cache.directory)
    assert again() == expected
    assert again.times == 0
