"""Rules for every tensor that a kernel reads or writes: one table for all backends, and its check.

A size is a number, or the name of one: the first tensor with that name determines it, and all others must agree.
Nothing here waits for the device.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import torch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from torch import Tensor

    Dtype: TypeAlias = torch.dtype | Literal["query", "cache"]

_FLOATS = (torch.float32, torch.float16, torch.bfloat16)


@dataclass(frozen=True, slots=True)
class TensorRule:
    """Rule for one argument. Its last dimension must be contiguous, because the kernels take no stride for it."""

    name: str
    """The argument, for the message."""
    shape: tuple[int | str, ...]
    """Its sizes; a name that ends in ``+1`` is one more than the size so named."""
    dtypes: tuple[Dtype, ...]
    """The element types allowed; ``query`` and ``cache`` stand for those of the call."""
    is_written: bool = False
    """True if a kernel writes it: no two of its elements may then share memory."""


_HEADS = ("tokens", "num_heads", "head_size")
_KEYS = ("kv_tokens", "num_kv_heads", "head_size")
BATCH = (
    TensorRule("seq_lens", ("requests",), (torch.int32,)),
    TensorRule("query_start_loc", ("requests+1",), (torch.int32,)),
    TensorRule("block_table", ("requests", "max_blocks"), (torch.int32,)),
    TensorRule("slot_mapping", ("kv_tokens",), (torch.int64,)),
    TensorRule("causal", ("requests",), (torch.bool,)),
    TensorRule("mm_prefix_ranges", ("requests", "ranges", 2), (torch.int32,)),
    TensorRule("query_bias", ("max_query_len", "max_query_len"), (torch.float32,)),
    TensorRule(
        "position_bias", ("requests", "num_heads", "max_query_len", "max_seq_len"), (torch.float32, "query")
    ),
)
"""The tensors of :class:`backends.metadata.AttentionMetadata`."""
STANDARD = (
    TensorRule("query", _HEADS, ("query",)),
    TensorRule("output", _HEADS, ("query",), is_written=True),
    TensorRule("key", _KEYS, ("query",)),
    TensorRule("value", _KEYS, ("query",)),
    TensorRule(
        "kv_cache", (2, "blocks", "block_size", "num_kv_heads", "head_size"), ("cache",), is_written=True
    ),
    TensorRule(
        "kv_cache_scales", (2, "blocks", "block_size", "num_kv_heads"), (torch.float32,), is_written=True
    ),
    TensorRule("output_lse", ("tokens", "num_heads"), (torch.float32,), is_written=True),
    TensorRule("sinks", ("num_heads",), _FLOATS),
)
"""The arguments of :meth:`backends.attention_layer.AttentionImpl.forward`."""
_LATENT_CACHE = (
    TensorRule("latent", ("kv_tokens", "kv_lora_rank"), ("query",)),
    TensorRule("key_rope", ("kv_tokens", "qk_rope_head_dim"), ("query",)),
    TensorRule("kv_cache", ("blocks", "block_size", "latent_size"), ("cache",), is_written=True),
    TensorRule("output_lse", ("tokens", "num_heads"), (torch.float32,), is_written=True),
)
LATENT_DECODE = (
    TensorRule("query", ("tokens", "num_heads", "latent_size"), ("query",)),
    TensorRule("output", ("tokens", "num_heads", "kv_lora_rank"), ("query",), is_written=True),
    TensorRule("indices", ("tokens", "topk"), (torch.int32,)),
    *_LATENT_CACHE,
)
"""The arguments of :meth:`backends.mla.attention_layer.MLAImpl.forward`."""
LATENT_PREFILL = (
    TensorRule("query", ("tokens", "num_heads", "key_size"), ("query",)),
    TensorRule("key", ("tokens", "num_heads", "key_size"), ("query",)),
    TensorRule("value", ("tokens", "num_heads", "v_head_dim"), ("query",)),
    TensorRule("output", ("tokens", "num_heads", "v_head_dim"), ("query",), is_written=True),
    TensorRule("kv_b_proj", ("num_heads", "projected_size", "kv_lora_rank"), ("query",)),
    *_LATENT_CACHE,
)
"""The arguments of :meth:`backends.mla.attention_layer.MLAImpl.prefill`."""


def _size(named: int | str, sizes: Mapping[str, int]) -> int | None:
    """The size that a rule asks for; None if no tensor has determined it yet."""
    if isinstance(named, int):
        return named
    base, one_more, _ = named.partition("+1")
    known = sizes.get(base)
    return known + 1 if one_more and known is not None else known


def _check_strides(rule: TensorRule, tensor: Tensor) -> None:
    if tensor.numel() == 0:
        return
    if tensor.shape[-1] > 1 and tensor.stride(-1) != 1:
        raise ValueError(
            f"the last dimension of {rule.name} must be contiguous, its stride is {tensor.stride(-1)}"
        )
    repeated = any(
        size > 1 and stride == 0 for size, stride in zip(tensor.shape, tensor.stride(), strict=True)
    )
    if rule.is_written and repeated:
        raise ValueError(
            f"{rule.name} is written, and some of its elements are one: its strides are {tensor.stride()}"
        )


def check_tensors(
    rules: Iterable[TensorRule],
    tensors: Mapping[str, Tensor | None],
    sizes: Mapping[str, int],
    dtypes: Mapping[str, torch.dtype],
    device: torch.device,
) -> dict[str, int]:
    """Check the tensors of a call against the table.

    Args:
        rules: the rules, in the order in which they are checked.
        tensors: by the names of the rules; one that is missing or None is not checked.
        sizes: named sizes that are already known.
        dtypes: the element types that ``query`` and ``cache`` stand for.
        device: where all of them must be.

    Returns:
        Every named size, including those that the tensors determined.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    known = dict(sizes)
    for rule in rules:
        tensor = tensors.get(rule.name)
        if tensor is None:
            continue
        wanted = [_size(named, known) for named in rule.shape]
        fits = len(wanted) == tensor.dim() and all(
            size is None or size == actual for size, actual in zip(wanted, tensor.shape, strict=True)
        )
        if not fits:
            described = ", ".join("any" if size is None else str(size) for size in wanted)
            raise ValueError(f"{rule.name} must have shape [{described}], not {list(tensor.shape)}")
        said = zip(rule.shape, tensor.shape, strict=True)
        known |= {named: size for named, size in said if isinstance(named, str) and "+" not in named}
        allowed = [dtypes[kind] if isinstance(kind, str) else kind for kind in rule.dtypes]
        if tensor.dtype not in allowed:
            raise ValueError(
                f"{rule.name} must be {' or '.join(map(str, dict.fromkeys(allowed)))}, not {tensor.dtype}"
            )
        if tensor.device != device:
            raise ValueError(f"{rule.name} is on {tensor.device}, the query on {device}")
        _check_strides(rule, tensor)
    return known
