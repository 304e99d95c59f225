"""Attention types of modules, by the words in which transformers' model families say them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from backends.integrations.layer_types import attention_type, mask_pattern
from backends.types import AttentionType


def module(name: str, *, is_encoder_decoder: bool = False, **attributes: Any) -> Any:
    config = SimpleNamespace(is_encoder_decoder=is_encoder_decoder)
    return type(name, (SimpleNamespace,), {})(config=config, **attributes)


class SelfOnly:
    """A module that cannot be given the states of another sequence."""

    def forward(self, hidden_states: Any, attention_mask: Any) -> None:
        """As Gemma's."""


class Either:
    """A class that is used for both."""

    def forward(self, hidden_states: Any, key_value_states: Any = None) -> None:
        """As BART's."""


def made(kind: type, **attributes: Any) -> Any:
    layer = kind()
    for name, value in attributes.items():
        setattr(layer, name, value)
    return layer


FULL, CAUSAL = torch.ones(4, 4).bool(), torch.ones(4, 4).tril().bool()
PADDED = CAUSAL.clone()
PADDED[:2] = False
PADDED[:, :2] = False
IN_PART = CAUSAL.clone()
IN_PART[:3, :3] = True
BAND = FULL.triu(-1).tril(1)


@pytest.mark.parametrize(
    ("mask", "window", "pattern"),
    [
        (FULL, None, "full"),
        (CAUSAL, None, "causal"),
        (PADDED, None, "causal"),
        (IN_PART, None, "causal"),
        (BAND, 2, "full"),
        (CAUSAL & BAND, 2, "causal"),
        (torch.ones(1, 7).bool(), None, None),
        (torch.ones(3, 7).bool(), None, "full"),
        (torch.ones(3, 7).tril(4).bool(), None, "causal"),
        (torch.ones(7, 3).bool(), None, "full"),
    ],
)
def test_what_a_mask_says(mask: torch.Tensor, window: int | None, pattern: str | None) -> None:
    assert mask_pattern([mask], window) == pattern


def test_one_request_that_is_causal_says_it_for_all() -> None:
    alone = torch.zeros(4, 4).bool()
    alone[3, 3] = True
    assert mask_pattern([alone, CAUSAL], None) == "causal"
    assert mask_pattern([alone], None) is None


@pytest.mark.parametrize(
    ("layer", "pattern", "lengths", "expected"),
    [
        # Moonshine's decoder says that it is not causal in a call that has a mask.
        (made(Either, is_causal=True), "causal", (5, 5), AttentionType.DECODER),
        (made(Either, is_causal=True), None, (1, 5), AttentionType.DECODER),
        # BigBird-Pegasus: a decoder whose self-attention never says that it is causal.
        (made(Either, is_causal=False, is_decoder=True), "causal", (5, 5), AttentionType.DECODER),
        (made(Either, is_causal=False, is_decoder=True), "full", (5, 5), AttentionType.ENCODER_DECODER),
        (
            made(Either, is_causal=False, is_decoder=True, _backend_role="self"),
            None,
            (1, 5),
            AttentionType.DECODER,
        ),
        (
            made(Either, is_causal=False, is_decoder=True, _backend_role="cross"),
            None,
            (1, 5),
            AttentionType.ENCODER_DECODER,
        ),
        # PaliGemma's decoder is not causal, for its prefix is not, and goes on one token after the other.
        (made(SelfOnly, is_causal=False), "causal", (5, 5), AttentionType.DECODER),
        (made(SelfOnly, is_causal=False), None, (1, 9), AttentionType.DECODER),
        (made(SelfOnly, is_causal=False), "full", (3, 9), AttentionType.DECODER),
        (made(SelfOnly, is_causal=False), "full", (5, 5), AttentionType.ENCODER_ONLY),
        (made(SelfOnly), "full", (5, 5), AttentionType.ENCODER_ONLY),
        # A decoder that is handed a mask without a limit stays one.
        (made(SelfOnly, is_causal=True), "full", (5, 5), AttentionType.DECODER),
    ],
)
def test_the_mask_decides(
    layer: Any, pattern: Any, lengths: tuple[int, int], expected: AttentionType
) -> None:
    query_len, seq_len = lengths
    found = attention_type(layer, causal=False, query_len=query_len, seq_len=seq_len, pattern=pattern)
    assert found == expected


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
