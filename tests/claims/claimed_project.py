"""A project of two backends in one module, and a page that claims something of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

REGISTRY = """import enum


class Registry(enum.Enum):
    ALPHA = "pkg.reg.Alpha"
    BETA = "pkg.reg.Beta"


class Base:
    @classmethod
    def supports_sink(cls):
        return False

    @classmethod
    def sizes(cls):
        return [16, 32]


class Alpha(Base):
    pass


class Beta(Base):
    @classmethod
    def supports_sink(cls):
        return True
"""
CONFIGURATION = """packages = ["pkg"]

[discovery]
kind = "enum"
path = "pkg.reg.Registry"

[[capability]]
key = "sink"
header = "Sink"
probe = "cls.supports_sink()"

[[capability]]
key = "sizes"
header = "Sizes"
probe = "cls.sizes()"
"""
CLAIMS = """
[[claims]]
path = "README.md"
table = [{ heading = "T" }]
columns = { "Sink" = "sink" }
"""
TABLE = "# P\n\n## T\n\n| Backend | Sink |\n| --- | --- |\n| ALPHA | no |\n| BETA | yes |\n"


def check(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    page: str = TABLE,
    *,
    path: str = "README.md",
    claims: str = CLAIMS,
    more: str = "",
    files: dict[str, str] | None = None,
) -> tuple[int, dict]:
    """The exit status of a check of one page, and its report."""
    tree = {
        "docgen.toml": CONFIGURATION + claims.replace("README.md", path) + more,
        "pkg/__init__.py": "",
        "pkg/reg.py": REGISTRY,
        path: page,
    }
    write_tree(root, tree | (files or {}))
    status = main(["check", "--root", str(root), "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def said(report: dict) -> list[tuple[str, str, str]]:
    """The rule, the sentence and the place of each finding."""
    return [(each["rule"], each["message"], each["docs_location"]) for each in report["findings"]]
