"""The kernel for Hopper's warpgroups, and the descriptors that it copies tiles of the cache by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triton.experimental.gluon.language import NVMMASharedLayout
from triton.experimental.gluon.nvidia.hopper import TensorDescriptor

from backends.descriptors import without_address
from backends.mla.decode.warpgroup_kernel import attend_latents_by_warpgroups_kernel

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["attend_latents_by_warpgroups_kernel", "described"]

_SWIZZLED_BYTES = 128


def described(kv_cache: Tensor, tile: int, rank: int) -> tuple[TensorDescriptor, TensorDescriptor]:
    """Descriptors of the latent part of a tile of the cache, and of its rotary part, without their address.

    Args:
        kv_cache: ``[blocks, block_size, rank + rope]``, of a half precision.
        tile: latent vectors that are copied at once.
        rank: elements of a latent vector without its rotary part.
    """
    shape, strides = list(kv_cache.shape), list(kv_cache.stride())
    layout = NVMMASharedLayout(_SWIZZLED_BYTES, 8 * kv_cache.element_size(), rank=3)
    latent, rope = (
        without_address(TensorDescriptor(kv_cache, shape, strides, [1, tile, elements], layout))
        for elements in (rank, shape[2] - rank)
    )
    return latent, rope
