"""Run as ``python -m tests.conformance.compiling TARGET BACKEND``: compile what a backend launches on a GPU.

The GPU need not be there. Prints one JSON object a kernel, then what was reached. Compiling and interpreting cannot
share a process, and a compiler that aborts takes only this one along.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
import triton
from triton.runtime.jit import JITFunction

from backends import device
from backends.registry import AttentionBackendEnum
from backends.types import AttentionType, DType
from docgen.verify.modules import Modules
from docgen.verify.tracing import Tracer
from tests.backends.cases import Spec, make_case
from tests.backends.compile_child import ClaimedDriver, spilled_bytes
from tests.backends.mla_cases import MLASpec, make_mla_case
from tests.backends.targets import Target, pretend
from tests.conformance.compiled_targets import COMPILED
from tests.conformance.resources import registers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backends.base import AttentionBackend

ROOT = Path(__file__).parents[2]

_MATRIX = re.compile(r"\b(?:mma\.sync|wgmma|tcgen05\.mma|v_mfma|v_wmma)")
"""Instructions that multiply matrices."""
_HALF_DOT = re.compile(r"(?:tt\.dot|warp_group_dot)\b[^\n]*:\s*(?:tensor|!ttg\.memdesc)<[^>]*xb?f16")
"""A product of matrices in half precision, which no other instruction should compute."""

PREFILL = Spec((200,), (200,), dtype=torch.bfloat16, kv_heads=1, group=4, head_size=128)
DEEPSEEK = MLASpec((1,), (600,), torch.bfloat16, heads=16, rank=512, rope=64, nope=128, value=128)


def specs(backend: type[AttentionBackend]) -> Iterator[Spec]:
    """Batches whose launches are compiled: prompts and tokens, each dtype, the largest head, each attention type."""
    sizes = [size for size in (128, 256, 512) if backend.supports_head_size(size)]
    for dtype in (each for each in DType if backend.supports_dtype(each)):
        spec = replace(PREFILL, dtype=getattr(torch, dtype.value), head_size=sizes[0])
        yield spec
        # Both half precisions have the same tiles.
        if dtype != DType.FLOAT16:
            yield replace(spec, head_size=sizes[-1])
            yield replace(spec, query_lens=(1,), seq_lens=(500,))
    if backend.supports_attn_type(AttentionType.ENCODER):
        yield replace(PREFILL, attn_type=AttentionType.ENCODER)
    if backend.supports_attn_type(AttentionType.ENCODER_DECODER):
        yield replace(PREFILL, attn_type=AttentionType.ENCODER_DECODER)


def launch(backend: type[AttentionBackend]) -> Iterator[bool]:
    """Launch what the backend launches, with a driver that compiles only; each time, whether models take that size.

    Those are heads of 128 in half precision, in which registers are to be enough.
    """
    impl = backend.get_impl_cls()
    if not backend.is_mla():
        for spec in specs(backend):
            yield spec.dtype != torch.float32 and spec.head_size == PREFILL.head_size
            make_case(spec, "cpu").run(impl)
        return
    for dtype in (torch.bfloat16, torch.float32):
        spec = replace(DEEPSEEK, dtype=dtype, topk=64 if backend.is_sparse() else None)
        yield dtype != torch.float32
        case = make_mla_case(spec, "cpu")
        case.forward(impl)
        if not backend.is_sparse():
            case.prefill(impl)


def _constexprs(kernel: JITFunction, compiled: Any) -> dict[str, int]:
    """The numbers that a kernel is compiled for: its tiles, sizes and warps."""
    constants = {kernel.params[index]: value for (index, *_), value in compiled.src.constants.items()}
    numbers = {
        each.name: value for each, value in constants.items() if each.is_constexpr and type(value) is int
    }
    return numbers | {name: getattr(compiled.metadata, name) for name in ("num_warps", "num_stages")}


def compile_for(target: Target, backend: type[AttentionBackend]) -> None:
    """Print what each kernel takes."""
    triton.runtime.driver.set_active(ClaimedDriver(target))
    pretend(target, setattr)
    # Batches stand on the CPU, and nothing of them is read.
    device.is_interpreted = lambda: True
    run = JITFunction.run

    usual = False

    def compile_only(self: JITFunction, *args: Any, grid: object, warmup: bool, **options: Any) -> None:
        compiled = run(self, *args, grid=grid, warmup=True, **options)
        text = compiled.asm.get("ptx") or compiled.asm.get("amdgcn") or ""
        found = {
            "module": self.fn.__module__,
            "kernel": self.fn.__name__,
            "constexprs": _constexprs(self, compiled),
            "registers": registers(compiled.asm),
            "shared": compiled.metadata.shared,
            "spilled": spilled_bytes(compiled.asm),
            "usual": usual,
            # Gluon has no stage before that of layouts.
            "multiplies": bool(_HALF_DOT.search(compiled.asm.get("ttir") or compiled.asm["ttgir"])),
            "matrix": bool(_MATRIX.search(text)),
        }
        sys.stdout.write(json.dumps(found) + "\n")

    JITFunction.run = compile_only
    tracer = Tracer(Modules(ROOT, ("backends",)))
    with tracer.running():
        for each in launch(backend):
            usual = each
    reach = Modules(ROOT, ("backends",)).closure(tracer.ran())
    sys.stdout.write(json.dumps({"reach": sorted(reach)}) + "\n")


if __name__ == "__main__":
    compile_for(COMPILED[sys.argv[1]], AttentionBackendEnum[sys.argv[2]].get_class())
