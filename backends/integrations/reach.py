"""Modules of a model whose attention does not go through transformers' ``AttentionInterface``.

A model that is given the name of an attention function need not use it: many compute their attention themselves, and
transformers says so in the log at most. The behaviour of a module is read from its source, as transformers itself
does it.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import TYPE_CHECKING

from torch import nn
from transformers import PreTrainedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from torch.nn import Module

_ATTENDS = re.compile(r"attention|attn", re.IGNORECASE)
_POOLS = re.compile(r"pool", re.IGNORECASE)
_COMPUTES = re.compile(r"softmax\(|scaled_dot_product_attention\(|MultiheadAttention\(")
_MULTIPLIES = re.compile(
    r"matmul\(|bmm\(|einsum\(|baddbmm\(|scaled_dot_product_attention\(|MultiheadAttention\(| @ "
)
_INTERFACE = "ALL_ATTENTION_FUNCTIONS"


@cache
def _own_attention(kind: type[Module]) -> bool:
    """Tell whether a class computes attention itself.

    It is named for attention, weighs by a softmax and multiplies, and does not look up an attention function: that is
    neither the sampling of deformable attention nor a gate. Heads that pool a sequence are no layers of it. A class
    whose source is nowhere to be read is taken to compute it.
    """
    if not _ATTENDS.search(kind.__name__) or _POOLS.search(kind.__name__):
        return False
    bases = [base for base in kind.__mro__ if issubclass(base, nn.Module) and not _is_torchs(base)]
    try:
        source = "".join(inspect.getsource(base) for base in bases)
    except (OSError, TypeError):
        return True
    return _INTERFACE not in source and bool(_COMPUTES.search(source) and _MULTIPLIES.search(source))


def _is_torchs(kind: type) -> bool:
    return kind.__module__.partition(".")[0] == "torch"


def _with_owner(
    module: Module, owner: PreTrainedModel, path: str
) -> Iterator[tuple[str, Module, PreTrainedModel]]:
    """Every module below one, with its path and the innermost model that it is part of."""
    for name, child in module.named_children():
        inside = child if isinstance(child, PreTrainedModel) else owner
        below = f"{path}.{name}" if path else name
        yield below, child, inside
        yield from _with_owner(child, inside, below)


def unreached(model: PreTrainedModel, is_asked: Callable[[PreTrainedModel], bool]) -> list[str]:
    """List the parts of a model that would not run on the attention function named in its configuration.

    Args:
        model: the model, whole or in part.
        is_asked: tells if a part of it, by its own configuration, is to run on that function.

    Returns:
        One entry a class: the class, how many modules it has, and where the first is; empty if all is reached.
    """
    first: dict[str, str] = {}
    count: dict[str, int] = {}
    for path, module, owner in [("", model, model), *_with_owner(model, model, "")]:
        own_model = isinstance(module, PreTrainedModel) and not type(module)._can_set_attn_implementation()
        if is_asked(owner) and (own_model or _own_attention(type(module))):
            name = type(module).__name__
            first.setdefault(name, path)
            count[name] = count.get(name, 0) + 1
    # Where the attention itself is named, the models around it say nothing more.
    attending = [name for name in first if _ATTENDS.search(name)] or list(first)
    return [
        name + (f" x {count[name]}" if count[name] > 1 else "") + (f" ({first[name]})" if first[name] else "")
        for name in attending
    ]
