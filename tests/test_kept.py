"""After an edit, what is recalled and what is asked again are together what a cold run says."""

from __future__ import annotations

import random

import msgspec
import pytest
from edited_package import configuration, edits, package
from edited_project import Edited
from tiny_project import write_tree

from docgen.config import Capability, Config, Discovery
from docgen.config.schema import DiscoveryKind, Scenario
from docgen.model.evidence import Evidence
from docgen.project.kept import Part, Sources, numbers

EDITS = 3


REGISTRY = "import enum\nclass Registry(enum.Enum):\n" + "".join(
    f"    B{number} = 'pkg.backends.b{number}.B{number}'\n" for number in range(3)
)


@pytest.fixture
def edited(tmp_path):
    return Edited(tmp_path, package(), configuration(DiscoveryKind.ENUM))


def edit_at_random(project: Edited, seed: int) -> None:
    draw = random.Random(seed)
    project.exported()
    for _ in range(EDITS):
        changes = edits(project.files, draw)
        project.edit(changes)
        assert project.exported() == project.cold(), changes


@pytest.mark.parametrize("kind", DiscoveryKind)
def test_random_edits_answer_as_a_cold_run_does(tmp_path, kind):
    edit_at_random(Edited(tmp_path, package(), configuration(kind)), seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DiscoveryKind)
@pytest.mark.parametrize("seed", range(2, 22))
def test_more_random_edits(tmp_path, kind, seed):
    edit_at_random(Edited(tmp_path, package(), configuration(kind)), seed)


def test_a_file_that_one_row_read_asks_that_row(edited):
    edited.exported()
    edited.edit({"pkg/backends/b7.py": edited.files["pkg/backends/b7.py"] + "    limit = 5\n"})
    edited.exported()
    assert edited.asked == ["B7"]


def test_a_base_class_asks_those_that_derive_from_it(edited):
    edited.exported()
    edited.edit({"pkg/family3.py": edited.files["pkg/family3.py"] + "    limit = 5\n"})
    edited.exported()
    assert {*edited.asked} == {f"B{number}" for number in range(3, 40, 5)}


@pytest.mark.parametrize("name", ["pkg/helpers.py", "pkg/domain.py", "pkg/late.py", "pkg/platform.py"])
def test_what_all_read_asks_all(edited, name):
    edited.exported()
    edited.edit({name: edited.files[name] + "X = 1\n"})
    edited.exported()
    assert len(edited.asked) == 40


@pytest.mark.parametrize("name", ["pkg/helpers/__init__.py", "pkg/extra.py"])
def test_a_module_that_comes_asks_those_that_looked_for_it(edited, name):
    before = edited.exported()
    edited.edit({name: "EXTRA = 100\n\ndef widths(limit):\n    return []\n"})
    assert before != edited.exported() == edited.cold()
    assert len(edited.asked) == 40


def test_what_no_row_read_asks_none(edited):
    edited.exported()
    edited.edit({"pkg/priority.py": "ORDER = ['B9']\n"})
    assert '"B9"' in edited.exported()
    assert edited.asked == []


SHARED = {
    "a domain": ({"pkg/kinds.py": "KINDS = [1]\n"}, "cls.takes(kind)", {"kind": "pkg.kinds.KINDS"}),
    "an assumption": ({"pkg/kinds.py": "KINDS = 1\n", "pkg/flags.py": "FLAG = 0\n"}, "cls.flag()", {}),
    "members of an Enum": (
        {
            "pkg/colours.py": """
import enum
class Colour(enum.Enum):
    RED = 1
    def __init__(self, value):
        from pkg.kinds import KINDS
        self.shade = KINDS
""",
            "pkg/kinds.py": "KINDS = 1\n",
        },
        "cls.colour()",
        {},
    ),
    "a function": (
        {"pkg/made.py": "from pkg.kinds import KINDS\nMADE = [KINDS]\n", "pkg/kinds.py": "KINDS = 1\n"},
        "cls.made()",
        {},
    ),
}
"""Inputs that several rows share, whoever asks first: files, a probe and its domain; each answers by `pkg/kinds.py`."""

SHARING = """
class B{number}:
    @classmethod
    def takes(cls, kind):
        return True

    @classmethod
    def flag(cls):
        from pkg.flags import FLAG
        return FLAG

    @classmethod
    def colour(cls):
        from pkg.colours import Colour
        return Colour.RED.shade

    @classmethod
    def made(cls):
        from pkg.made import MADE
        return MADE
"""


@pytest.mark.parametrize("shared", SHARED)
def test_what_rows_share_asks_each_of_them(edited, shared):
    files, probe, over = SHARED[shared]
    edited.edit({f"pkg/backends/b{number}.py": SHARING.format(number=number) for number in range(3)})
    edited.edit({**files, "pkg/registry.py": REGISTRY})
    edited.config = msgspec.structs.replace(
        edited.config,
        capability=(Capability(key="asked", header="Asked", probe=probe, over=over),),
        scenario=(Scenario(name="assumed", assume={"pkg.flags.FLAG": "pkg.kinds.KINDS"}),),
    )
    before = edited.exported()
    edited.edit({"pkg/kinds.py": files["pkg/kinds.py"].replace("1", "2")})
    assert before != edited.exported() == edited.cold()
    assert edited.asked == ["B0", "B1", "B2"]


@pytest.mark.usefixtures("_large_trees")
def test_another_entry_of_the_registry_of_a_large_tree_asks_that_one(edited):
    edited.exported()
    edited.edit({"pkg/registry.py": edited.files["pkg/registry.py"] + "    NEW = 'pkg.backends.b3.B3'\n"})
    edited.exported()
    assert edited.asked == ["NEW"]


def test_another_entry_of_the_registry_asks_all_where_the_registry_is_imported_first(edited):
    edited.exported()
    edited.edit({"pkg/registry.py": edited.files["pkg/registry.py"] + "    NEW = 'pkg.backends.b3.B3'\n"})
    edited.exported()
    assert "NEW" in edited.asked
    assert len(edited.asked) == 41


def test_bytecode_and_files_of_editors_ask_nobody(edited):
    edited.exported()
    write_tree(
        edited.root, {"pkg/__pycache__/base.cpython-311.pyc": "", "pkg/.base.py.swp": "", "pkg/.#base.py": ""}
    )
    edited.exported()
    assert edited.asked == []


def test_a_part_is_numbered_anew_among_other_sources():
    one, other = Sources(), Sources()
    other.add(Evidence({"z.py": "9"}))
    part = Part(leans=one.add(Evidence({"a.py": "1"}, {"d": "2"})))
    adopted = other.adopt(part, one.paths, one.digests)
    assert [other.paths[number] for number in numbers(adopted.leans)] == ["a.py", "d/"]


@pytest.mark.parametrize(
    "changes",
    [
        {"pkg/family9.py": "from pkg.base import Base\n\nclass Family9(Base):\n    limit = 9\n"},
        {"pkg/family3.py": None},
        {"pkg/family3.py": "class Family3:\n    limit = 3\n"},
    ],
)
def test_a_domain_of_subclasses_follows_every_module_that_may_define_one(tmp_path, changes):
    project = Edited(tmp_path, package(), configuration(DiscoveryKind.MEMBERS))
    limits = Capability(key="limits", header="L", probe="each.limit >= 0", over={"each": "pkg.base.Base"})
    project.config = Config(
        packages=("pkg",),
        discovery=Discovery(kind=DiscoveryKind.MEMBERS, path="pkg.base"),
        capability=(limits,),
    )
    project.edit({f"pkg/backends/b{number}.py": "" for number in range(40)})
    before = project.exported()
    project.edit(changes)
    assert project.exported() == project.cold() != before
