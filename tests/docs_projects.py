"""Projects that the commands of a page run on."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import sys
import tempfile
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem import copied
from outside_trees import tree_of
from tiny_project import write_tree

from docgen.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]


def empty(root: Path) -> None:
    """Nothing: the page writes its files itself."""


def released(root: Path) -> None:
    """A project with three tags, and two directories of releases beside it."""
    write_tree(root)
    _git(root, "init", "--quiet")
    changes = {
        "v1.0": ("", ""),
        "v1.1": ("return False", "return True"),
        "v2.0": ("(Colour.RED,)", "tuple(Colour)"),
    }
    base = root / "shapes/base.py"
    for tag, (old, new) in changes.items():
        base.write_text(base.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        _commit(root, tag)
        if tag != "v2.0":
            kept = root.parent / f"project-{tag[1:]}"
            shutil.copytree(root, kept, ignore=shutil.ignore_patterns(".git"))


def unconfigured(root: Path) -> None:
    """The same before anybody called docgen."""
    released(root)
    (root / "docgen.toml").unlink()


def this(root: Path) -> None:
    """The backends of this repository, and the configuration of a model."""
    shutil.copytree(ROOT / "backends", root / "backends", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    models = json.loads((ROOT / "tests/integrations/model_configs.json").read_text(encoding="utf-8"))
    write_tree(root, {"whisper/config.json": json.dumps(models["whisper"])})


def with_release(version: str) -> Callable[[Path], None]:
    """The backends of this repository, beside a release of vLLM."""

    def make(root: Path) -> None:
        this(root)
        released_trees(**{f"vllm-{version}": ("vllm", version)})(root)

    return make


def released_trees(**trees: tuple[str, str]) -> Callable[[Path], None]:
    """The Python files of releases of other projects, by the directories that they are in."""
    return partial(_copy_trees, trees)


def _copy_trees(trees: dict[str, tuple[str, str]], root: Path) -> None:
    for directory, (package, version) in trees.items():
        tree = tree_of(package, version, root.parent / "fetched")
        target = copied(tree, root / directory)
        if (tree / "docs").is_dir():
            # Its own pages, which a profile may check.
            shutil.copytree(tree / "docs", target / "docs", ignore=shutil.ignore_patterns("assets", "*.png"))


def attention(root: Path) -> None:
    """A project with all that a configuration can hold: scenarios, a choice, tests that prove claims, a site."""
    shutil.copytree(_attention(), root, symlinks=True, dirs_exist_ok=True)


@cache
def _attention() -> Path:
    """The project, made once."""
    root = Path(tempfile.mkdtemp(prefix="docgen-tests-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    files = {
        "docgen.toml": _SETTINGS,
        "attn/__init__.py": "",
        "attn/types.py": _TYPES,
        "attn/registry.py": _REGISTRY,
        "attn/backends.py": _BACKENDS,
        "tests/test_claims.py": _TESTS,
        "docs/index.md": "# Backends\n",
        "mkdocs.yml": "site_name: Backends\nplugins: [docgen]\n",
    }
    write_tree(root, files)
    interpreter = root / ".venv/bin/python"
    interpreter.parent.mkdir(parents=True)
    interpreter.symlink_to(sys.executable)
    _git(root, "init", "--quiet")
    source = root / "attn/backends.py"
    for tag, sink in (("v1.0", "False"), ("v1.1", "True"), ("v2.0", "True")):
        source.write_text(_BACKENDS.replace("SINK", sink), encoding="utf-8")
        _commit(root, tag)
    assert main(["build", "--root", str(root), "--quiet"]) == 0
    return root


def _commit(root: Path, tag: str) -> None:
    _git(root, "add", ".")
    _git(root, "commit", "--quiet", "--allow-empty", "-m", tag)
    _git(root, "tag", tag)


def _git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


_SETTINGS = """
packages = ["attn"]

[discovery]
kind = "enum"
path = "attn.registry.AttentionBackendEnum"

[[scenario]]
name = "cuda-9.0"
assume = { "attn.registry.PLATFORM" = "'cuda'" }

[[scenario]]
name = "rocm-gfx942"
assume = { "attn.registry.PLATFORM" = "'rocm'" }

[[capability]]
key = "dtypes"
header = "Dtypes"
probe = "cls.supports_dtype(dtype)"
over = { dtype = "attn.types.DType" }

[[capability]]
key = "kv_cache_dtypes"
header = "KV Cache Dtypes"
probe = "cls.supports_dtype(kv_cache_dtype)"
over = { kv_cache_dtype = "attn.types.DType" }

[[capability]]
key = "attention_types"
header = "Attention Types"
probe = "cls.supports_attn_type(attn_type)"
over = { attn_type = "attn.types.AttentionType" }

[[capability]]
key = "sink"
header = "Sink"
probe = "cls.supports_sink()"

[[capability]]
key = "lse"
header = "LSE"
probe = "cls.can_return_lse()"

[[table]]
name = "standard"
title = "Standard attention"

[explain]
order = ["attn.registry.preferred()"]
refusals = ["cls.refusals(head_size, attn_type)"]
parameter = [
  { name = "head_size", default = "128" },
  { name = "attn_type", default = "attn.types.AttentionType.DECODER", values = "attn.types.AttentionType" },
]

[verify]
tests = ["tests"]

[[verify.target]]
name = "interpreter"

[[verify.target]]
name = "cuda-h100"

[[verify.target]]
name = "cuda-h200"

[[page]]
path = "docs/attention_backends.md"
template = "attention_backends.md.j2"

[[page]]
path = "docs/in*.md"
"""

_TYPES = """import enum


class DType(enum.Enum):
    FLOAT16 = 1
    BFLOAT16 = 2


class AttentionType(enum.Enum):
    DECODER = 1
    ENCODER_DECODER = 2
"""

_REGISTRY = """import enum
import sys

PLATFORM = "rocm" if sys.argv else "cuda"


class AttentionBackendEnum(enum.Enum):
    ROCM_ATTN = "attn.backends.RocmBackend"
    TRITON_ATTN = "attn.backends.TritonBackend"


def preferred():
    return ["ROCM_ATTN", "TRITON_ATTN"] if PLATFORM == "rocm" else ["TRITON_ATTN"]
"""

_BACKENDS = '''from attn.types import AttentionType, DType


class TritonBackend:
    """Every kind of attention."""

    @classmethod
    def supports_dtype(cls, dtype):
        return True

    @classmethod
    def supports_attn_type(cls, attn_type):
        return True

    @classmethod
    def supports_sink(cls):
        return SINK

    @classmethod
    def can_return_lse(cls):
        return False

    @classmethod
    def refusals(cls, head_size, attn_type):
        return [] if cls.supports_attn_type(attn_type) else [f"{attn_type.name} is not supported"]


class RocmBackend(TritonBackend):
    """Decoders."""

    @classmethod
    def supports_dtype(cls, dtype):
        return dtype is DType.FLOAT16

    @classmethod
    def supports_attn_type(cls, attn_type):
        return attn_type is AttentionType.DECODER
'''

_TESTS = """from attn.backends import RocmBackend, TritonBackend
from attn.types import DType
from docgen.verify import claims

CLASSES = {"ROCM_ATTN": RocmBackend, "TRITON_ATTN": TritonBackend}


@claims("dtypes", "kv_cache_dtypes")
def test_types(backend, value, declared):
    assert CLASSES[backend].supports_dtype(DType[value]) is declared


@claims("lse")
def test_lse(backend, declared):
    assert CLASSES[backend].can_return_lse() is declared
"""
