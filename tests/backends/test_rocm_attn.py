"""What ROCM_ATTN refuses; its kernels are held to the oracle with those of the other backends."""

from __future__ import annotations

import pytest

from backends.rocm_attn.backend import RocmAttentionBackend
from tests.backends.cases import Spec, make_case


def test_prefill_without_new_keys_is_refused(device: str) -> None:
    case = make_case(Spec(query_lens=(4,), seq_lens=(9,)), device)
    layer = RocmAttentionBackend.get_impl_cls()(4, 64, 0.125, 2)
    with pytest.raises(ValueError, match="ROCM_ATTN prefill needs key and value"):
        layer.forward(case.query, None, None, case.kv_cache, case.metadata, case.output)
