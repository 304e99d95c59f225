"""Comparison of requirements with a declaration: every mismatch becomes a sentence that tells users how to act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.requirements import SWITCHES
from backends.types import AlibiForm, AttentionType, DType, KVCacheDType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backends.base import AttentionBackend
    from backends.platforms import Platform
    from backends.requirements import AttentionRequirements, Switch

_TYPICAL_HEAD_SIZES = (32, 64, 72, 80, 96, 112, 128, 160, 192, 256, 512, 576)


def _not_supported(capability: str, value: str, supported: Iterable[str]) -> str:
    listed = ", ".join(supported)
    return f"{capability} {value} is not supported (supported: {listed or 'none'})"


def _element_type_refusals(
    backend: type[AttentionBackend], requirements: AttentionRequirements
) -> Iterable[str]:
    dtype = requirements.dtype
    if dtype is not None and not backend.supports_dtype(dtype):
        supported = (d.value for d in DType if backend.supports_dtype(d))
        yield _not_supported("dtype", dtype.value, supported)
    cache = requirements.kv_cache_dtype
    if not backend.supports_kv_cache_dtype(cache):
        supported = (c.value for c in KVCacheDType if backend.supports_kv_cache_dtype(c))
        yield _not_supported("KV-cache dtype", cache.value, supported)


def _size_refusals(backend: type[AttentionBackend], requirements: AttentionRequirements) -> Iterable[str]:
    if not backend.supports_head_size(requirements.head_size):
        # A backend that answers for itself need not list its sizes.
        listed = backend.supported_head_sizes or [
            s for s in _TYPICAL_HEAD_SIZES if backend.supports_head_size(s)
        ]
        supported = (str(s) for s in listed)
        yield _not_supported("head size", str(requirements.head_size), supported)
    block_size = requirements.block_size
    if block_size is not None and not backend.supports_block_size(block_size):
        supported = (str(s) for s in backend.get_supported_block_sizes())
        yield _not_supported("block size", str(block_size), supported)


def _kind_refusals(backend: type[AttentionBackend], requirements: AttentionRequirements) -> Iterable[str]:
    attn_type = requirements.attn_type
    if not backend.supports_attn_type(attn_type):
        supported = (t.name for t in AttentionType if backend.supports_attn_type(t))
        yield _not_supported("attention type", attn_type.name, supported)
    form = requirements.alibi_form
    if requirements.has_alibi and backend.supports_alibi() and not backend.supports_alibi_form(form):
        supported = (f.value for f in AlibiForm if backend.supports_alibi_form(f))
        yield _not_supported("ALiBi form", form.value, supported)
    # MLA and sparse attention are a backend's whole nature, so that asking for neither is a mismatch too.
    if requirements.use_mla != backend.is_mla():
        yield _not_supported("MLA", str(requirements.use_mla), [str(backend.is_mla())])
    if requirements.use_sparse != backend.is_sparse():
        yield _not_supported("sparse attention", str(requirements.use_sparse), [str(backend.is_sparse())])


def _grants(backend: type[AttentionBackend], switch: Switch) -> bool:
    """Tell whether a backend declares a capability; one that has no such method does not."""
    predicate = getattr(backend, switch.predicate, None)
    return predicate is not None and predicate()


def configuration_refusals(
    backend: type[AttentionBackend], requirements: AttentionRequirements, platform: Platform | None
) -> list[str]:
    """Every reason why ``backend`` cannot serve ``requirements`` on ``platform``; empty if it can.

    Args:
        backend: the declaration.
        requirements: what is asked; a field that is None is not judged.
        platform: the platform to run on; None leaves the device unjudged.

    Returns:
        Sentences that name the capability, the value asked, and what is supported.
    """
    reasons = [
        *_kind_refusals(backend, requirements),
        *_element_type_refusals(backend, requirements),
        *_size_refusals(backend, requirements),
    ]
    asked = [switch for field, switch in SWITCHES.items() if getattr(requirements, field)]
    reasons += [f"{switch.words} is not supported" for switch in asked if not _grants(backend, switch)]
    attn_type = requirements.attn_type
    if backend.supports_attn_type(attn_type):
        reasons += [
            f"{switch.words} is not supported with attention type {attn_type.name}"
            for switch in asked
            if _grants(backend, switch) and attn_type not in switch.attn_types
        ]
    reasons += backend.combination_refusals(requirements)
    if platform is not None:
        reasons += platform.device_refusals(backend)
    return reasons
