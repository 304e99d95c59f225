"""Lies that were planted in a copy of the backends, each found by `docgen verify` with a command that shows it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from docgen.verify.evidence_files import read_evidence

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Lie:
    """One lie."""

    backend: str
    """Name of the backend with the wrong claim."""
    capability: str
    """Key of the capability."""
    refuted: tuple[str, ...]
    """Values of claims that are refuted for it, among others."""
    path: str
    """The file that it is planted in."""
    edits: tuple[tuple[str, str], ...] = ()
    """Patterns, and what they are replaced with."""
    appended: str = ""
    """Text that is appended to the file."""
    over: bool = True
    """True if more is claimed than is true, false if less."""


def claiming(predicate: str, argument: str, answer: str) -> str:
    """A predicate put at the end of the declaring class, which is the last in its file."""
    return f"\n    @classmethod\n    def {predicate}(cls{argument}):\n        return {answer}\n"


LIES = {
    "ROCM_ATTN does cross-attention": Lie(
        "ROCM_ATTN",
        "attention_types",
        ("ENCODER_DECODER",),
        "backends/rocm_attn/backend.py",
        appended=claiming("supports_attn_type", ", attn_type", "attn_type in AttentionType"),
    ),
    "ROCM_AITER_FA does cross-attention": Lie(
        "ROCM_AITER_FA",
        "attention_types",
        ("ENCODER_DECODER",),
        "backends/rocm_aiter_fa/backend.py",
        appended=claiming("supports_attn_type", ", attn_type", "attn_type in AttentionType"),
    ),
    "a window is ignored at the edge of a block": Lie(
        "TRITON_ATTN",
        "sliding_window",
        ("true",),
        "backends/triton_attn/block_kernel.py",
        ((r"tl\.cdiv\(full_begin, TILE\)", "(full_begin // TILE)"),),
    ),
    "a soft cap comes after the mask": Lie(
        "TRITON_ATTN",
        "logits_soft_cap",
        ("true",),
        "backends/triton_attn/softmax_kernel.py",
        (
            (
                r"(    if rules\.soft_cap is not None:\n(?:        .*\n)+)((?s:.)*?)(    new_max = )",
                r"\2\1\3",
            ),
        ),
    ),
    "scales of an fp8 cache are swapped": Lie(
        "TRITON_ATTN",
        "kv_cache_dtypes",
        ("FP8_E4M3", "FP8_E5M2"),
        "backends/kv_cache/launch.py",
        (
            (
                r"float\(scales\.key\),(\s+)float\(scales\.value\)",
                r"float(scales.value),\1float(scales.key)",
            ),
        ),
    ),
    "a head is padded and not masked": Lie(
        "TRITON_ATTN",
        "head_sizes",
        ("80",),
        "backends/triton_attn/softmax_kernel.py",
        ((r"return tl\.load\(pointers\) if WHOLE_HEADS else .*", "return tl.load(pointers)"),),
    ),
    "single precision is rounded to bfloat16": Lie(
        "CPU_ATTN",
        "dtypes",
        ("FLOAT32",),
        "backends/cpu_attn/launch.py",
        (
            (
                r"        attended = ",
                "        query, key, value = (t.bfloat16().to(t.dtype) for t in (query, key, value))\n        attended = ",
            ),
        ),
    ),
    "another backend's kernel runs": Lie(
        "ROCM_ATTN",
        "dtypes",
        ("FLOAT16", "BFLOAT16", "FLOAT32"),
        "backends/rocm_attn/launch.py",
        appended="\n\nfrom backends.triton_attn.launch import TritonAttentionImpl\n\n\n"
        "class RocmAttentionImpl(TritonAttentionImpl):\n    backend = RocmAttentionBackend\n",
    ),
    "a cache type is right for powers of two": Lie(
        "TRITON_ATTN",
        "kv_cache_dtypes",
        ("INT8_PER_TOKEN_HEAD", "FP8_PER_TOKEN_HEAD"),
        "backends/kv_cache/launch.py",
        (
            (
                r'"HEAD_PADDED": triton\.next_power_of_2\(head_size\)',
                '"HEAD_PADDED": triton.next_power_of_2(head_size) if own is None else 1 << head_size.bit_length() - 1',
            ),
        ),
    ),
    "a stride is assumed": Lie(
        "ROCM_ATTN",
        "dtypes",
        ("FLOAT16", "BFLOAT16", "FLOAT32"),
        "backends/rocm_attn/launch.py",
        ((r"query\.stride\(\)\[:2\],", "(query.shape[1] * query.shape[2], query.shape[2]),"),),
    ),
    "less is claimed than works": Lie(
        "TRITON_ATTN",
        "sink",
        ("true",),
        "backends/triton_attn/backend.py",
        appended=claiming("supports_sink", "", "False"),
        over=False,
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The backends and their tests, apart from this tree."""
    for name in ("backends", "tests/backends", "tests/conformance"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests/conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def plant(root: Path, lie: Lie) -> None:
    file = root / lie.path
    text = file.read_text()
    for pattern, replacement in lie.edits:
        text, count = re.subn(pattern, replacement, text)
        assert count, f"nothing to plant the lie in: {pattern}"
    file.write_text(text + lie.appended)


@pytest.mark.slow
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_is_found(copy: Path, lie: Lie) -> None:
    plant(copy, lie)
    # The copy comes first: `backends` must not be that of this tree.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(copy), str(ROOT)))}
    environment.pop("TRITON_INTERPRET", None)
    command = [
        sys.executable,
        "-m",
        "docgen",
        "verify",
        "--backend",
        lie.backend,
        "--capability",
        lie.capability,
    ]
    done = subprocess.run(
        [*command, "--", "-n", "0"], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    found = {
        each.claim.key[2].strip('"'): each
        for each in read_evidence(copy / "evidence", "interpreter").measurements
        if each.outcome.value == "refuted"
    }
    assert set(lie.refuted) <= set(found), done.stdout
    word = "overclaim" if lie.over else "underclaim"
    line = found[lie.refuted[0]]
    assert line.declared is lie.over
    told = (
        f"{word}: {line.claim}: {line.reason}\n  pytest -p docgen.verify.plugin --docgen-target interpreter "
    )
    assert told + shlex.quote(line.reproducer) in done.stdout


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_there_is_something_to_plant_a_lie_in(copy: Path, lie: Lie) -> None:
    before = (copy / lie.path).read_text()
    plant(copy, lie)
    after = (copy / lie.path).read_text()
    assert after != before
    compile(after, lie.path, "exec")
