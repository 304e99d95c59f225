"""Rows from inheritance, where a module of the tree is not Python."""

import pytest
from rows import introspected

from docgen.cli.main import main
from docgen.config.schema import DiscoveryKind
from docgen.errors import SourceError

BASE = "class Base:\n    size = 0\n"
BROKEN = {
    "pkg/models/a.py": "from pkg.base import Base\n\n\nclass One(Base):\n    size = 1\n",
    "pkg/models/b.py": "class Two(:\n",
}


def test_a_module_that_is_not_python_stops_the_run(tmp_path):
    with pytest.raises(SourceError, match=r"pkg/models/b\.py:1: not Python"):
        introspected(
            tmp_path,
            {"pkg/base.py": BASE, "pkg/models/__init__.py": "", **BROKEN},
            DiscoveryKind.SUBCLASSES,
            "pkg.base.Base",
            ("pkg.models.*",),
        )


def test_a_module_that_is_not_python_exits_with_2(tmp_path, capsys):
    configuration = """packages = ["pkg"]

[discovery]
kind = "subclasses"
path = "pkg.base.Base"
modules = ["pkg.models.*"]
"""
    files = {"pkg/__init__.py": "", "pkg/base.py": BASE, "docgen.toml": configuration, **BROKEN}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert main(["export", "--root", str(tmp_path)]) == 2
    assert "pkg/models/b.py:1: not Python" in capsys.readouterr().err
