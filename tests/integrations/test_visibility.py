"""Masks are recognised exactly, or refused."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from backends.integrations.visibility import recognise, write_out  # noqa: E402
from backends.types import AttentionType  # noqa: E402

DECODER, ENCODER, CROSS = AttentionType.DECODER, AttentionType.ENCODER, AttentionType.ENCODER_DECODER


def mask(*rows: str) -> torch.Tensor:
    return torch.tensor([[character == "x" for character in row] for row in rows])


def test_causal_prefill() -> None:
    seen = recognise(mask("x..", "xx.", "xxx"), DECODER, None)
    assert (seen.queries.tolist(), seen.keys.tolist(), seen.causal) == ([0, 1, 2], [0, 1, 2], True)


def test_left_padding() -> None:
    seen = recognise(mask("....", "....", "..x.", "..xx"), DECODER, None)
    assert (seen.queries.tolist(), seen.keys.tolist(), seen.causal) == ([2, 3], [2, 3], True)


def test_right_padding() -> None:
    seen = recognise(mask("x...", "xx..", "....", "...."), DECODER, None)
    assert (seen.queries.tolist(), seen.keys.tolist(), seen.causal) == ([0, 1], [0, 1], True)


def test_decode_with_unused_room_behind_the_keys() -> None:
    seen = recognise(mask(".xxx.."), DECODER, None)
    assert (seen.queries.tolist(), seen.keys.tolist(), seen.causal) == ([0], [1, 2, 3], True)


def test_padding_between_the_keys() -> None:
    seen = recognise(mask("xx.x"), DECODER, None)
    assert seen.keys.tolist() == [0, 1, 3]
    with pytest.raises(ValueError, match="no distance for the sliding window"):
        recognise(mask("xx.x"), DECODER, 4)


def test_window_that_the_mask_shows() -> None:
    assert recognise(mask("x...", "xx..", ".xx.", "..xx"), DECODER, 2).causal
    assert recognise(mask("..xx"), DECODER, 2).keys.tolist() == [2, 3]


@pytest.mark.parametrize("window", [None, 1, 3])
def test_window_that_the_mask_contradicts(window: int | None) -> None:
    with pytest.raises(ValueError, match=f"DECODER attention, sliding window {window}, is neither causal"):
        recognise(mask("x...", "xx..", ".xx.", "..xx"), DECODER, window)


def test_decoder_without_causality() -> None:
    assert not recognise(mask("xxx", "xxx"), DECODER, None).causal
    with pytest.raises(ValueError, match="neither causal nor full"):
        recognise(mask("xx", "xx", "xx"), DECODER, None)


def test_ranges_of_a_multimodal_prefix() -> None:
    rows = mask("x......", "xxx....", "xxx....", "xxxx...", "xxxxxxx", "xxxxxxx", "xxxxxxx")
    seen = recognise(rows, DECODER, None)
    assert (seen.causal, seen.prefix_ranges) == (True, ((1, 3), (4, 7)))


def test_range_longer_than_the_window_is_seen_whole() -> None:
    """The backends show all of a range; a model that closes it by the window again is refused."""
    window_first = write_out(6, 6, causal=True, sliding_window=2, ranges=((1, 5),))
    assert window_first[1, 4]
    assert recognise(window_first, DECODER, 2).prefix_ranges == ((1, 5),)
    within = write_out(6, 6, causal=False, sliding_window=2)
    window_last = write_out(6, 6, causal=True, sliding_window=2, ranges=((1, 5),)) & within
    with pytest.raises(ValueError, match="neither causal"):
        recognise(window_last, DECODER, 2)
    short = write_out(6, 6, causal=True, sliding_window=3, ranges=((1, 4),))
    assert recognise(short, DECODER, 3).prefix_ranges == ((1, 4),)


@pytest.mark.parametrize(
    "rows",
    [
        ("x...", "xx..", "..x.", "..xx"),  # two sequences in one row, or chunks
        ("x...", "xx..", "xxx.", "x.xx"),  # sparse
        (".x..", "xx..", "xxx.", "xxxx"),
    ],
)
def test_what_no_backend_can_be_told(rows: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="the backends cannot express it"):
        recognise(mask(*rows), DECODER, None)


def test_encoder_padding_is_padding_as_queries_too() -> None:
    seen = recognise(mask("xx.", "xx.", "xx."), ENCODER, None)
    assert (seen.queries.tolist(), seen.keys.tolist(), seen.causal) == ([0, 1], [0, 1], False)


def test_encoder_window() -> None:
    rows = mask("xx..", "xxx.", ".xxx", "..xx")
    assert not recognise(rows, ENCODER, 2).causal
    for window in (None, 3):
        with pytest.raises(ValueError, match="the backends cannot express it"):
            recognise(rows, ENCODER, window)


def test_encoder_is_square_and_full() -> None:
    with pytest.raises(ValueError, match="ENCODER attention of 1 tokens to 2"):
        recognise(mask("xx"), ENCODER, None)
    with pytest.raises(ValueError, match="the backends cannot express it"):
        recognise(mask("x.", "xx"), ENCODER, None)


def test_cross_attention() -> None:
    seen = recognise(mask("xx.", "xx."), CROSS, None)
    assert (seen.queries.tolist(), seen.keys.tolist(), seen.causal) == ([0, 1], [0, 1], False)
    with pytest.raises(ValueError, match="ENCODER_DECODER"):
        recognise(mask("xx.", "xxx"), CROSS, None)


@pytest.mark.parametrize("attn_type", AttentionType)
def test_a_sequence_that_is_all_padding(attn_type: AttentionType) -> None:
    seen = recognise(torch.zeros(3, 3, dtype=torch.bool), attn_type, None)
    assert (seen.queries.tolist(), seen.keys.tolist()) == ([], [])


@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("window", [None, 3])
def test_what_is_written_out_is_recognised(causal: bool, window: int | None) -> None:
    seen = recognise(write_out(4, 9, causal=causal, sliding_window=window), DECODER, window)
    assert seen.causal == causal
    assert seen.prefix_ranges == ()
