"""Declaration of TRITON_MLA."""

from __future__ import annotations

from typing import ClassVar

from backends.base import AttentionBackend
from backends.types import DeviceCapability, DType, KVCacheDType, MultipleOf


class TritonMLABackend(AttentionBackend):
    """Multi-head latent attention over a paged latent cache: absorbed decoding with split keys, and prefill."""

    supported_dtypes: ClassVar[tuple[DType, ...]] = (DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)
    supported_kv_cache_dtypes: ClassVar[tuple[KVCacheDType, ...]] = (
        KVCacheDType.AUTO,
        KVCacheDType.FP8_E4M3,
    )
    supported_head_sizes: ClassVar[tuple[int | MultipleOf, ...]] = (576,)
    impl_path: ClassVar[str] = "backends.triton_mla.launch.TritonMLAImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "TRITON_MLA"

    @classmethod
    def get_supported_block_sizes(cls) -> list[int | MultipleOf]:
        """Any multiple of 16 tokens: a tile of keys looks up the block of every key for itself."""
        return [MultipleOf(16)]

    @classmethod
    def supports_head_size(cls, head_size: int) -> bool:
        """Cached elements of a token in DeepSeek-V2, V3 and R1: 512 latent and 64 rotary ones.

        The latent part must be a power of two and so must the rotary one, and the tiles are chosen for these.
        """
        return super().supports_head_size(head_size)

    @classmethod
    def is_mla(cls) -> bool:
        """Latent attention and nothing else."""
        return True

    @classmethod
    def can_return_lse(cls) -> bool:
        """From decoding, where splits are merged by it anyway, and from prefill."""
        return True

    @classmethod
    def supports_compute_capability(cls, capability: DeviceCapability) -> bool:
        """From 8.0: earlier tensor cores do not multiply bfloat16, and the tiles need their shared memory."""
        return capability >= DeviceCapability(8, 0)

    @classmethod
    def supports_gfx_arch(cls, gfx_arch: str) -> bool:
        """CDNA 2, 3 and 4, for which the kernels are compiled in the tests."""
        return gfx_arch in ("gfx90a", "gfx942", "gfx950")
