"""Attention types of modules, by the words in which transformers' model families say them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from backends.integrations.layer_types import attention_type
from backends.types import AttentionType


def module(name: str, *, is_encoder_decoder: bool = False, **attributes: Any) -> Any:
    config = SimpleNamespace(is_encoder_decoder=is_encoder_decoder)
    return type(name, (SimpleNamespace,), {})(config=config, **attributes)


@pytest.mark.parametrize(
    ("layer", "causal", "lengths", "expected"),
    [
        (module("LlamaAttention"), True, (5, 5), AttentionType.DECODER),
        (module("LlamaAttention"), True, (1, 5), AttentionType.DECODER),
        (module("WhisperAttention", is_encoder_decoder=True), False, (5, 5), AttentionType.ENCODER),
        (
            module("WhisperAttention", is_encoder_decoder=True, is_decoder=True),
            True,
            (5, 5),
            AttentionType.DECODER,
        ),
        (
            module("WhisperAttention", is_encoder_decoder=True, is_decoder=True),
            False,
            (5, 5),
            AttentionType.ENCODER_DECODER,
        ),
        (module("GPT2Attention", is_cross_attention=True), False, (5, 5), AttentionType.ENCODER_DECODER),
        (module("GPT2Attention", is_cross_attention=False), True, (5, 5), AttentionType.DECODER),
        (module("MllamaTextCrossAttention"), True, (5, 9), AttentionType.ENCODER_DECODER),
        (module("BertSelfAttention"), False, (5, 5), AttentionType.ENCODER_ONLY),
        (module("QFormerAttention"), False, (5, 9), AttentionType.ENCODER_DECODER),
        (type("Bare", (), {})(), False, (5, 5), AttentionType.ENCODER_ONLY),
    ],
)
def test_attention_type(layer: Any, causal: bool, lengths: tuple[int, int], expected: AttentionType) -> None:
    assert attention_type(layer, causal=causal, query_len=lengths[0], seq_len=lengths[1]) == expected
