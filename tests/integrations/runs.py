"""Running the tiny models: a batch with padding, and generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers.generation import GenerationMixin

from tests.integrations.models import audio, tokens

if TYPE_CHECKING:
    from transformers import PreTrainedModel

ENCODER_DECODER = ("whisper", "bart", "t5", "m2m_100")
BATCH = 3


def padding(batch: int, length: int, side: str) -> torch.Tensor:
    """int64 ``[batch, length]``, 1 for real tokens: none of the first row is padding, all but two of the third."""
    real = torch.ones(batch, length, dtype=torch.long)
    for row, padded in zip(range(batch), (0, 3, length - 2), strict=False):
        if side == "left":
            real[row, :padded] = 0
        else:
            real[row, length - padded :] = 0
    return real


def inputs(
    model_type: str, *, prompt: int = 11, side: str = "left", source: int = 13, batch: int = BATCH
) -> dict[str, Any]:
    """Arguments of a forward pass; ``prompt`` is of the decoder, and what is padded the encoder where there is one."""
    if model_type == "whisper":
        return {"input_features": audio(batch), "decoder_input_ids": tokens(batch, prompt)}
    if model_type in ENCODER_DECODER:
        return {
            "input_ids": tokens(batch, source, seed=1),
            "attention_mask": padding(batch, source, side),
            "decoder_input_ids": tokens(batch, prompt),
        }
    return {"input_ids": tokens(batch, prompt), "attention_mask": padding(batch, prompt, side)}


def run(model: PreTrainedModel, arguments: dict[str, Any]) -> torch.Tensor:
    """The logits, or hidden states, of real tokens: ``[tokens, ...]``."""
    result = model(**arguments)
    result = result.logits if hasattr(result, "logits") else result.last_hidden_state
    if "decoder_input_ids" in arguments:
        return result.flatten(0, 1)
    return result[arguments["attention_mask"].bool()]


def generate(
    model: PreTrainedModel, arguments: dict[str, Any], beams: int, *, new: int = 8, **options: Any
) -> list[list[int]]:
    """The tokens of greedy or beam search. Whisper's own ``generate`` would make its own prompt."""
    done = GenerationMixin.generate(
        model,
        **arguments,
        num_beams=beams,
        do_sample=False,
        max_new_tokens=new,
        min_new_tokens=new,
        **options,
    )
    return done.tolist()
