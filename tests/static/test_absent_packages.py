"""Packages of others: which ones a project's metadata names, and what is answered where nothing says that one is there."""

import pytest
from packages import Package

from docgen.config import Scenario
from docgen.static.source.requirements import is_expected
from docgen.static.source.tree import SourceTree

PYPROJECT = """[project]
name = "mine"
dependencies = ["scikit-image>=0.2", "azure-identity; python_version > '3.8'"]
[project.optional-dependencies]
fast = ["Fast_Ops[extra]==1.*"]
"""


@pytest.mark.parametrize(
    ("path", "text", "module", "expected"),
    [
        ("pyproject.toml", PYPROJECT, "skimage.filters", True),
        ("pyproject.toml", PYPROJECT, "azure.identity", True),
        ("pyproject.toml", PYPROJECT, "fast_ops", True),
        ("pyproject.toml", PYPROJECT, "fast", True),
        ("pyproject.toml", PYPROJECT, "slow_ops", False),
        ("setup.cfg", "[options]\ninstall_requires =\n    pyfuse\n", "fuse", True),
        ("setup.py", "setup(install_requires=['python-fuse'])", "fuse", True),
        ("setup.py", "setup(install_requires=['confused'])", "fuse", False),
        ("requirements-dev.txt", "fuse  # comment\n", "fuse", True),
        ("requirements/cuda.txt", "-r common.txt\nfuse @ https://example.org/fuse.whl\n", "fuse", True),
        ("requirements/notes.md", "fuse\n", "fuse", False),
        ("mine-1.0.dist-info/METADATA", "Requires-Dist: fuse (>=3); extra == 'all'\n", "fuse", True),
        ("src/mine.egg-info/requires.txt", "fuse\n", "fuse", False),
        ("mine.egg-info/requires.txt", "fuse\n", "fuse", True),
        ("environment.yml", "dependencies:\n  - fuse=3\n", "fuse", True),
        ("mine-1.0.dist-info/METADATA", "Requires-Dist: oss-harmony>=0.0.11\n", "openai_harmony", True),
        ("README.md", "fuse\n", "fuse", False),
        ("README.md", "", "numpy.linalg", True),
        ("requirements.txt", b"\xff\xfefuse\r\n\x00", "other", False),
    ],
)
def test_metadata_names_packages(path, text, module, expected, tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert is_expected(module, SourceTree(tmp_path, ("pkg",))) is expected


def test_a_directory_in_place_of_a_file_names_nothing(tmp_path):
    (tmp_path / "pkg").mkdir()
    (tmp_path / "setup.cfg").mkdir()
    assert not is_expected("fuse", SourceTree(tmp_path, ("pkg",)))


FILES = {"pkg/ops.py": "import fuse\n", "pkg/a.py": "from pkg.ops import fuse\nclass A:\n    size = 3\n"}
INSTALLED = Scenario(name="with", installed=("fuse",))
MISSING = Scenario(name="without", missing=("fuse",))
RAISES = "raises ModuleNotFoundError: No module named 'fuse'"


@pytest.mark.parametrize(
    ("metadata", "scenarios", "reason"),
    [
        ({}, (), f"{RAISES}, when not (import fuse)"),
        ({}, (INSTALLED,), None),
        ({}, (MISSING,), RAISES),
        ({}, (Scenario(name="plain"), MISSING), None),
        ({}, (Scenario(name="plain"), Scenario(name="slow", missing=("fuse.ops",))), None),
        (
            {},
            (Scenario(name="plain"), Scenario(name="other", missing=("fused",))),
            f"{RAISES}, when not (import fuse)",
        ),
        ({"setup.cfg": "fuse"}, (), None),
        ({"setup.cfg": "fuse"}, (MISSING,), RAISES),
    ],
)
def test_an_import_that_nothing_speaks_of_may_fail(metadata, scenarios, reason, tmp_path):
    cell = Package(tmp_path, {**FILES, **metadata}).cell("pkg.a.A.size", *scenarios)
    assert (cell.value, cell.reason) == (None if reason else 3, reason)
