"""The cache write: every token to its slot, padding nowhere, nothing else touched."""

from __future__ import annotations

import pytest
import torch


@pytest.mark.parametrize("cache_dtype", [torch.float32, torch.float16, torch.bfloat16], ids=str)
@pytest.mark.parametrize(("kv_heads", "head_size"), [(1, 64), (3, 80), (8, 128)])
def test_writes_the_slots_and_nothing_else(
    device: str, kv_heads: int, head_size: int, cache_dtype: torch.dtype
) -> None:
    from backends.kv_cache.launch import write_kv_cache

    generator = torch.Generator().manual_seed(1)
    slots = torch.randperm(5 * 16, generator=generator)[:23]
    slots[[0, 7, 22]] = torch.tensor([-1, -16, -1])
    key, value = torch.randn(2, 23, kv_heads, head_size, generator=generator)
    kv_cache = torch.full((2, 5, 16, kv_heads, head_size), torch.nan, dtype=cache_dtype)
    expected = kv_cache.clone().flatten(1, 2)
    kept = slots >= 0
    expected[0, slots[kept]] = key[kept].to(cache_dtype)
    expected[1, slots[kept]] = value[kept].to(cache_dtype)

    written = kv_cache.to(device)
    write_kv_cache(key.to(device), value.to(device), written, slots.to(device))
    torch.testing.assert_close(written.cpu().flatten(1, 2), expected, rtol=0, atol=0, equal_nan=True)


def test_no_tokens(device: str) -> None:
    from backends.kv_cache.launch import write_kv_cache

    empty = torch.empty(0, 2, 64, device=device)
    kv_cache = torch.zeros(2, 1, 16, 2, 64, device=device)
    write_kv_cache(empty, empty, kv_cache, torch.empty(0, dtype=torch.int64, device=device))
    assert not kv_cache.any()


def test_one_slot_a_token(device: str) -> None:
    from backends.kv_cache.launch import write_kv_cache

    key = torch.zeros(4, 2, 64, device=device)
    kv_cache = torch.zeros(2, 1, 16, 2, 64, device=device)
    with pytest.raises(ValueError, match=r"slot_mapping must have shape \[4\], not \[3\]"):
        write_kv_cache(key, key, kv_cache, torch.zeros(3, dtype=torch.int64, device=device))
