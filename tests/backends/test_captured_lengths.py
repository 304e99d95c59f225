"""Launches that were captured for longer batches are right for shorter ones: most lengths are bounds, not facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch

from backends.device import tensor_refusals
from backends.registry import AttentionBackendEnum
from backends.types import AttentionType
from tests.backends.cases import Spec, make_case
from tests.backends.mla_cases import MLASpec, dense_impl, make_mla_case, sparse_impl

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.metadata import AttentionMetadata

BACKENDS = [
    name
    for name, backend in AttentionBackendEnum.__members__.items()
    if not backend.get_class().is_mla() and backend.get_class().supports_attn_type(AttentionType.DECODER)
]


def captured(metadata: AttentionMetadata) -> AttentionMetadata:
    """The same batch in tables that have room for longer requests."""
    table = torch.nn.functional.pad(metadata.block_table, (0, 300), value=int(metadata.block_table[0, -1]))
    return replace(metadata, block_table=table, max_seq_len=5000, max_query_len=metadata.max_query_len + 3)


@pytest.mark.parametrize("query_lens", [(1, 1), (40, 1)], ids=["decode", "mixed"])
@pytest.mark.parametrize("name", BACKENDS)
def test_standard(
    device: str, assert_close: Callable[..., None], name: str, query_lens: tuple[int, int]
) -> None:
    backend = AttentionBackendEnum[name].get_class()
    case = make_case(Spec(query_lens, (300, 65), group=4), device)
    case = replace(case, metadata=captured(case.metadata))
    if tensor_refusals(backend, case.query.device):
        with pytest.raises(ValueError, match=f"{name} cannot run this layer: tensors on {device}"):
            case.run(backend.get_impl_cls())
        return
    output = case.run(backend.get_impl_cls())
    assert_close(f"{name}, captured", output, case.expected())


@pytest.mark.parametrize("topk", [None, 100], ids=["dense", "sparse"])
def test_latent(device: str, assert_close: Callable[..., None], topk: int | None) -> None:
    case = make_mla_case(MLASpec((2, 1), (333, 70), topk=topk), device)
    case = replace(case, metadata=captured(case.metadata))
    output, _ = case.forward(dense_impl() if topk is None else sparse_impl())
    assert_close("latent decode, captured", output, case.expected()[0])
