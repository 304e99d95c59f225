"""What TRITON_SPARSE_MLA declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backends.triton_mla.backend import TritonMLABackend

if TYPE_CHECKING:
    from backends.mla.attention_layer import MLAImpl


class TritonSparseMLABackend(TritonMLABackend):
    """Latent attention of every query to a list of positions (DeepSeek-V3.2, 2512.02556), decode and prefill alike."""

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "TRITON_SPARSE_MLA"

    @classmethod
    def get_impl_cls(cls) -> type[MLAImpl]:
        """The class that launches the kernels; imports torch and Triton."""
        from backends.triton_sparse_mla.launch import TritonSparseMLAImpl  # noqa: PLC0415

        return TritonSparseMLAImpl

    @classmethod
    def is_sparse(cls) -> bool:
        """The positions are a list for every query token, each looked up in the block table by the kernel."""
        return True
