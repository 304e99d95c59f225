"""Resources that compiled kernels take of a GPU, and a row of them for each kernel."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def registers(asm: dict[str, Any]) -> int:
    """Return how many vector registers a thread of a compiled kernel has."""
    if "amdgcn" in asm:
        return max(map(int, re.findall(r"\.vgpr_count:\s*(\d+)", asm["amdgcn"])))
    import triton

    tool = Path(triton.__file__).parent / "backends/nvidia/bin/cuobjdump"
    with tempfile.NamedTemporaryFile(suffix=".cubin") as cubin:
        cubin.write(asm["cubin"])
        cubin.flush()
        done = subprocess.run([tool, "-res-usage", cubin.name], check=True, capture_output=True, text=True)
    return max(map(int, re.findall(r"REG:(\d+)", done.stdout)))


def rows(kernels: Iterable[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """A row for each kernel: where it stands, what it is compiled for, and the most that it takes.

    Args:
        kernels: What was compiled, several of a kernel where launches differ.
        limit: Bytes of shared memory that one program may have.
    """
    by_kernel: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in kernels:
        by_kernel.setdefault((each["module"], each["kernel"]), []).append(each)
    return [
        {
            "kernel": kernel,
            "module": module,
            "constexprs": _values(each["constexprs"] for each in compiled),
            "registers": max(each["registers"] for each in compiled),
            "shared": max(each["shared"] for each in compiled),
            "limit": limit,
            "spilled": max(each["spilled"] for each in compiled),
        }
        for (module, kernel), compiled in sorted(by_kernel.items())
    ]


def _values(constexprs: Iterable[dict[str, int]]) -> str:
    """Every value of each constant: `TILE 32 64; num_warps 4`."""
    found: dict[str, set[int]] = {}
    for each in constexprs:
        for name, value in each.items():
            found.setdefault(name, set()).add(value)
    return "; ".join(f"{name} {' '.join(map(str, sorted(values)))}" for name, values in found.items())
