"""Every kernel compiles for every GPU that is declared, and its tiles fit there. No GPU is needed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backends.registry import AttentionBackendEnum
from tests.backends.targets import TARGETS, Target

ROOT = Path(__file__).parents[2]


WITHOUT_SPILLS = ("9.0", "gfx942")
"""Targets on which no kernel may spill registers, one of each maker."""
FAST_ALL_THE_SAME: tuple[tuple[str, dict[str, int]], ...] = (
    ("unified_attention_kernel", {"HEAD_SIZE": 128, "BLOCK_M": 128, "TILE": 128}),
    ("unified_attention_kernel", {"HEAD_SIZE": 256, "BLOCK_M": 128}),
    ("attend_latents_kernel", {"BLOCK_SIZE": 64}),
    ("attend_new_keys_by_warpgroups_kernel", {}),
)
"""Kernels that spill some bytes, by some release of Triton, and are the fastest that were measured."""
KNOWN_TO_SPILL = (("unified_attention_kernel", {"HEAD_SIZE": 128, "BLOCK_M": 32, "TILE": 32}),)
"""Prompts in single precision with every change of logits at once, which spill on 9.0 and were not timed."""
SMOKE = ("9.0", "gfx942", "gfx1100")
"""Targets of every run, one of each kind of warp; what takes minutes is compiled by `-m slow`."""


OLDER_TRITON = ("3.6",)
"""Releases of Triton between the oldest that is accepted and the one that is installed, as releases of torch need them."""
UNTRANSLATED = ("gfx950", "gfx1100", "gfx1201")
"""Targets for which Triton 3.6 cannot translate a bias beside a window, ALiBi, a soft cap and sinks: heads of 512 on
gfx950, decoding on RDNA."""


def compiled_for(target: Target, *options: str, triton: Path | None = None) -> list[dict[str, Any]]:
    """Each launch and what it takes; ``triton`` is a directory with another release of Triton than the one installed."""
    environment = {k: v for k, v in os.environ.items() if k != "TRITON_INTERPRET"}
    if triton is not None:
        environment["PYTHONPATH"] = os.pathsep.join((str(triton), environment.get("PYTHONPATH", "")))
    done = subprocess.run(
        [sys.executable, "-m", "tests.backends.compile_child", target.name, *options],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=1500,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def spilling(compiled: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The kernels that spill registers, but for those that are listed."""
    return [
        kernel
        for kernel in compiled
        if kernel["spilled"]
        and not any(
            kernel["kernel"] == name and options.items() <= kernel["options"].items()
            for name, options in (*FAST_ALL_THE_SAME, *KNOWN_TO_SPILL)
        )
    ]


@pytest.mark.parametrize("name", SMOKE)
def test_a_prompt_and_a_token_compile(name: str) -> None:
    compiled = compiled_for(TARGETS[name], "--smoke")
    of_prompts = "attend_new_keys_by_warpgroups_kernel" if name == "9.0" else "unified_attention_kernel"
    assert {kernel["kernel"] for kernel in compiled} >= {of_prompts, "split_attention_kernel"}
    assert all(kernel["shared"] <= TARGETS[name].shared_memory for kernel in compiled)
    assert name not in WITHOUT_SPILLS or not spilling(compiled)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_launches_compile_and_fit(target: Target) -> None:
    compiled = compiled_for(target)
    names = {"write_kv_cache_kernel", "unified_attention_kernel", "split_attention_kernel"}
    names |= {"merge_splits_kernel"}
    if target.is_declared_by(AttentionBackendEnum.TRITON_MLA.get_class()):
        names |= {"write_latent_cache_kernel", "gather_latents_kernel", "prefill_projected_kernel"}
        names |= {"attend_latents_kernel"}
    if target.name == "9.0":
        names |= {"attend_latents_by_warpgroups_kernel", "attend_new_keys_by_warpgroups_kernel"}
    if target.is_declared_by(AttentionBackendEnum.ROCM_ATTN.get_class()):
        names |= {"prefill_kernel", "decode_kernel"}
    if target.is_declared_by(AttentionBackendEnum.ROCM_AITER_FA.get_class()):
        names |= {"flash_varlen_kernel", "context_kernel"}
    assert {kernel["kernel"] for kernel in compiled} == names
    too_large = [kernel for kernel in compiled if kernel["shared"] > target.shared_memory]
    assert not too_large
    assert target.name not in WITHOUT_SPILLS or not spilling(compiled)


def oldest_triton() -> str:
    """The oldest release that the package accepts, in its first two numbers."""
    (oldest,) = re.findall(r'"triton>=(\d+\.\d+)[";]', (ROOT / "pyproject.toml").read_text("utf-8"))
    return oldest


@pytest.fixture(scope="session", params=[oldest_triton(), *OLDER_TRITON])
def older_triton(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """An older release of Triton, and a directory with it."""
    target = tmp_path_factory.mktemp("triton")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*command, f"triton=={request.param}.*"], check=True, timeout=600)
    return request.param, target


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_launches_compile_and_fit_with_older_releases(
    target: Target, older_triton: tuple[str, Path], request: pytest.FixtureRequest
) -> None:
    release, path = older_triton
    if release == "3.6" and target.name in UNTRANSLATED:
        request.applymarker(pytest.mark.xfail(reason="a cast that Triton 3.6 leaves behind", strict=True))
    compiled = compiled_for(target, triton=path)
    assert {kernel["kernel"] for kernel in compiled} >= {"unified_attention_kernel", "split_attention_kernel"}
    assert not [kernel for kernel in compiled if kernel["shared"] > target.shared_memory]


def test_the_targets_are_the_declared_ones() -> None:
    triton_attn = AttentionBackendEnum.TRITON_ATTN.get_class()
    rocm_attn = AttentionBackendEnum.ROCM_ATTN.get_class()
    for target in TARGETS.values():
        assert target.is_declared_by(triton_attn)
        assert target.is_declared_by(rocm_attn) == (target.backend == "hip")
    for backend in (triton_attn, rocm_attn):
        assert not backend.supports_gfx_arch("gfx1030")
