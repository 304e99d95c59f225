"""The vocabulary: how values print and compare."""

from __future__ import annotations

import pytest

from backends.types import AttentionType, DeviceCapability, DType, KVCacheDType, MultipleOf


def test_capabilities_order_by_number_not_by_text() -> None:
    assert DeviceCapability(10, 0) > DeviceCapability(9, 0) > DeviceCapability(8, 9)
    assert str(DeviceCapability(8, 9)) == "8.9"


@pytest.mark.parametrize(("size", "accepted"), [(16, True), (48, True), (8, False), (0, False), (-16, False)])
def test_multiple_of(size: int, accepted: bool) -> None:
    assert MultipleOf(16).accepts(size) is accepted
    assert str(MultipleOf(16)) == "%16"


def test_multiples_within_limits() -> None:
    sizes = MultipleOf(8, least=32, most=256)
    assert [size for size in (24, 32, 36, 256, 264) if sizes.accepts(size)] == [32, 256]
    assert str(sizes) == "multiples of 8 from 32 to 256"
    assert str(MultipleOf(8, most=512)) == "multiples of 8 from 8 to 512"


def test_values_are_the_names_users_write() -> None:
    assert AttentionType("encoder_decoder") is AttentionType.ENCODER_DECODER
    assert DType("bfloat16") is DType.BFLOAT16
    assert KVCacheDType("auto") is KVCacheDType.AUTO
