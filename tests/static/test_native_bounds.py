"""Steps of Python's own that would take all time or memory: each is `?` with that reason, soon and in little memory."""

import resource
import time

import pytest

from docgen.config import Capability, Config, Discovery
from docgen.config.schema import DiscoveryKind
from docgen.model.cell import State
from docgen.project.introspection import introspect
from tests.static.support_bounds import CASES

SECONDS = 10  # of processor time
MEMORY = 512 << 20


@pytest.mark.parametrize("name", CASES)
def test_every_step_ends(tmp_path, name):
    body = "".join(f"        {line}\n" for line in CASES[name].strip().split("\n"))
    files = {
        "__init__.py": "",
        "registry.py": "import enum\nclass Registry(enum.Enum):\n    ONE = 'pkg.one.One'\n",
        "one.py": f"class One:\n    @classmethod\n    def a(cls):\n{body}",
    }
    (tmp_path / "pkg").mkdir()
    for file, text in files.items():
        (tmp_path / "pkg" / file).write_text(text)
    config = Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.ENUM, path="pkg.registry.Registry"),
        capability=(Capability(key="a", header="A", probe="cls.a()"),),
    )
    start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    model = introspect(tmp_path, config)
    (cell,) = model.backends[0].cells["a"]
    assert cell.state is State.UNKNOWN
    assert cell.reason
    assert time.process_time() - start < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10 < MEMORY
