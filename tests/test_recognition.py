"""Inputs of a run, recognised by what the system says of them, and behind no other links than before."""

import os
import time

import pytest
from tiny_project import write_tree

from docgen import sightings
from docgen.project.recognition import Inputs
from docgen.regular_files import module_names, read_regular

FILES = {"above/pkg/module.py": "X = 1\n", "above/pkg/other.py": "", "above/file": ""}


@pytest.fixture
def root(tmp_path, monkeypatch):
    later = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: later)
    return write_tree(tmp_path, FILES)


def seen(look):
    """The inputs of something that looks at files, as they are kept."""
    with sightings.seen() as found:
        look()
    inputs = Inputs.of(found)
    return inputs and Inputs.from_fields(inputs.fields())


def test_what_stays_holds(root):
    (root / "link").symlink_to("above")
    inputs = seen(
        lambda: (
            read_regular(root / "link/pkg/module.py"),
            read_regular(root / "above/../above/pkg/module.py"),
            module_names(f"{root}/above/pkg/."),
            sightings.saw_names(root / "above"),
            sightings.saw_kind(root / "nowhere/at/all"),
            sightings.saw_kind(root / "link"),
        )
    )
    assert inputs.still_hold()
    assert f"{root}/above/pkg/module.py" in inputs.contents
    assert inputs.links[f"{root}/link"] == f"{root}/above"


def moved(root, name):
    (root / name).rename(root / "elsewhere")
    (root / name).symlink_to(root / "elsewhere")


CHANGES = {
    "a directory that becomes a link to itself": lambda root: moved(root, "above/pkg"),
    "a directory above that does": lambda root: moved(root, "above"),
    "a file that does": lambda root: moved(root, "above/pkg/module.py"),
    "a file that goes": lambda root: (root / "above/pkg/module.py").unlink(),
    "other content": lambda root: (root / "above/pkg/module.py").write_text("X = 2\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_recognised(root, change):
    inputs = seen(lambda: read_regular(root / "above/pkg/module.py"))
    change(root)
    assert inputs.still_hold() is False


def test_a_change_of_equal_size_and_time_is_recognised(root):
    path = root / "above/pkg/module.py"
    inputs = seen(lambda: read_regular(path))
    before = path.stat()
    path.write_text("X = 2\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert inputs.still_hold() is False


def test_a_file_that_takes_the_place_of_another_is_recognised(root, monkeypatch):
    path = root / "above/pkg/module.py"
    inputs = seen(lambda: read_regular(path))
    before = path.stat()
    other = path.with_name("new")
    other.write_text("X = 2\n")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert inputs.still_hold() is False


def test_a_link_that_leads_elsewhere_is_a_change(root):
    (root / "link").symlink_to("above/pkg/module.py")
    inputs = seen(lambda: read_regular(root / "link"))
    (root / "link").unlink()
    (root / "link").symlink_to("above/pkg/other.py")
    assert inputs.still_hold() is False


KINDS = {
    "a file that comes": ("above/new", lambda root: write_tree(root, {"above/new": ""})),
    "a directory that comes": ("above/new", lambda root: (root / "above/new").mkdir()),
    "a file that goes": ("above/file", lambda root: (root / "above/file").unlink()),
    "a file that becomes a link": ("above/file", lambda root: moved(root, "above/file")),
    "a link that comes": ("above/new", lambda root: (root / "above/new").symlink_to("nowhere")),
}


@pytest.mark.parametrize(("path", "change"), KINDS.values(), ids=KINDS.keys())
def test_a_change_of_kind_is_recognised(root, path, change):
    inputs = seen(lambda: sightings.saw_kind(root / path))
    assert inputs.still_hold()
    change(root)
    assert inputs.still_hold() is False


def test_names_are_recognised(root):
    modules = seen(lambda: module_names(root / "above/pkg"))
    names = seen(lambda: sightings.saw_names(root / "above/pkg"))
    write_tree(root, {"above/pkg/words.txt": ""})
    assert modules.still_hold()
    assert names.still_hold() is False
    write_tree(root, {"above/pkg/new.py": ""})
    assert modules.still_hold() is False


def test_what_changes_in_the_middle_is_not_kept(root):
    path = root / "above/pkg/module.py"

    def look():
        read_regular(path)
        path.write_text("X = 22\n")
        read_regular(path)

    assert seen(look) is None


def test_what_changes_in_the_middle_by_another_name_is_not_kept(root):
    path = root / "above/pkg/module.py"
    (root / "link").symlink_to("above")

    def look():
        read_regular(path)
        path.write_text("X = 22\n")
        read_regular(root / "link/pkg/module.py")

    assert seen(look) is None


def test_what_cannot_be_read_is_not_kept(root):
    def look():
        with pytest.raises(OSError, match="it is a directory"):
            read_regular(root / "above")

    assert seen(look) is None


def test_names_that_may_still_change_within_the_same_time_are_not_kept(root, monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert seen(lambda: sightings.saw_names(root / "above")) is None
    assert seen(lambda: module_names(root / "above")).still_hold()


def test_what_another_record_holds_is_left_out(root):
    def look():
        with sightings.unseen():
            read_regular(root / "above/pkg/module.py")

    assert seen(look).contents == {}
