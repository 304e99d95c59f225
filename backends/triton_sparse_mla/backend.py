"""Declaration of TRITON_SPARSE_MLA."""

from __future__ import annotations

from typing import ClassVar

from backends.triton_mla.backend import TritonMLABackend


class TritonSparseMLABackend(TritonMLABackend):
    """Latent attention of every query to a list of positions (DeepSeek-V3.2, 2512.02556), decode and prefill alike."""

    impl_path: ClassVar[str] = "backends.triton_sparse_mla.launch.TritonSparseMLAImpl"

    @classmethod
    def get_name(cls) -> str:
        """The backend's name in the registry."""
        return "TRITON_SPARSE_MLA"

    @classmethod
    def is_sparse(cls) -> bool:
        """The positions are a list for every query token, each looked up in the block table by the kernel."""
        return True
