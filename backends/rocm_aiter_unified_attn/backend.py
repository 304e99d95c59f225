"""Declaration of ROCM_AITER_UNIFIED_ATTN."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backends.rocm_attn.backend import RocmAttentionBackend
from backends.triton_attn.backend import TritonAttentionBackend

if TYPE_CHECKING:
    from backends.types import DeviceCapability, MultipleOf


class RocmAiterUnifiedAttentionBackend(TritonAttentionBackend):
    """TRITON_ATTN's kernel over caches laid out for ROCM_ATTN, for the layers that ROCM_ATTN refuses.

    The name is vLLM's, where AMD's AITER library brings the kernel; here it is our own. What the kernel can do is
    inherited: of the cache, only the blocks that ROCM_ATTN takes are taken, so that an engine that sized its blocks
    for ROCM_ATTN gives cross-attention to this backend without a second layout.
    """

    impl_path: ClassVar[str] = "backends.rocm_aiter_unified_attn.launch.RocmAiterUnifiedAttentionImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "ROCM_AITER_UNIFIED_ATTN"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """ROCM_ATTN's: the two share a cache."""
        return RocmAttentionBackend.get_supported_block_sizes()

    @classmethod
    def supports_compute_capability(cls, capability: DeviceCapability) -> bool:  # noqa: ARG003
        """No NVIDIA GPU: the same kernel is TRITON_ATTN there."""
        return False

    @classmethod
    def supports_gfx_arch(cls, gfx_arch: str) -> bool:
        """CDNA 3 and 4, the MI300 class, as AITER; the same kernel is TRITON_ATTN on CDNA 2."""
        return gfx_arch in ("gfx942", "gfx950")
