"""TRITON_SPARSE_MLA's layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backends.mla.attention_layer import MLAImpl
from backends.mla.decode.launch import prepare_decode
from backends.triton_sparse_mla.backend import TritonSparseMLABackend

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend
    from backends.mla.inputs import MLAInputs


class TritonSparseMLAImpl(MLAImpl):
    """One latent layer over lists of keys; arguments and errors as in :class:`backends.mla.attention_layer.MLAImpl`."""

    backend: ClassVar[type[AttentionBackend]] = TritonSparseMLABackend

    def _launch(self, inputs: MLAInputs) -> None:
        self._prepare(inputs)(inputs)

    def _prepare(self, inputs: MLAInputs) -> Callable[[MLAInputs], None]:
        return prepare_decode(self, inputs)
