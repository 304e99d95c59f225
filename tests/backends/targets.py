"""The GPUs that kernels are compiled for, and how much shared memory one program may have there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backends.types import DeviceCapability

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend


@dataclass(frozen=True)
class Target:
    """One GPU architecture."""

    name: str
    """As users name it."""
    backend: str
    """Triton's compiler backend: ``cuda`` or ``hip``."""
    arch: int | str
    """Triton's name of the architecture."""
    warp_size: int
    """Threads of a warp or wavefront."""
    shared_memory: int
    """Bytes of shared memory (LDS) that one program may have."""

    def is_declared_by(self, backend: type[AttentionBackend]) -> bool:
        """Tell whether a backend says that it runs here."""
        if self.backend == "hip":
            return backend.supports_gfx_arch(self.name)
        return backend.supports_compute_capability(DeviceCapability(*map(int, self.name.split("."))))


_KIB = 1024

TARGETS = {
    target.name: target
    for target in (
        # CUDA programming guide, "technical specifications per compute capability": maximum per thread block.
        Target("8.0", "cuda", 80, 32, 163 * _KIB),
        Target("8.6", "cuda", 86, 32, 99 * _KIB),
        Target("8.9", "cuda", 89, 32, 99 * _KIB),
        Target("9.0", "cuda", 90, 32, 227 * _KIB),
        Target("10.0", "cuda", 100, 32, 227 * _KIB),
        Target("12.0", "cuda", 120, 32, 99 * _KIB),
        # AMD CDNA instruction set guides: LDS per compute unit.
        Target("gfx90a", "hip", "gfx90a", 64, 64 * _KIB),
        Target("gfx942", "hip", "gfx942", 64, 64 * _KIB),
        Target("gfx950", "hip", "gfx950", 64, 160 * _KIB),
        # AMD RDNA 3 and 4 instruction set guides: LDS per workgroup.
        Target("gfx1100", "hip", "gfx1100", 32, 64 * _KIB),
        Target("gfx1201", "hip", "gfx1201", 32, 64 * _KIB),
    )
}


def pretend(target: Target, setattr_: Callable[[object, str, object], None]) -> None:
    """Have launches choose their tiles for a target, whatever they run on; ``setattr_`` may be a monkeypatch's."""
    from backends import device
    from backends.mla.decode import launch as mla_decode
    from backends.mla.prefill import launch as mla_prefill
    from backends.rocm_attn import launch as rocm_attn
    from backends.triton_attn import launch as triton_attn

    setattr_(device, "has_tensor_descriptors", lambda _device: target.name == "9.0")
    setattr_(mla_decode, "has_tensor_memory", lambda _device: target.name.startswith("10."))
    for launch in (triton_attn, mla_decode, mla_prefill):
        setattr_(launch, "shared_memory_per_program", lambda _device: target.shared_memory)
    for launch in (triton_attn, mla_decode, mla_prefill, rocm_attn):
        setattr_(launch, "has_wavefronts", lambda _device: target.warp_size == 64)
