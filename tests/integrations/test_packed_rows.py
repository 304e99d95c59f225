"""Several sequences in one row: packed documents, pictures, chunks of Llama 4; and masks that show a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")
pytest.importorskip("triton")

import torch
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VisionTransformerPretrainedModel

from backends.integrations.layer_types import mask_pattern
from backends.integrations.parts import parts_between, parts_of
from backends.integrations.transformers import BackendAttention, use_backend
from backends.integrations.visibility import recognise_row, span_of, write_out
from backends.registry import find_backend
from backends.types import AttentionType
from tests.backends.errors import LIMITS, relative_error
from tests.integrations.models import CONFIGS, make_model, tokens
from tests.integrations.runs import generate, padding

if TYPE_CHECKING:
    from transformers import PreTrainedModel

DECODER, ENCODER, CROSS = AttentionType.DECODER, AttentionType.ENCODER, AttentionType.ENCODER_DECODER
BACKENDS = ["TRITON_ATTN", "CPU_ATTN"]


@pytest.fixture(autouse=True)
def _written(written_in_torch: None) -> None:
    """No test here is about writing the cache."""


def blocks(*sizes: int, causal: bool) -> torch.Tensor:
    return torch.block_diag(*(write_out(size, size, causal=causal).int() for size in sizes)).bool()


@pytest.mark.parametrize("sizes", [(3,), (1, 4), (5, 1, 1, 2)])
@pytest.mark.parametrize("causal", [True, False])
def test_parts_of_a_mask(sizes: tuple[int, ...], causal: bool) -> None:
    parts = parts_of(blocks(*sizes, causal=causal))
    assert [part.lengths for part in parts] == [(size, size) for size in sizes]
    assert parts[-1].key_end == sum(sizes)


def test_parts_with_padding_between_and_around() -> None:
    visible = torch.zeros(9, 9, dtype=torch.bool)
    visible[1:4, 1:4] = write_out(3, 3, causal=True)
    visible[6:8, 6:8] = write_out(2, 2, causal=True)
    assert parts_of(visible) == [(1, 4, 1, 4), (6, 8, 6, 8)]
    assert [seen.queries.tolist() for seen in recognise_row(visible, DECODER, None)] == [[1, 2, 3], [6, 7]]
    assert parts_of(torch.zeros(2, 3).bool()) == []


@pytest.mark.parametrize("attn_type", [DECODER, ENCODER, CROSS])
def test_each_part_is_recognised_exactly(attn_type: AttentionType) -> None:
    causal = attn_type == DECODER
    visible = blocks(4, 3, causal=causal)
    assert len(recognise_row(visible, attn_type, None)) == 2
    visible[2, 0] = False
    with pytest.raises(ValueError, match="the backends cannot express it"):
        recognise_row(visible, attn_type, None)


def test_parts_that_are_no_intervals_are_refused() -> None:
    visible = write_out(4, 4, causal=True)
    visible[torch.arange(4)[:, None] % 2 != torch.arange(4)[None] % 2] = False
    with pytest.raises(ValueError, match="the backends cannot express it"):
        recognise_row(visible, DECODER, None)


@pytest.mark.parametrize(
    ("mask", "pattern"),
    [
        (blocks(3, 4, causal=True), "causal"),
        (blocks(3, 4, causal=False), "full"),
        (blocks(1, 1, causal=True), None),
    ],
)
def test_the_pattern_is_that_of_the_parts(mask: torch.Tensor, pattern: str | None) -> None:
    assert mask_pattern(mask[None], None) == pattern


@pytest.mark.parametrize("window", [1, 2, 4, 9])
@pytest.mark.parametrize("causal", [True, False])
def test_the_window_that_a_mask_shows(window: int, causal: bool) -> None:
    assert span_of(write_out(9, 9, causal=causal, sliding_window=window)) == window
    assert span_of(torch.zeros(2, 2).bool()) == 1


def test_a_window_in_both_directions_is_no_causal_limit() -> None:
    assert mask_pattern(write_out(9, 9, causal=False, sliding_window=3)[None], None) == "full"
    assert mask_pattern(write_out(9, 9, causal=True, sliding_window=3)[None], None) == "causal"


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("said", ["by positions", "by boundaries", "by both"])
def test_packed_documents(backend: str, said: str) -> None:
    model = make_model("llama")
    lengths = (5, 1, 3)
    ids = tokens(1, sum(lengths))
    apart = [model(input_ids=part).logits for part in ids.split(lengths, 1)]
    use_backend(model, backend)
    options: dict[str, Any] = {"use_cache": False}
    if said != "by boundaries":
        options["position_ids"] = torch.cat([torch.arange(length) for length in lengths])[None]
    if said != "by positions":
        starts = torch.tensor([0, *lengths], dtype=torch.int32).cumsum(0)
        options |= {"cu_seq_lens_q": starts, "cu_seq_lens_k": starts, "max_length_q": 5, "max_length_k": 5}
    # By boundaries alone, rotary positions count on, which changes nothing between tokens of one document.
    packed = model(input_ids=ids, **options).logits
    assert relative_error(packed, torch.cat(apart, 1).double()) < LIMITS["float32"]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_chunks_of_llama_4(backend: str, side: str) -> None:
    model = llama4()
    arguments = {"input_ids": tokens(3, 11), "attention_mask": padding(3, 11, side)}
    real = arguments["attention_mask"].bool()
    eager = model(**arguments).logits[real]
    use_backend(model, backend)
    assert relative_error(model(**arguments).logits[real], eager.double()) < LIMITS["float32"]


def test_chunks_of_llama_4_in_generation() -> None:
    """A new token sees its own chunk alone: the cache holds more."""
    model = llama4()
    arguments = {"input_ids": tokens(2, 6), "attention_mask": padding(2, 6, "left")}
    eager = generate(model, arguments, 1)
    use_backend(model, "CPU_ATTN")
    assert generate(model, arguments, 1) == eager


def llama4() -> PreTrainedModel:
    torch.manual_seed(0)
    config = AutoConfig.for_model(
        "llama4_text",
        **CONFIGS["llama"],
        intermediate_size_mlp=64,
        num_local_experts=2,
        attention_chunk_size=4,
        layer_types=["chunked_attention", "full_attention"],
        attn_implementation="eager",
    )
    model = AutoModelForCausalLM.from_config(config).eval().requires_grad_(requires_grad=False)
    for parameter in model.parameters():
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=parameter.shape[-1] ** -0.5)
    return model.float()


@pytest.mark.parametrize("backend", BACKENDS)
def test_pictures_of_qwen2_vl(backend: str) -> None:
    config = AutoConfig.for_model("qwen2_vl").vision_config
    config.update({"depth": 2, "embed_dim": 64, "hidden_size": 64, "num_heads": 2, "patch_size": 4})
    torch.manual_seed(0)
    config._attn_implementation = "eager"
    model = Qwen2VisionTransformerPretrainedModel(config).eval().requires_grad_(requires_grad=False)
    grid = torch.tensor([[1, 4, 4], [2, 2, 4]])
    pixels = torch.randn(32, 3 * 2 * 4 * 4)
    eager = model(pixels, grid_thw=grid).last_hidden_state
    use_backend(model, backend)
    assert relative_error(model(pixels, grid_thw=grid).last_hidden_state, eager.double()) < LIMITS["float32"]


def call(backend: str, *shape: int, keys: int | None = None, **options: Any) -> tuple[torch.Tensor, ...]:
    """A call of an attention function as Qwen 2 VL's vision tower makes it where boundaries are passed on."""
    module = torch.nn.Module()
    module.is_causal = False
    generator = torch.Generator().manual_seed(0)
    batch, heads, length = shape
    query = torch.randn(batch, heads, length, 16, generator=generator)
    key, value = torch.randn(2, batch, heads, length if keys is None else keys, 16, generator=generator)
    attend = BackendAttention(find_backend(backend).get_class().get_impl_cls())
    return query, key, value, attend(module, query, key, value, None, **options)[0]


@pytest.mark.parametrize("backend", BACKENDS)
def test_boundaries_of_pictures(backend: str) -> None:
    starts = torch.tensor([0, 6, 7, 11], dtype=torch.int32)
    options = {"cu_seq_lens_q": starts, "cu_seq_lens_k": starts, "max_length_q": 6, "max_length_k": 6}
    query, key, value, output = call(backend, 1, 2, 13, is_causal=False, **options)
    for begin, end in ((0, 6), (6, 7), (7, 11)):
        logits = query[..., begin:end, :] @ key[..., begin:end, :].mT / 4
        expected = (logits.softmax(-1) @ value[..., begin:end, :]).transpose(1, 2)
        torch.testing.assert_close(output[:, begin:end], expected)
    assert not output[:, 11:].any(), "after the last boundary there is padding"


STARTS = torch.tensor([0, 3])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cu_seq_lens_q": STARTS}, "come together or not at all"),
        ({"cu_seq_lens_k": STARTS}, "come together or not at all"),
        (
            {"cu_seq_lens_q": STARTS, "cu_seq_lens_k": torch.tensor([0, 1, 3])},
            "2 cu_seq_lens_q for 3 cu_seq_lens_k",
        ),
        ({"cu_seq_lens_q": STARTS + 1, "cu_seq_lens_k": STARTS}, r"cu_seq_lens_q \[1, 4\] are no boundaries"),
        ({"cu_seq_lens_q": STARTS, "cu_seq_lens_k": STARTS * 9}, r"ascend from 0 to at most 3"),
        ({"cu_seq_lens_q": torch.tensor([0, 1]), "cu_seq_lens_k": torch.tensor([0, 2])}, "of 1 tokens to 2"),
    ],
)
def test_boundaries_that_do_not_fit(options: dict[str, torch.Tensor], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call("CPU_ATTN", 1, 2, 3, **options)


def test_boundaries_are_of_one_row() -> None:
    with pytest.raises(ValueError, match="boundaries in one row, not in a batch of 2"):
        call("CPU_ATTN", 2, 2, 3, cu_seq_lens_q=STARTS, cu_seq_lens_k=STARTS)
    assert parts_between([0, 2, 2], [0, 1, 4], 2, 4) == [(0, 2, 0, 1), (2, 2, 1, 4)]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_sink_of_every_token(backend: str) -> None:
    sinks = torch.randn(2, 2, 5, 1, generator=torch.Generator().manual_seed(1))
    query, key, value, output = call(backend, 2, 2, 5, sinks=sinks)
    logits = torch.cat((query @ key.mT / 4, sinks), -1)
    expected = (logits.softmax(-1)[..., :-1] @ value).transpose(1, 2)
    torch.testing.assert_close(output, expected)


@pytest.mark.parametrize("shape", [(2,), (2, 2, 1, 1), (2, 1, 5, 1), (2, 2, 5)])
def test_sinks_of_another_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"sinks of shape .* are not supported"):
        call("CPU_ATTN", 2, 2, 5, sinks=torch.zeros(shape))
