"""Run as ``python -m tests.backends.compile_child TARGET [--smoke]``: compile launches for a GPU that is not there.

A driver that claims each target stands in for the real one and every launch becomes a compilation, so that
tiles, specialisation and options are those of a call on that GPU. Prints one JSON object a kernel. Compiling
and interpreting cannot share a process, and a compiler that aborts takes only this one along.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import triton
from triton.backends.compiler import GPUTarget
from triton.backends.driver import DriverBase
from triton.runtime.jit import JITFunction

from backends.kv_cache import formats
from backends.rocm_aiter_fa.launch import RocmAiterFlashAttentionImpl
from backends.rocm_attn.launch import RocmAttentionImpl
from backends.tree_attn.launch import TreeAttentionImpl
from backends.triton_attn import launch as triton_launch
from backends.triton_mla.launch import TritonMLAImpl
from backends.triton_sparse_mla.launch import TritonSparseMLAImpl
from backends.types import KVCacheDType
from tests.backends.cases import Spec, make_case
from tests.backends.mla_cases import MLASpec, make_mla_case
from tests.backends.targets import TARGETS, Target, pretend

PREFILL = Spec((200,), (200,), dtype=torch.bfloat16, kv_heads=1, group=4, head_size=128)
DECODE = replace(PREFILL, query_lens=(1,), seq_lens=(500,))
MANY = replace(PREFILL, query_lens=(1,) * 300, seq_lens=(20,) * 300)

_FP8 = KVCacheDType.FP8_E4M3

SPECS = (
    replace(PREFILL, dtype=torch.float16, head_size=80),
    replace(PREFILL, head_size=64),
    PREFILL,
    DECODE,
    replace(PREFILL, dtype=torch.float16, head_size=256),
    replace(PREFILL, dtype=torch.float32, head_size=256),
)
"""Batches that every backend launches."""

TRITON_ATTN_SPECS = (
    MANY,
    *(replace(PREFILL, cache_dtype=cache) for cache in (_FP8, KVCacheDType.INT8_PER_TOKEN_HEAD)),
    *(
        replace(DECODE, head_size=head_size, cache_dtype=cache)
        for head_size, cache in (
            (128, KVCacheDType.FP8_E5M2),
            (128, KVCacheDType.FP8_PER_TOKEN_HEAD),
            (80, KVCacheDType.FP8_E5M2),
            (80, _FP8),
        )
    ),
    *(replace(DECODE, head_size=512, dtype=dtype) for dtype in (torch.float16, torch.float32)),
    replace(PREFILL, head_size=512, cache_dtype=_FP8),
    replace(PREFILL, head_size=512, dtype=torch.float32),
    replace(PREFILL, head_size=8, causal=(False,), prefix_ranges=(((3, 90),),)),
    replace(DECODE, causal=(False,), prefix_ranges=(((3, 90),),), position_bias="of each"),
    replace(PREFILL, position_bias="shared"),
    replace(PREFILL, position_bias="of each", head_size=512),
    replace(PREFILL, position_bias="of each", dtype=torch.float32),
)
"""Further batches that TRITON_ATTN launches, with every feature that can be combined."""

WIDE_GROUPS = (
    replace(DECODE, group=71, head_size=256, dtype=torch.float32),
    replace(PREFILL, group=40, head_size=256, dtype=torch.float32),
    replace(DECODE, group=71, head_size=512, dtype=torch.float16),
)
"""Query heads of a KV head that are too wide and too many for one program."""

TREE_ATTN_SPECS = tuple(
    replace(PREFILL, query_lens=(length,), query_bias=torch.zeros(length, length)) for length in (4, 60)
)
"""Batches that TREE_ATTN launches."""

FEATURES = {
    "sliding_window": 300,
    "logits_soft_cap": 30.0,
    "alibi_slopes": [0.5, 0.25, 0.125, 0.0625],
    "sinks": torch.zeros(4),
    "with_lse": True,
}

_DEEPSEEK = MLASpec((1,), (600,), torch.bfloat16, rank=512, rope=64, nope=128, value=128)
MLA_SPECS = (
    replace(_DEEPSEEK, heads=16),
    replace(_DEEPSEEK, heads=16, kv_scale=0.5),
    replace(_DEEPSEEK, heads=128, block_size=64),
    replace(_DEEPSEEK, heads=16, block_size=64),
    replace(_DEEPSEEK, heads=128, kv_scale=0.5, block_size=64),
    replace(_DEEPSEEK, heads=32, kv_scale=0.5),
    replace(_DEEPSEEK, heads=128, dtype=torch.float16),
    replace(_DEEPSEEK, heads=128, topk=64),
    replace(_DEEPSEEK, heads=128, kv_scale=0.5, topk=64),
    replace(_DEEPSEEK, heads=16, dtype=torch.float32),
)


_CONVERT_8_BIT_FLOATS = ("8.9", "9.0", "10.0", "12.0")

SHOWN = ("BLOCK_M", "BLOCK_H", "SHARE", "TILE", "BLOCK_SIZE", "HEAD_SIZE", "CODE", "num_warps", "num_stages")
"""The options that say which tiles a kernel has."""


def spilled_bytes(asm: dict[str, Any]) -> int:
    """Bytes a thread that registers are spilled to: the memory of its own, for which Triton has no other use."""
    if "amdgcn" in asm:
        return sum(map(int, re.findall(r"\.private_segment_fixed_size:\s*(\d+)", asm["amdgcn"])))
    tool = Path(triton.__file__).parent / "backends/nvidia/bin/cuobjdump"
    with tempfile.NamedTemporaryFile(suffix=".cubin") as cubin:
        cubin.write(asm["cubin"])
        cubin.flush()
        done = subprocess.run([tool, "-res-usage", cubin.name], check=True, capture_output=True, text=True)
    return sum(map(int, re.findall(r"(?:STACK|LOCAL):(\d+)", done.stdout)))


class ClaimedDriver(DriverBase):
    """A driver for a GPU that is not there: enough of one to compile."""

    def __init__(self, target: Target) -> None:
        self.target = GPUTarget(target.backend, target.arch, target.warp_size)

    @classmethod
    def is_active(cls) -> bool:
        return True

    def get_current_target(self) -> GPUTarget:
        return self.target

    def get_current_device(self) -> int:
        return 0

    def get_current_stream(self, device: int) -> int:
        return 0

    def get_active_torch_device(self) -> torch.device:
        return torch.device("cpu")

    def map_python_to_cpp_type(self, ty: str) -> str:
        return ty

    def get_benchmarker(self) -> None:
        return None


def compile_launches(target: Target, *, smoke: bool) -> None:
    """Compile what every backend that declares the target launches, and print what each kernel takes.

    With ``smoke`` only a prompt and a token.
    """
    triton.runtime.driver.set_active(ClaimedDriver(target))
    pretend(target, setattr)
    formats.converts_8_bit_floats = lambda _device: target.name in _CONVERT_8_BIT_FLOATS
    run = JITFunction.run

    def compile_only(self: JITFunction, *args: Any, grid: object, warmup: bool, **options: Any) -> object:
        compiled = run(self, *args, grid=grid, warmup=True, **options)
        found = {
            "target": target.name,
            "kernel": self.__name__,
            "shared": compiled.metadata.shared,
            "spilled": spilled_bytes(compiled.asm),
            "options": {k: v for k, v in options.items() if k in SHOWN},
        }
        sys.stdout.write(json.dumps(found) + "\n")
        return compiled

    JITFunction.run = compile_only
    for spec in (PREFILL, DECODE) if smoke else (*SPECS, *WIDE_GROUPS):
        impls = (triton_launch.TritonAttentionImpl, RocmAttentionImpl, RocmAiterFlashAttentionImpl)
        for impl in impls:
            if target.is_declared_by(impl.backend) and impl.backend.supports_head_size(spec.head_size):
                make_case(spec, "cpu").run(impl)
    for spec in () if smoke else MLA_SPECS:
        case = make_mla_case(spec, "cpu")
        impl = TritonMLAImpl if spec.topk is None else TritonSparseMLAImpl
        if not target.is_declared_by(impl.backend):
            continue
        case.forward(impl)
        if spec.topk is None:
            case.prefill(TritonMLAImpl)
    for spec in () if smoke else TRITON_ATTN_SPECS:
        make_case(spec, "cpu").run(triton_launch.TritonAttentionImpl, **FEATURES)
    for spec in () if smoke else TREE_ATTN_SPECS:
        make_case(spec, "cpu").run(TreeAttentionImpl, sinks=FEATURES["sinks"], with_lse=True)
    JITFunction.run = run


if __name__ == "__main__":
    compile_launches(TARGETS[sys.argv[1]], smoke="--smoke" in sys.argv)
