"""Kernels that a backend may launch: its own, shared ones, and those that it declares to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conformance.launches import Launches

SHARED = frozenset({"kv_cache", "mla"})
"""Rooms of kernels that belong to no backend; one directly in `backends` does not either."""

BORROWED = {
    "TREE_ATTN": {"triton_attn"},
    "ROCM_AITER_UNIFIED_ATTN": {"triton_attn"},
    "ROCM_AITER_FA": {"rocm_attn"},
    "TRITON_SPARSE_MLA": {"triton_mla"},
}
"""Other backends whose kernels a backend runs, as its documentation says."""

LENDERS = {"TREE_ATTN": "TRITON_ATTN", "ROCM_AITER_UNIFIED_ATTN": "TRITON_ATTN"}
"""For a backend that launches another's kernels alone, that backend."""

WITHOUT_KERNELS = frozenset({"CPU_ATTN", "FLEX_ATTENTION"})
"""Backends that compute with torch's operators."""

_MERGING = frozenset({"merge_splits_kernel"})
"""Kernels that several backends share, wherever they stand."""


def refuse_strangers(backend: str, launches: Launches) -> None:
    """Fail where a kernel of another backend ran, or none of its own."""
    own = {backend.lower(), *BORROWED.get(backend, ())}
    rooms = {(module.split(".")[1] if module.count(".") > 1 else "", name) for module, name in launches.found}
    strangers = sorted(
        f"{room}.{name}" for room, name in rooms if room and room not in own | SHARED and name not in _MERGING
    )
    assert not strangers, f"{backend} launched kernels of another backend: {', '.join(strangers)}"
    if backend not in WITHOUT_KERNELS:
        attending = {name for room, name in rooms if room in own | {"mla"}}
        assert attending, f"{backend} launched no kernel of its own"
    else:
        computing = sorted(name for room, name in rooms if room not in {"kv_cache", ""})
        assert not computing, f"{backend} launched the kernels {', '.join(computing)}"
