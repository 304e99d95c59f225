"""The known backends by name. A member holds a dotted path: importing the registry imports no backend."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

from backends.loading import load_class

if TYPE_CHECKING:
    from backends.base import AttentionBackend


class AttentionBackendEnum(enum.Enum):
    """The backends that come with this package; a value is the dotted path of the declaring class."""

    TRITON_ATTN = "backends.triton_attn.backend.TritonAttentionBackend"
    """Triton kernels over the paged cache: one for prefill and mixed batches, one for few long requests."""
    TREE_ATTN = "backends.tree_attn.backend.TreeAttentionBackend"
    """The same kernels with a bias between query tokens: the trees of speculative decoding."""
    ROCM_ATTN = "backends.rocm_attn.backend.RocmAttentionBackend"
    """A prefill kernel that mixes new keys with cached ones, and a paged decode kernel."""
    ROCM_AITER_FA = "backends.rocm_aiter_fa.backend.RocmAiterFlashAttentionBackend"
    """Flash attention over packed new keys, then the cached context, and paged decode; decoders only."""
    ROCM_AITER_UNIFIED_ATTN = "backends.rocm_aiter_unified_attn.backend.RocmAiterUnifiedAttentionBackend"
    """TRITON_ATTN's kernel over caches laid out for ROCM_ATTN."""
    FLEX_ATTENTION = "backends.flex_attention.backend.FlexAttentionBackend"
    """torch's flex_attention over keys gathered from the paged cache."""
    CPU_ATTN = "backends.cpu_attn.backend.CpuAttentionBackend"
    """torch's scaled dot product attention, one request at a time, without Triton."""
    TRITON_MLA = "backends.triton_mla.backend.TritonMLABackend"
    """Multi-head latent attention: decoding over the latent cache with split keys, and prefill."""
    TRITON_SPARSE_MLA = "backends.triton_sparse_mla.backend.TritonSparseMLABackend"
    """Multi-head latent attention of every query to a list of keys."""

    @property
    def path(self) -> str:
        """The dotted path of the declaring class."""
        return self.value

    def get_class(self) -> type[AttentionBackend]:
        """Import and return the declaring class.

        Raises:
            ImportError: the module cannot be imported, or has no such class.
        """
        return load_class(f"attention backend {self.name}", self.path)


@dataclass(frozen=True, slots=True)
class RegisteredBackend:
    """A backend that another package brought, with the same face as a member of the enum."""

    name: str
    """The name it was registered under."""
    path: str
    """The dotted path of the declaring class."""

    def get_class(self) -> type[AttentionBackend]:
        """Import and return the declaring class.

        Raises:
            ImportError: the module cannot be imported, or has no such class.
        """
        return load_class(f"attention backend {self.name}", self.path)


BackendHandle: TypeAlias = AttentionBackendEnum | RegisteredBackend
"""Anything that has a backend's ``name`` and ``path`` and can import its class."""

_registered: dict[str, RegisteredBackend] = {}


def register_backend(name: str, path: str) -> RegisteredBackend:
    """Make a backend of another package known by name, without importing it.

    Args:
        name: how users ask for it; upper case by convention.
        path: dotted path of its class, ``package.module.Class``.

    Returns:
        The handle that :func:`find_backend` returns for ``name`` from now on.

    Raises:
        ValueError: the name is taken by another path, or the path is no dotted path.
    """
    if not all(part.isidentifier() for part in path.split(".")) or "." not in path:
        raise ValueError(
            f"attention backend {name}: {path!r} is no dotted path of the form package.module.Class"
        )
    taken = AttentionBackendEnum.__members__.get(name) or _registered.get(name)
    if taken is not None and taken.path != path:
        raise ValueError(f"attention backend {name} is already registered as {taken.path}")
    handle = RegisteredBackend(name, path)
    if not isinstance(taken, AttentionBackendEnum):
        _registered[name] = handle
    return handle


def known_backends() -> tuple[BackendHandle, ...]:
    """Every backend that can be asked for by name: our own first, then the registered ones."""
    return (*AttentionBackendEnum, *_registered.values())


def find_backend(name: str) -> BackendHandle:
    """The backend of this name.

    Raises:
        ValueError: there is none; the message names the nearest known one and lists all.
    """
    by_name = {handle.name: handle for handle in known_backends()}
    if name in by_name:
        return by_name[name]
    nearest = get_close_matches(name.upper(), by_name, n=1)
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    raise ValueError(f"unknown attention backend {name!r}{hint} (known: {', '.join(by_name)})")
