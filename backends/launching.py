"""Launching a compiled kernel directly, without asking Triton again to find it.

``kernel[grid](...)`` inspects every argument to find the compiled kernel, which takes the host ten times as long as
the launch itself. Equal layouts of the tensors, equal numbers and equal constants always lead to the same one: the
first launch asks, later ones go to it directly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triton.compiler import CompiledKernel

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from torch import Tensor

_MOST = 4096
"""Launches that are remembered; strides that differ from call to call would fill the memory."""
_remembered: dict[Hashable, Launch] = {}


class Launch:
    """One kernel with its constants, for arguments of one layout.

    Args:
        kernel: a function under ``triton.jit`` whose constants come last, by their names.
        constants: what they are, and the options of the launch, such as ``num_warps``.
    """

    __slots__ = ("_compiled", "_constants", "_in_order", "_kernel")

    def __init__(self, kernel: Any, constants: Mapping[str, Any]) -> None:
        self._kernel = kernel
        self._constants = dict(constants)
        self._in_order = tuple(constants[name] for name in kernel.arg_names if name in constants)
        self._compiled: CompiledKernel | None = None

    def __call__(self, grid: tuple[int, int, int], *arguments: Any) -> None:
        """Launch.

        Args:
            grid: programs in each of three dimensions.
            *arguments: all that are no constants, in the kernel's order. What Triton compiles kernels by, their types,
                numbers and alignment, must not differ between calls, but for numbers under ``do_not_specialize``. Once
                :attr:`is_compiled`, an address may stand for a tensor, which spares asking the driver about it.
        """
        compiled = self._compiled
        if compiled is not None:
            compiled[grid](*arguments, *self._in_order)
            return
        compiled = self._kernel[grid](*arguments, **self._constants)
        # The interpreter compiles nothing, and what is compiled for a GPU that is not there cannot be launched.
        if isinstance(compiled, CompiledKernel) and arguments[0].is_cuda:
            self._compiled = compiled

    @property
    def is_compiled(self) -> bool:
        """Tell whether the next launch goes to the compiled kernel directly."""
        return self._compiled is not None


def address_of(tensor: Tensor | None) -> int | None:
    """The address of a tensor; None where there is none."""
    return None if tensor is None else tensor.data_ptr()


def itself(tensor: Tensor | None) -> Tensor | None:
    """Return the tensor itself, which is passed in place of its address before a kernel is compiled."""
    return tensor


def launch_of(kernel: Any, layouts: Hashable, constants: Mapping[str, Any]) -> Launch:
    """The launch of a kernel for tensors of such layouts; the same for the same.

    Args:
        kernel: as for :class:`Launch`.
        layouts: those by :func:`backends.signature.layouts_of` of all tensors that reach the kernel, with every other
            argument that Triton compiles kernels by: numbers that are not under ``do_not_specialize``.
        constants: as for :class:`Launch`.
    """
    key = (kernel.fn, layouts, tuple(constants.items()))
    found = _remembered.get(key)
    if found is None:
        if len(_remembered) >= _MOST:
            _remembered.clear()
        _remembered[key] = found = Launch(kernel, constants)
    return found
