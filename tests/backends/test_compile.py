"""Every kernel compiles for every GPU that is declared, and its tiles fit there. No GPU is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backends.registry import AttentionBackendEnum
from tests.backends.targets import TARGETS, Target

ROOT = Path(__file__).parents[2]


ALWAYS = ("9.0", "gfx942")
"""Targets of every run, one of each maker; a target takes a minute, so the others are compiled by `-m slow`."""


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(target, id=name, marks=() if name in ALWAYS else pytest.mark.slow)
        for name, target in TARGETS.items()
    ],
)
def test_launches_compile_and_fit(target: Target) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "TRITON_INTERPRET"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.backends.compile_child", target.name],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=480,
    )
    assert done.returncode == 0, done.stderr
    compiled = [json.loads(line) for line in done.stdout.splitlines()]
    names = {"write_kv_cache_kernel", "unified_attention_kernel", "split_attention_kernel"}
    names |= {"write_latent_cache_kernel", "gather_latents_kernel", "prefill_projected_kernel"}
    names |= {"attend_latents_kernel", "merge_splits_kernel"}
    if target.is_declared_by(AttentionBackendEnum.ROCM_ATTN.get_class()):
        names |= {"prefill_kernel", "decode_kernel"}
    if target.is_declared_by(AttentionBackendEnum.ROCM_AITER_FA.get_class()):
        names |= {"flash_varlen_kernel", "context_kernel"}
    assert {kernel["kernel"] for kernel in compiled} == names
    too_large = [kernel for kernel in compiled if kernel["shared"] > target.shared_memory]
    assert not too_large
    if target.name in ALWAYS:
        spilling = [kernel for kernel in compiled if kernel["spilled"]]
        assert not spilling


def test_the_targets_are_the_declared_ones() -> None:
    triton_attn = AttentionBackendEnum.TRITON_ATTN.get_class()
    rocm_attn = AttentionBackendEnum.ROCM_ATTN.get_class()
    for target in TARGETS.values():
        assert target.is_declared_by(triton_attn)
        assert target.is_declared_by(rocm_attn) == (target.backend == "hip")
    for backend in (triton_attn, rocm_attn):
        assert not backend.supports_gfx_arch("gfx1100")
