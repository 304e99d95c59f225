"""Attention to lists of latent vectors, against the oracle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from backends.triton_sparse_mla.backend import TritonSparseMLABackend
from tests.backends.batches import IN_BRIEF
from tests.backends.mla_cases import MLASpec, dense_impl, held_to_oracle, make_mla_case, sparse_impl

MIXED = MLASpec(query_lens=(0, 3, 1, 9, 1), seq_lens=(0, 83, 41, 9, 1), topk=21)


@pytest.fixture
def check(device: str, assert_close: Callable[..., None]) -> Callable[..., None]:
    return held_to_oracle("TRITON_SPARSE_MLA", sparse_impl(), device, assert_close)


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
def test_mixed_batch(check: Callable[..., None], kv_scale: float | None, dtype: torch.dtype) -> None:
    """Shuffled lists with gaps and positions that lie ahead, for decoding and for prompts."""
    check(replace(MIXED, dtype=dtype, kv_scale=kv_scale))


@pytest.mark.parametrize("dtype", IN_BRIEF, ids=str)
def test_split_lists(check: Callable[..., None], monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype) -> None:
    """Lists that are longer than the sequence of one request, split over several programs."""
    from backends.mla.decode import launch

    monkeypatch.setattr(launch, "choose_splits", lambda *_: 3)
    check(MLASpec((2, 1), (333, 5), dtype=dtype, topk=200))


@pytest.mark.parametrize("heads", [1, 33])
def test_heads(check: Callable[..., None], heads: int) -> None:
    check(MLASpec((1, 2), (37, 18), heads=heads, topk=16, dtype=torch.float16))


@pytest.mark.parametrize("kv_scale", [None, 0.02], ids=["auto", "fp8"])
def test_sizes_of_deepseek(device: str, assert_close: Callable[..., None], kv_scale: float | None) -> None:
    spec = MLASpec(
        (1, 2),
        (70, 19),
        torch.bfloat16,
        heads=16,
        rank=512,
        rope=64,
        nope=128,
        value=128,
        kv_scale=kv_scale,
        topk=32,
    )
    case = make_mla_case(spec, device)
    output, _ = case.forward(TritonSparseMLABackend.get_impl_cls())
    assert_close("TRITON_SPARSE_MLA", output, case.expected()[0])


def test_a_list_of_all_positions_is_dense_attention(device: str) -> None:
    case = make_mla_case(MLASpec((1, 1), (40, 23), topk=40), device)
    everything = torch.arange(40, dtype=torch.int32, device=device).expand(len(case.query), -1)
    sparse = case.forward(sparse_impl(), indices=everything)
    dense = replace(case, spec=replace(case.spec, topk=None)).forward(dense_impl(), indices=None)
    torch.testing.assert_close(sparse, dense)


@pytest.mark.parametrize("topk", [16, 200])
def test_no_key_gives_zeros(device: str, topk: int) -> None:
    case = make_mla_case(MLASpec((1, 2), (40, 300), topk=topk), device)
    output, lse = case.forward(sparse_impl(), indices=torch.full_like(case.indices, -1))
    assert not output.any()
    assert (lse == -torch.inf).all()


def test_strided_lists(device: str, assert_close: Callable[..., None]) -> None:
    case = make_mla_case(MIXED, device)
    wide = torch.cat((case.indices, case.indices), dim=1)[:, : MIXED.topk]
    assert not wide.is_contiguous()
    output, _ = case.forward(sparse_impl(), indices=wide)
    assert_close("TRITON_SPARSE_MLA", output, case.expected()[0])


@pytest.mark.parametrize(
    ("indices", "message"),
    [
        (None, "TRITON_SPARSE_MLA attends to a list of keys and needs indices"),
        (torch.zeros(3, 4, dtype=torch.int32), r"indices must have shape \[17, any\], not \[3, 4\]"),
        (torch.zeros(17, 4, dtype=torch.int64), "indices must be torch.int32, not torch.int64"),
    ],
)
def test_lists_are_checked(device: str, indices: torch.Tensor | None, message: str) -> None:
    case = make_mla_case(MIXED, device)
    with pytest.raises(ValueError, match=message):
        case.forward(sparse_impl(), indices=None if indices is None else indices.to(device))


def test_prefill_over_all_keys_is_refused(device: str) -> None:
    with pytest.raises(ValueError, match="TRITON_SPARSE_MLA has no prefill over all keys"):
        make_mla_case(MIXED, device).prefill(sparse_impl())
