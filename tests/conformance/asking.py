"""A claim as a requirement, and a backend that was made to claim it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backends.requirements import SWITCHES, AttentionRequirements
from backends.types import AlibiForm, AttentionType, DType, KVCacheDType

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend

_SWITCHES = {switch.key: (field, switch.predicate) for field, switch in SWITCHES.items()} | {
    "mla": ("use_mla", "is_mla"),
    "sparse": ("use_sparse", "is_sparse"),
}
"""For a capability that is a yes or a no, the field that asks for it and the predicate that grants it."""

_VALUES: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "dtypes": ("dtype", "supports_dtype", lambda value: DType[value]),
    "kv_cache_dtypes": ("kv_cache_dtype", "supports_kv_cache_dtype", lambda value: KVCacheDType[value]),
    "block_sizes": ("block_size", "supports_block_size", lambda value: int(str(value).removeprefix("%"))),
    "head_sizes": ("head_size", "supports_head_size", int),
    "alibi_forms": ("alibi_form", "supports_alibi_form", lambda value: AlibiForm[value]),
    "attention_types": ("attn_type", "supports_attn_type", lambda value: AttentionType[value]),
}
"""For other capabilities the field, the predicate, and what a canonical value stands for."""


def requirement(capability: str, value: Any, backend: type[AttentionBackend]) -> AttentionRequirements:
    """Return what asks for a claim, and else for nothing that the backend does not do."""
    sizes = [size for size in (64, 576, 32, 128) if backend.supports_head_size(size)]
    asked: dict[str, Any] = {
        "head_size": sizes[0],
        "use_mla": backend.is_mla(),
        "use_sparse": backend.is_sparse(),
    }
    if capability in _SWITCHES:
        asked[_SWITCHES[capability][0]] = True
    else:
        field, _, meaning = _VALUES[capability]
        asked[field] = meaning(value)
        asked["has_alibi"] = field == "alibi_form"
    return AttentionRequirements(**asked)


def plain_requirement(backend: type[AttentionBackend]) -> AttentionRequirements:
    """Return what asks for nothing in particular."""
    return requirement("dtypes", next(each.name for each in DType if backend.supports_dtype(each)), backend)


def is_by_choice(backend: type[AttentionBackend], capability: str) -> bool:
    """Tell whether a class says that it refuses by choice what its kernels could do, and why."""
    said = getattr(backend, _predicate(capability)).__doc__ or ""
    return said.startswith("By choice")


def _predicate(capability: str) -> str:
    return _SWITCHES[capability][1] if capability in _SWITCHES else _VALUES[capability][1]


def granting(backend: type[AttentionBackend], capability: str) -> type[AttentionBackend]:
    """The backend with every value of a capability declared."""
    return type(
        backend.__name__, (backend,), {_predicate(capability): classmethod(lambda _cls, *_value: True)}
    )
