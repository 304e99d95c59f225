"""Launching tree attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backends.tree_attn.backend import TreeAttentionBackend
from backends.triton_attn.launch import TritonAttentionImpl

if TYPE_CHECKING:
    from backends.base import AttentionBackend


class TreeAttentionImpl(TritonAttentionImpl):
    """One layer on TRITON_ATTN's kernels, which add ``metadata.query_bias`` where there is one."""

    backend: ClassVar[type[AttentionBackend]] = TreeAttentionBackend
