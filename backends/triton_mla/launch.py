"""TRITON_MLA's layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backends.mla.attention_layer import MLAImpl
from backends.mla.decode.launch import prepare_decode
from backends.triton_mla.backend import TritonMLABackend

if TYPE_CHECKING:
    from collections.abc import Callable

    from backends.base import AttentionBackend
    from backends.mla.inputs import MLAInputs


class TritonMLAImpl(MLAImpl):
    """One latent layer over all keys; arguments and errors as in :class:`backends.mla.attention_layer.MLAImpl`."""

    backend: ClassVar[type[AttentionBackend]] = TritonMLABackend

    def _launch(self, inputs: MLAInputs) -> None:
        self._prepare(inputs)(inputs)

    def _prepare(self, inputs: MLAInputs) -> Callable[[MLAInputs], None]:
        return prepare_decode(self, inputs)
