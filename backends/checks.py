"""Checks of a call's arguments before a kernel may use them. None of them waits for the device."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from backends.dtypes import cache_dtype
from backends.tensor_rules import BATCH, STANDARD, check_tensors
from backends.types import AttentionType

if TYPE_CHECKING:
    from torch import Tensor

    from backends.attention_layer import AttentionImpl
    from backends.inputs import Inputs
    from backends.metadata import AttentionMetadata


def check_sinks(sinks: Tensor, num_heads: int) -> None:
    """Check a layer's sinks against the table of rules, before any call.

    Args:
        sinks: the logits that take part in each head's softmax without a value, ``[num_heads]``.
        num_heads: query heads of the layer.

    Raises:
        ValueError: the sinks are wrong; the message says what they are and what they must be.
    """
    rules = [rule for rule in STANDARD if rule.name == "sinks"]
    check_tensors(rules, {"sinks": sinks}, {"num_heads": num_heads}, {}, sinks.device)


def check_limits(metadata: AttentionMetadata, query: Tensor) -> None:
    """Check the lengths of a batch's queries against its tokens.

    Args:
        metadata: the batch.
        query: ``[tokens, ...]``, the packed queries.

    Raises:
        ValueError: a request claims more query tokens than there are.
    """
    if metadata.max_query_len > query.shape[0]:
        raise ValueError(
            f"max_query_len {metadata.max_query_len} is more than the {query.shape[0]} query tokens"
        )


def check_room(metadata: AttentionMetadata, block_size: int) -> None:
    """Check the lengths of a batch's keys against the rows of its block table.

    Args:
        metadata: the batch, with a block table.
        block_size: tokens in a block of the cache.

    Raises:
        ValueError: a request claims more keys than its row has room for.
    """
    room = metadata.block_table.shape[1] * block_size
    if metadata.max_seq_len > room:
        raise ValueError(
            f"max_seq_len {metadata.max_seq_len} is more than the {room} keys of a block_table row"
        )


def check_lengths(layer: AttentionImpl, inputs: Inputs) -> None:
    """Check the greatest number of keys in a batch, which differs from step to step, against the room for them.

    Raises:
        ValueError: names the length, and what it must be.
    """
    metadata = inputs.metadata
    if layer.uses_cache:
        check_room(metadata, inputs.kv_cache.shape[2])
    elif metadata.max_seq_len != metadata.max_query_len:
        raise ValueError(
            f"{layer.attn_type.name} attention: max_seq_len {metadata.max_seq_len} differs from max_query_len "
            f"{metadata.max_query_len}, but queries and keys are the same tokens"
        )


def _check_presence(layer: AttentionImpl, inputs: Inputs) -> None:
    """Check that the tensors are there that the attention type needs."""
    name, metadata = layer.attn_type.name, inputs.metadata
    if (inputs.key is None) != (inputs.value is None):
        raise ValueError("key and value come together or not at all")
    if inputs.key is not None and inputs.key.shape[0] != inputs.value.shape[0]:
        raise ValueError(f"{inputs.key.shape[0]} keys for {inputs.value.shape[0]} values")
    if layer.uses_cache:
        if inputs.kv_cache is None or metadata.block_table is None:
            raise ValueError(f"{name} attention needs kv_cache and block_table")
        if inputs.key is not None and metadata.slot_mapping is None:
            raise ValueError("new keys need a slot_mapping that says where in the cache they go")
    elif inputs.key is None:
        raise ValueError(f"{name} attention needs key and value: it has no cache to read")
    if metadata.causal is not False and layer.attn_type != AttentionType.DECODER:
        raise ValueError(f"{name} attention is never causal, but metadata.causal is set")


def _check_scales(layer: AttentionImpl, inputs: Inputs) -> None:
    """Check the scales of the cache against its declared element type."""
    cache, scales = layer.kv_cache_dtype, inputs.scales
    if (scales.key, scales.value) != (1.0, 1.0) and (not cache.is_quantized or cache.is_per_token_head):
        raise ValueError(
            f"k_scale {scales.key} and v_scale {scales.value} must be 1: a cache of {cache.value} has no such scale"
        )
    if not (0 < scales.key < math.inf and 0 < scales.value < math.inf):
        raise ValueError(f"k_scale {scales.key} and v_scale {scales.value} must be positive, and finite")
    own = scales.per_token_head
    if (own is not None) != (cache.is_per_token_head and layer.uses_cache):
        wanted = "needs" if own is None else "has no use for"
        raise ValueError(f"a cache of {cache.value} {wanted} kv_cache_scales")


def check_inputs(layer: AttentionImpl, inputs: Inputs) -> None:
    """Check the arguments of :meth:`backends.attention_layer.AttentionImpl.forward`, which documents their shapes.

    The result is the same for all calls of one signature, except that of :func:`check_lengths`.

    Raises:
        ValueError: names the argument, what it is and what it must be.
    """
    metadata, query = inputs.metadata, inputs.query
    _check_presence(layer, inputs)
    sizes = {
        "num_heads": layer.num_heads,
        "num_kv_heads": layer.num_kv_heads,
        "head_size": layer.head_size,
        "max_query_len": metadata.max_query_len,
    }
    if metadata.position_bias is not None:
        sizes["max_seq_len"] = metadata.max_seq_len
    dtypes = {"query": query.dtype, "cache": cache_dtype(layer.kv_cache_dtype, query.dtype)}
    tensors = inputs.tensors() | metadata.tensors()
    if not layer.uses_cache:
        # Left over from a batch that other layers share.
        tensors |= {"block_table": None, "slot_mapping": None}
    found = check_tensors((*STANDARD, *BATCH), tensors, sizes, dtypes, query.device)
    if not layer.uses_cache and found["kv_tokens"] != found["tokens"]:
        raise ValueError(
            f"{layer.attn_type.name} attention: {found['kv_tokens']} keys for {found['tokens']} queries"
        )
    check_limits(metadata, query)
    _check_scales(layer, inputs)
