"""Steps of Python's own that would take all time or memory: each is `?` with that reason, soon and in little memory."""

import resource
import time

import pytest

from docgen.config import Capability, Config, Discovery
from docgen.config.schema import DiscoveryKind
from docgen.model.cell import State
from docgen.project.introspection import introspect
from tests.static.support_bounds import CASES, CHANGES

SECONDS = 10  # of processor time
MEMORY = 512 << 20


@pytest.mark.parametrize("name", CASES)
def test_every_step_ends(tmp_path, name):
    refused(tmp_path, "", CASES[name].strip())


@pytest.mark.parametrize("name", CHANGES)
def test_what_many_changes_keep_is_small(tmp_path, name):
    head, statement = CHANGES[name]
    refused(tmp_path, f"{head}\n", f"for i in range(40000): {statement}")


def refused(tmp_path, head, text):
    """The answer is `?` with a reason, soon and in little memory."""
    body = "".join(f"        {line}\n" for line in text.split("\n"))
    files = {
        "__init__.py": "",
        "registry.py": "import enum\nclass Registry(enum.Enum):\n    ONE = 'pkg.one.One'\n",
        "one.py": f"{head}class One:\n    @classmethod\n    def a(cls):\n{body}",
    }
    (tmp_path / "pkg").mkdir()
    for file, content in files.items():
        (tmp_path / "pkg" / file).write_text(content)
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
