"""Batches that every backend must get right, in shapes that no tile or block divides."""

from __future__ import annotations

import pytest
import torch

from backends.types import AttentionType
from tests.backends.cases import Spec

DTYPES = (torch.float32, torch.float16, torch.bfloat16)

IN_BRIEF = tuple(
    pytest.param(dtype, marks=() if dtype == torch.float32 else pytest.mark.many_steps) for dtype in DTYPES
)
"""Of which the interpreter takes the one with the narrowest limit; for what a kernel does alike in all of them."""

MIXED = Spec(query_lens=(0, 33, 1, 0, 17, 1, 1), seq_lens=(0, 83, 41, 0, 17, 1, 130), group=4)
"""Prefill with and without context, decode, one-token prompts and empty requests."""

DECODE = Spec(query_lens=(1,) * 6, seq_lens=(1, 16, 17, 64, 65, 200), group=7, kv_heads=1)
"""One token a request."""

LONG = Spec(query_lens=(201, 90), seq_lens=(201, 159), kv_heads=1, group=1, head_size=80)
"""Several blocks of queries over several tiles of keys, none of them whole."""

ENCODER = Spec(query_lens=(65, 0, 1, 70), seq_lens=(65, 0, 1, 70), attn_type=AttentionType.ENCODER)
"""Packed keys, no cache."""

CROSS = Spec(
    query_lens=(37, 1, 0, 4), seq_lens=(50, 64, 31, 0), attn_type=AttentionType.ENCODER_DECODER, group=1
)
"""Fewer queries than keys, none at all, and an encoder that saw nothing."""
