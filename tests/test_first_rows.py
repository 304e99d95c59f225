"""Rows of a first page: as many modules as so much work allows, the same ones on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.discovery import DiscoveryKind
from docgen.project import first_rows as module
from docgen.project.allowance import Allowance
from docgen.project.assembly import assembled
from docgen.project.clock import OutOfTimeError
from docgen.project.first_rows import first_rows
from docgen.project.introspection import introspect

ROW = "from pkg.base import Base\nclass M{0}(Base):\n    supports_a = {0}\n    def is_odd(self):\n        return {0} % 2 == 1\n"
ALL = 10**9
"""More reads than anything here takes."""


@pytest.fixture
def config(tmp_path) -> Config:
    files = {f"pkg/m{n}.py": ROW.format(n) for n in range(10, 60)}
    write_tree(tmp_path, {"pkg/__init__.py": "", "pkg/base.py": "class Base:\n    supports_a = 0\n", **files})
    discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path="pkg.base.Base", modules=("pkg.m*",))
    probes = {"a": "cls.supports_a", "odd": "object.__new__(cls).is_odd()"}
    columns = tuple(Capability(key=key, header=key, probe=probe) for key, probe in probes.items())
    return Config(packages=("pkg",), discovery=discovery, capability=columns)


def test_all_rows_are_asked_where_there_is_work_for_them(tmp_path, config):
    found = first_rows(tmp_path, config, ALL)
    assert found is not None
    assert (found.config, found.left_out) == (config, ())
    assert assembled(found.kept, config.scenarios).backends == introspect(tmp_path, config).backends


@pytest.mark.parametrize("together", [0, ALL], ids=["two processes", "one process"])
def test_the_first_modules_are_asked_and_the_others_are_named(tmp_path, config, monkeypatch, together):
    monkeypatch.setattr(module, "_TOGETHER", together)
    found = first_rows(tmp_path, config, 6_000)
    assert found is not None
    modules = found.config.discovery.modules
    assert 2 < len(modules) < 45
    assert (*modules, *found.left_out) == tuple(f"pkg.m{n}" for n in range(10, 60))
    model = assembled(found.kept, config.scenarios)
    assert model.backends == introspect(tmp_path, found.config).backends
    assert (found.answers(found.config), found.answers(config)) == (True, False)


def test_nothing_is_asked_where_there_is_not_work_for_one_module(tmp_path, config):
    assert first_rows(tmp_path, config, 3) is None


def test_a_registry_cannot_be_limited(tmp_path):
    enum = "import enum\nclass Kind(enum.Enum):\n    A = 'pkg.Kind'\n"
    write_tree(tmp_path, {"pkg/__init__.py": enum})
    config = Config(packages=("pkg",), discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.Kind"))
    assert first_rows(tmp_path, config, ALL) is None


COUNT = """
import sys
from pathlib import Path
from docgen.config import Capability, Config, Discovery
from docgen.config.discovery import DiscoveryKind
from docgen.project.first_rows import first_rows
discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path="pkg.base.Base", modules=("pkg.m*",))
column = Capability(key="a", header="a", probe="cls.supports_a")
found = first_rows(Path(sys.argv[1]), Config(packages=("pkg",), discovery=discovery, capability=(column,)), 5000)
print(len(found.left_out))
"""


def test_the_order_of_sets_does_not_decide(tmp_path, config):
    def left_out(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)}
        command = [sys.executable, "-c", COUNT, str(tmp_path)]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    assert left_out("1") == left_out("2") != "0\n"


def test_an_allowance_ends_what_reads_too_much():
    allowance = Allowance()
    with allowance.within(10):
        for number in range(10):
            allowance.note(f"file {number}")
        with pytest.raises(OutOfTimeError):
            allowance.note("file 10")
    with pytest.raises(OutOfTimeError), allowance.within(10):
        allowance.note("large file", 4096)
    allowance.note("outside of the block")
    assert "file 9" in allowance.leaned_on()
