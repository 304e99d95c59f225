"""The choice: the first that fits, every reason for the others, in the log and in the errors."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from backends import registry
from backends.platforms import CpuPlatform, CudaPlatform, RocmPlatform, UnspecifiedPlatform
from backends.registry import AttentionBackendEnum, register_backend
from backends.requirements import AttentionRequirements
from backends.selector import NoBackendError, select_backend
from backends.types import AttentionType, DeviceCapability, DType

H100 = CudaPlatform(DeviceCapability(9, 0))
MI300 = RocmPlatform("gfx942")
PLAIN = AttentionRequirements(head_size=64, dtype=DType.BFLOAT16, block_size=16)
WHISPER = AttentionRequirements(head_size=64, dtype=DType.BFLOAT16, attn_type=AttentionType.ENCODER_DECODER)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="backends.selector")
    return caplog


def test_the_preferred_backend_is_used(log: pytest.LogCaptureFixture) -> None:
    choice = select_backend(PLAIN, MI300)
    assert choice.backend is AttentionBackendEnum.ROCM_ATTN
    assert choice.passed_over == ()
    assert log.messages == ["Using attention backend ROCM_ATTN on ROCm, gfx942."]


@pytest.mark.parametrize("gfx_arch", ["gfx942", "gfx950"])
def test_cross_attention_on_mi300_goes_to_the_unified_kernel(
    gfx_arch: str, log: pytest.LogCaptureFixture
) -> None:
    choice = select_backend(WHISPER, RocmPlatform(gfx_arch))
    assert choice.backend is AttentionBackendEnum.ROCM_AITER_UNIFIED_ATTN
    assert [(passed.backend, passed.reasons) for passed in choice.passed_over] == [
        (
            AttentionBackendEnum.ROCM_ATTN,
            ("attention type ENCODER_DECODER is not supported (supported: DECODER, ENCODER, ENCODER_ONLY)",),
        ),
        (
            AttentionBackendEnum.ROCM_AITER_FA,
            ("attention type ENCODER_DECODER is not supported (supported: DECODER)",),
        ),
    ]
    assert log.messages == [
        (
            f"Incompatible on ROCm, {gfx_arch}: ROCM_ATTN (attention type ENCODER_DECODER is not supported "
            "(supported: DECODER, ENCODER, ENCODER_ONLY)), ROCM_AITER_FA (attention type ENCODER_DECODER is not "
            "supported (supported: DECODER)). Using ROCM_AITER_UNIFIED_ATTN instead."
        )
    ]
    assert [record.levelno for record in log.records] == [logging.INFO]


@pytest.mark.parametrize("gfx_arch", ["gfx1100", "gfx1201"])
def test_rdna_has_a_backend_for_every_attention_type(gfx_arch: str) -> None:
    platform = RocmPlatform(gfx_arch)
    assert select_backend(PLAIN, platform).backend is AttentionBackendEnum.ROCM_ATTN
    assert select_backend(WHISPER, platform).backend is AttentionBackendEnum.TRITON_ATTN


def test_cross_attention_elsewhere_on_rocm_goes_to_triton(log: pytest.LogCaptureFixture) -> None:
    choice = select_backend(WHISPER, RocmPlatform("gfx90a"))
    assert choice.backend is AttentionBackendEnum.TRITON_ATTN
    assert log.messages == [
        (
            "Incompatible on ROCm, gfx90a: ROCM_ATTN (attention type ENCODER_DECODER is not supported (supported: "
            "DECODER, ENCODER, ENCODER_ONLY)), ROCM_AITER_FA (attention type ENCODER_DECODER is not supported "
            "(supported: DECODER); ROCm architecture gfx90a is not supported), ROCM_AITER_UNIFIED_ATTN (ROCm architecture gfx90a is not supported). "
            "Using TRITON_ATTN instead."
        )
    ]


@pytest.mark.parametrize("attn_type", [t for t in AttentionType if t != AttentionType.ENCODER_DECODER])
def test_only_cross_attention_is_passed_on(attn_type: AttentionType) -> None:
    """Decide by the capability of one layer: the other layers of the same model keep their backend."""
    choice = select_backend(replace(WHISPER, attn_type=attn_type), MI300)
    assert choice.backend is AttentionBackendEnum.ROCM_ATTN


def test_cuda_prefers_triton_and_falls_back_on_flex(log: pytest.LogCaptureFixture) -> None:
    assert select_backend(WHISPER, H100).backend is AttentionBackendEnum.TRITON_ATTN
    choice = select_backend(replace(PLAIN, block_size=8), H100)
    assert choice.backend is AttentionBackendEnum.FLEX_ATTENTION
    assert log.messages[1].startswith(
        "Incompatible on CUDA, compute capability 9.0: TRITON_ATTN (block size 8 is not supported (supported: %16)), "
        "TRITON_MLA ("
    )
    assert log.messages[1].endswith(". Using FLEX_ATTENTION instead.")


@pytest.mark.parametrize("platform", [CpuPlatform(), UnspecifiedPlatform(), H100, MI300], ids=str)
def test_none_left_gives_every_backends_reasons(platform: object) -> None:
    asked = AttentionRequirements(head_size=64, has_sink=True, use_mla=True)
    with pytest.raises(NoBackendError) as caught:
        select_backend(asked, platform)
    ours = [entry for entry in caught.value.passed_over if isinstance(entry.backend, AttentionBackendEnum)]
    assert [entry.backend for entry in ours] == list(AttentionBackendEnum)
    for entry in ours:
        assert entry.reasons
        assert f"\n  {entry.backend.name}: {'; '.join(entry.reasons)}" in str(caught.value)
    assert "head_size=64, has_sink=True, use_mla=True" in str(caught.value)


@pytest.mark.parametrize("attn_type", AttentionType)
def test_a_cpu_has_a_backend_for_every_attention_type(attn_type: AttentionType) -> None:
    asked = AttentionRequirements(head_size=72, attn_type=attn_type, has_sink=True)
    assert select_backend(asked, CpuPlatform()).backend is AttentionBackendEnum.CPU_ATTN


@pytest.mark.parametrize("platform", [H100, MI300], ids=str)
@pytest.mark.parametrize(("sparse", "name"), [(False, "TRITON_MLA"), (True, "TRITON_SPARSE_MLA")])
def test_latent_attention(platform: object, sparse: bool, name: str) -> None:
    choice = select_backend(AttentionRequirements(head_size=576, use_mla=True, use_sparse=sparse), platform)
    assert choice.backend is AttentionBackendEnum[name]
    for passed in choice.passed_over:
        assert any("is not supported" in reason for reason in passed.reasons)


def test_a_backend_that_would_fit_but_is_not_listed() -> None:
    with pytest.raises(NoBackendError, match="TRITON_ATTN: it is not in the priority list"):
        select_backend(PLAIN, UnspecifiedPlatform())


def test_explicit_choice_by_member_and_by_name(log: pytest.LogCaptureFixture) -> None:
    for explicit in (AttentionBackendEnum.TRITON_ATTN, "TRITON_ATTN"):
        assert select_backend(PLAIN, MI300, explicit).backend is AttentionBackendEnum.TRITON_ATTN
    assert log.messages == ["Using attention backend TRITON_ATTN, as asked for."] * 2


def test_explicit_choice_that_does_not_fit() -> None:
    with pytest.raises(NoBackendError, match="ROCM_ATTN was asked for and does not fit") as caught:
        select_backend(WHISPER, MI300, "ROCM_ATTN")
    assert "attention type ENCODER_DECODER is not supported" in str(caught.value)


def test_explicit_choice_of_an_unknown_name() -> None:
    with pytest.raises(ValueError, match="did you mean ROCM_ATTN"):
        select_backend(PLAIN, MI300, "ROCM_ATN")


def test_explicit_choice_of_a_third_party_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    handle = register_backend("MINE", AttentionBackendEnum.TRITON_ATTN.path)
    assert select_backend(PLAIN, H100, "MINE").backend is handle
