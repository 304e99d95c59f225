"""Packed and unpacked, a padded batch gives the same as dense attention over its real tokens."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from backends.integrations.packing import pack, unpack  # noqa: E402
from backends.integrations.visibility import Visibility, recognise, write_out  # noqa: E402
from backends.reference import LogitRules, attend, packed_attention, paged_attention  # noqa: E402
from backends.types import AttentionType  # noqa: E402
from tests.integrations.standin import write_kv_cache_in_torch  # noqa: E402

HEADS, KV_HEADS, KEY_SIZE, VALUE_SIZE = 4, 2, 24, 16
LENGTH = 21


def tensors(query_len: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    sizes = ((HEADS, query_len, KEY_SIZE), (KV_HEADS, LENGTH, KEY_SIZE), (KV_HEADS, LENGTH, VALUE_SIZE))
    return tuple(torch.randn(3, *size, generator=generator) for size in sizes)


def visible(attn_type: AttentionType, query_len: int) -> list[torch.Tensor]:
    """Masks of a batch: no padding, five tokens of padding on the left, and six on the right."""
    rows = []
    for left, right in ((0, 0), (5, 0), (0, 6)):
        seen = write_out(query_len, LENGTH, causal=attn_type == AttentionType.DECODER)
        seen[:, :left] = False
        seen[:, LENGTH - right :] = False
        if attn_type == AttentionType.DECODER:
            seen[max(0, query_len - right) :] &= right == 0
        rows.append(seen)
    return rows


def dense(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
    """float64 ``[queries, heads, value_size]`` of one row of the batch; NaN where nothing is seen."""
    key, value = (t.double().repeat_interleave(HEADS // KV_HEADS, dim=0) for t in (key, value))
    logits = (query.double() @ key.mT * KEY_SIZE**-0.5).masked_fill(~seen, -torch.inf)
    return (logits.softmax(-1) @ value).transpose(0, 1)


@pytest.mark.parametrize(
    ("attn_type", "query_len"),
    [
        (AttentionType.DECODER, LENGTH),
        (AttentionType.DECODER, 9),
        (AttentionType.ENCODER, LENGTH),
        (AttentionType.ENCODER_ONLY, LENGTH),
        (AttentionType.ENCODER_DECODER, 4),
    ],
)
def test_against_dense_attention(attn_type: AttentionType, query_len: int) -> None:
    query, key, value = tensors(query_len)
    masks = visible(attn_type, query_len)
    batch = [recognise(seen, attn_type, None) for seen in masks]
    packed = pack(query, key, value, batch, attn_type, block_size=4)
    causal = attn_type == AttentionType.DECODER
    rules = LogitRules(scale=KEY_SIZE**-0.5, causal=causal)
    if packed.kv_cache is None:
        output = packed_attention(packed.query, packed.key, packed.value, packed.metadata, rules)
    else:
        write_kv_cache_in_torch(packed.key, packed.value, packed.kv_cache, packed.metadata.slot_mapping)
        output = paged_attention(packed.query, packed.kv_cache, packed.metadata, rules)
    result = unpack(output, batch, query_len, VALUE_SIZE)
    assert result.shape == (3, query_len, HEADS, VALUE_SIZE)
    for row, (seen, request) in enumerate(zip(masks, batch, strict=True)):
        expected = dense(query[row], key[row], value[row], seen)
        torch.testing.assert_close(result[row, request.queries], expected[request.queries])
        padding = [token for token in range(query_len) if token not in request.queries]
        assert not result[row, padding].any()


def test_the_decoder_is_handed_only_its_new_keys() -> None:
    query, key, value = tensors(9)
    batch = [recognise(write_out(9, LENGTH, causal=True), AttentionType.DECODER, None)] * 3
    packed = pack(query, key, value, batch, AttentionType.DECODER, block_size=4)
    assert packed.key.shape[0] == packed.metadata.slot_mapping.shape[0] == 27
    torch.testing.assert_close(packed.key[:9, :, :KEY_SIZE], key[0, :, -9:].transpose(0, 1))
    assert packed.kv_cache.isnan().any(), "the new keys are for the layer to write"


def test_blocks_are_shuffled_and_no_two_sequences_share_one() -> None:
    query, key, value = tensors(LENGTH)
    batch = [recognise(write_out(LENGTH, LENGTH, causal=True), AttentionType.DECODER, None)] * 3
    blocks = pack(
        query, key, value, batch, AttentionType.DECODER, block_size=4
    ).metadata.block_table.flatten()
    assert sorted(blocks.tolist()) == list(range(18))
    assert blocks.tolist() != list(range(18))


def test_a_sequence_without_queries_is_no_request() -> None:
    query, key, value = tensors(LENGTH)
    full = torch.arange(LENGTH)
    nothing = Visibility(full[:0], full[:0], causal=True)
    batch = [Visibility(full, full, causal=True), nothing, Visibility(full, full, causal=False)]
    metadata = pack(query, key, value, batch, AttentionType.DECODER, block_size=16).metadata
    assert metadata.seq_lens.tolist() == [LENGTH, LENGTH]
    assert metadata.causal.tolist() == [True, False]


def test_prefix_ranges_are_padded_with_empty_ones() -> None:
    query, key, value = tensors(LENGTH)
    full = torch.arange(LENGTH)
    ranges = [((1, 3), (4, 7)), (), ((0, 9),)]
    batch = [Visibility(full, full, causal=True, prefix_ranges=each) for each in ranges]
    metadata = pack(query, key, value, batch, AttentionType.DECODER, block_size=16).metadata
    assert metadata.mm_prefix_ranges.tolist() == [[[1, 3], [4, 7]], [[0, 0], [0, 0]], [[0, 9], [0, 0]]]


def test_dense_attention_of_this_file_agrees_with_the_oracle() -> None:
    query, key, _ = tensors(LENGTH)
    seen = write_out(LENGTH, LENGTH, causal=True)
    expected = attend(
        *(t[0].transpose(0, 1) for t in (query, key, key)), LogitRules(KEY_SIZE**-0.5, causal=True)
    )
    torch.testing.assert_close(dense(query[0], key[0], key[0], seen), expected)
