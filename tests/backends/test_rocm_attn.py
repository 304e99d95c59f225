"""What ROCM_ATTN refuses; its kernels are held to the oracle with those of the other backends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends.rocm_attn.backend import RocmAttentionBackend
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable


def test_prefill_without_new_keys_is_refused(device: str) -> None:
    case = make_case(Spec(query_lens=(4,), seq_lens=(9,)), device)
    layer = RocmAttentionBackend.get_impl_cls()(4, 64, 0.125, 2)
    with pytest.raises(ValueError, match="ROCM_ATTN prefill needs key and value"):
        layer.forward(case.query, None, None, case.kv_cache, case.metadata, case.output)


def test_groups_that_programs_share(device: str, assert_close: Callable[..., None]) -> None:
    """Of heads so wide that the queries of a KV head do not fit: 32 for one program, 9 for the next."""
    case = make_case(Spec((1, 1), (40, 17), group=41, head_size=256), device)
    assert_close("ROCM_ATTN", case.run(RocmAttentionBackend.get_impl_cls()), case.expected())


@pytest.mark.parametrize(
    ("group", "head_size", "element_size", "share"),
    [(7, 128, 2, 7), (71, 128, 2, 71), (71, 192, 2, 64), (71, 256, 4, 32), (200, 32, 2, 128)],
)
def test_shares_of_a_group(group: int, head_size: int, element_size: int, share: int) -> None:
    from backends.rocm_attn.launch import decode_share

    assert decode_share(group, head_size, element_size) == share
