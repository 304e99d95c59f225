"""Changes in sources, recognised by the system's data on a file if that is proof, else by its content."""

import os
import time
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.scenario import Scenario
from docgen.config.schema import DiscoveryKind
from docgen.digests import digest, digest_of_names
from docgen.model.cell import State
from docgen.model.evidence import Evidence
from docgen.project import changes
from docgen.project.cache import Cache
from docgen.project.changes import Look
from docgen.project.introspection import asked, introspect
from docgen.project.kept import Sources
from docgen.reporters.json import model_json
from docgen.static.answers import availability

REGISTRY = "import enum\n\n\nclass Registry(enum.Enum):\n    ONE = 'pkg.one.Backend'\n"
FILES = {
    "pkg/__init__.py": "",
    "pkg/registry.py": REGISTRY,
    "pkg/one.py": "from pkg.two import X\n\n\nclass Backend:\n    flag = True\n    own = X\n",
    "pkg/two.py": "import os\nimport pkg.three\n\nX = 1\n",
    "pkg/three.py": "",
}


class Watched:
    """A file and a directory, and the files that a look reads."""

    def __init__(self, root, monkeypatch):
        self.root = root
        self.read = []
        read = changes.read_regular

        def counted(path):
            self.read.append(Path(path).name)
            return read(path)

        monkeypatch.setattr(changes, "read_regular", counted)
        write_tree(root, {"a.py": "A = 1\n", "b.py": "B = 1\n"})
        self.stamps = {}
        self.sources = Sources()
        files = {name: digest((root / name).read_bytes()) for name in ("a.py", "b.py")}
        self.sources.add(Evidence(files, {".": digest_of_names([path.name for path in root.iterdir()])}))

    def look(self, later=3600):
        """Paths that have changed, seen so many seconds from now."""
        self.read.clear()
        now = time.time_ns() + later * 10**9
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(changes.time, "time_ns", lambda: now)
            look = Look(self.root, self.stamps)
            changed = look.changed(self.sources.paths, self.sources.digests)
        self.stamps = look.stamps
        return {self.sources.paths[number] for number in changed}


@pytest.fixture
def watched(tmp_path, monkeypatch):
    return Watched(tmp_path, monkeypatch)


def test_what_has_settled_is_read_once(watched):
    assert watched.look() == set()
    assert watched.read == ["a.py", "b.py"]
    assert watched.look() == set()
    assert watched.read == []


def test_what_may_still_change_within_the_same_time_is_read_again(watched):
    assert watched.look(later=0) == set()
    assert watched.look(later=0) == set()
    assert watched.read == ["a.py", "b.py"]


def test_an_edit_that_restores_size_and_time_is_seen(watched):
    watched.look()
    path = watched.root / "a.py"
    before = path.stat()
    path.write_text("A = 2\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert watched.look() == {"a.py"}
    assert watched.read == ["a.py"]


def test_a_file_that_takes_the_place_of_another_is_seen(watched):
    watched.look()
    (watched.root / "aside").write_text("A = 3\n")
    (watched.root / "aside").replace(watched.root / "a.py")
    assert watched.look() == {"a.py"}


def test_what_comes_and_goes_is_seen(watched):
    watched.look()
    (watched.root / "c.py").write_text("")
    (watched.root / "b.py").unlink()
    assert watched.look() == {"./", "b.py"}


def test_the_same_content_written_anew_is_no_change(watched):
    watched.look()
    (watched.root / "a.py").write_text("A = 1\n")
    assert watched.look() == set()
    assert watched.read == ["a.py"]


class Imported:
    """A project whose one class imports modules of which only the imports count."""

    def __init__(self, root, directory):
        self.root = root
        self.asked = []
        self._cache = Cache(directory)
        self.config = Config(
            packages=("pkg",),
            discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.registry.Registry"),
            capability=(Capability(key="flag", header="Flag", probe="cls.flag"),),
            scenario=(Scenario(name="without", missing=("accel",)),),
        )
        write_tree(root, FILES)

    def exported(self):
        self.asked.clear()
        model, _ = self._cache.model(
            self.root,
            self.config,
            None,
            lambda recalled: asked(self.root, self.config, None, self.asked.append, recalled),
        )
        return model

    def agrees(self, model):
        """Tell whether a cold run says the same."""
        cold = introspect(self.root, self.config)
        return model_json(model, model.findings) == model_json(cold, cold.findings)

    def edit(self, name, text):
        write_tree(self.root, {name: text})
        return self.exported()


@pytest.fixture
def imported(tmp_path, _large_trees):
    # The modules of a small tree are run, and all that they hold counts.
    project = Imported(tmp_path / "project", tmp_path / "cache")
    project.exported()
    return project


def test_a_change_below_the_imports_asks_nobody(imported):
    model = imported.edit("pkg/two.py", "'''Words.'''\n" + FILES["pkg/two.py"] + "Y = 2\n")
    assert imported.asked == []
    assert imported.agrees(model)


@pytest.mark.parametrize("imports", ["import accel\n", "import pkg.three, os\n", "", "import (\n"])
def test_another_import_asks_who_is_imported_by_way_of_it(imported, imports):
    model = imported.edit("pkg/two.py", imports)
    assert imported.asked == ["ONE"]
    assert imported.agrees(model)


def test_the_line_of_the_import_that_fails_is_part_of_the_answer(imported):
    imported.edit("pkg/two.py", "import accel\n")
    model = imported.edit("pkg/two.py", "# words\nimport accel\n")
    assert str(model.backends[0].cells["flag"][0].location) == "pkg/two.py:2"
    assert imported.agrees(model)


def test_files_of_which_only_imports_count_are_inputs(imported):
    assert {"pkg/two.py", "pkg/three.py"} <= set(imported.exported().inputs)


def walked(monkeypatch):
    """The modules whose imports are followed, from now on."""
    modules = []
    walk = availability.Imports._walk

    def counted(imports, module):
        modules.append(module)
        return walk(imports, module)

    monkeypatch.setattr(availability.Imports, "_walk", counted)
    return modules


@pytest.mark.parametrize(("missing", "edited"), [("", "pkg/one.py"), ("import accel\n", "pkg/registry.py")])
def test_imports_that_are_the_same_are_not_followed_again(imported, monkeypatch, missing, edited):
    imported.edit("pkg/three.py", f"# words\n{missing}")
    modules = walked(monkeypatch)
    after = imported.edit(edited, f"'''Words.'''\n{FILES[edited]}")
    assert imported.asked == ["ONE"]
    assert modules == []
    assert imported.agrees(after)


def test_imports_whose_lines_move_are_not_parsed(imported, monkeypatch):
    monkeypatch.setattr(changes, "_imports_of", pytest.fail)
    after = imported.edit("pkg/one.py", f"# words\n{FILES['pkg/one.py']}")
    assert imported.asked == []
    assert imported.agrees(after)
    assert imported.exported() == after


def test_imports_that_changed_are_followed_again(imported, monkeypatch):
    modules = walked(monkeypatch)
    text = "import accel\n" + FILES["pkg/one.py"]
    assert imported.edit("pkg/one.py", text).backends[0].cells["flag"][0].state is State.UNAVAILABLE
    assert "pkg.one" in modules
