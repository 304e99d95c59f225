"""The check of block ids: off by default, exact about what it looks at, and before anything is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from backends.block_ids import CHECK_BLOCK_IDS, check_block_ids
from backends.cpu_attn.launch import CpuAttentionImpl
from backends.types import AttentionType
from tests.backends.cases import Case, Spec, make_case


def broken(entry: int, request: int = 1, value: int = 99) -> Case:
    case = make_case(Spec(query_lens=(2, 5), seq_lens=(20, 40)), "cpu")
    case.metadata.block_table[request, entry] = value
    return case


@pytest.mark.parametrize("value", [-1, 6, 99])
@pytest.mark.parametrize(("request_number", "entry"), [(0, 0), (0, 1), (1, 2)])
def test_a_block_that_the_cache_does_not_have(request_number: int, entry: int, value: int) -> None:
    case = broken(entry, request_number, value)
    message = rf"block_table\[{request_number}, {entry}\] is {value}: the cache has blocks 0 to 5"
    with pytest.raises(ValueError, match=message):
        check_block_ids(case.kv_cache, case.metadata)


def test_entries_behind_the_last_block_are_nobodys() -> None:
    case = make_case(Spec(query_lens=(2, 5), seq_lens=(16, 40)), "cpu")
    case.metadata.block_table[0, 1] = 99
    check_block_ids(case.kv_cache, case.metadata)


def test_a_slot_behind_the_cache() -> None:
    case = make_case(Spec(query_lens=(2, 5), seq_lens=(20, 40)), "cpu")
    case.metadata.slot_mapping[3] = 96
    with pytest.raises(ValueError, match=r"slot_mapping\[3\] is 96: the cache has slots 0 to 95"):
        check_block_ids(case.kv_cache, case.metadata)
    check_block_ids(case.kv_cache, replace(case.metadata, slot_mapping=None))


def test_a_layer_looks_before_it_writes_if_it_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    case = broken(entry=0)
    before = case.kv_cache.clone()
    monkeypatch.setenv(CHECK_BLOCK_IDS, "1")
    with pytest.raises(ValueError, match=r"block_table\[1, 0\] is 99"):
        case.run(CpuAttentionImpl)
    torch.testing.assert_close(case.kv_cache, before, rtol=0, atol=0, equal_nan=True)


@pytest.mark.parametrize("setting", [None, "0", ""])
def test_a_layer_does_not_look_unless_it_is_asked_to(
    monkeypatch: pytest.MonkeyPatch, setting: str | None
) -> None:
    monkeypatch.delenv(CHECK_BLOCK_IDS, raising=False)
    if setting is not None:
        monkeypatch.setenv(CHECK_BLOCK_IDS, setting)
    with pytest.raises(IndexError):
        broken(entry=0).run(CpuAttentionImpl)


def test_encoders_have_no_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHECK_BLOCK_IDS, "1")
    make_case(Spec((5,), (5,), attn_type=AttentionType.ENCODER), "cpu").run(CpuAttentionImpl)
