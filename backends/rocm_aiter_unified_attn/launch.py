"""Launching the unified kernel under ROCM_AITER_UNIFIED_ATTN's declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backends.rocm_aiter_unified_attn.backend import RocmAiterUnifiedAttentionBackend
from backends.triton_attn.launch import TritonAttentionImpl

if TYPE_CHECKING:
    from backends.base import AttentionBackend


class RocmAiterUnifiedAttentionImpl(TritonAttentionImpl):
    """One layer on the unified kernel; arguments and errors as in :class:`AttentionImpl`."""

    backend: ClassVar[type[AttentionBackend]] = RocmAiterUnifiedAttentionBackend
