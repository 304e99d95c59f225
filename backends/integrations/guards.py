"""Refusals of models that a backend does not reach, wherever transformers is given its name.

``attn_implementation="docgen_..."`` is accepted for every model, also where nothing looks the name up. transformers has
no place where an attention function could object, so that three of its methods are wrapped: what decides on the name
when a model is made, what runs when a model is complete, and what changes the name later.
"""

from __future__ import annotations

from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from transformers import PreTrainedModel

from backends.integrations.layer_types import note_roles
from backends.integrations.reach import unreached

if TYPE_CHECKING:
    from collections.abc import Callable

NAME_PREFIX = "docgen_"
"""Prefix of the names of all our attention functions."""
NO_WEIGHTS = "output_attentions is not supported: the backends never hold the weights"
"""The refusal of attention weights, which models would otherwise silently omit."""
_WATCHED = "_backend_watches_outputs"


def is_ours(name: object) -> bool:
    """Tell whether this is the name of a backend's attention function."""
    return isinstance(name, str) and name.startswith(NAME_PREFIX)


def _asks_for_ours(part: PreTrainedModel) -> bool:
    return is_ours(part.config._attn_implementation)


def refuse_unreached(model: PreTrainedModel, missed: list[str]) -> None:
    """Raise if part of a model is not reached.

    Args:
        model: the model.
        missed: the parts, as :func:`backends.integrations.reach.unreached` lists them.

    Raises:
        ValueError: the list is not empty; the message names all parts.
    """
    if missed:
        raise ValueError(
            f"{type(model).__name__} does not go through transformers' AttentionInterface everywhere: "
            f"a backend does not reach {', '.join(missed)}"
        )


def _names(asked: object) -> list[object]:
    """The names in what ``set_attn_implementation`` takes: one, or one for each part of a model, nested."""
    if isinstance(asked, dict):
        return [name for value in asked.values() for name in _names(value)]
    return [asked]


def _configurations(model: PreTrainedModel) -> list[Any]:
    """The configurations of a model and of all its parts, each once."""
    found = {id(part.config): part.config for part in model.modules() if isinstance(part, PreTrainedModel)}
    waiting = list(found.values())
    while waiting:
        config = waiting.pop()
        for name in config.sub_configs:
            inner = getattr(config, name, None)
            if inner is not None and id(inner) not in found:
                found[id(inner)] = inner
                waiting.append(inner)
    return list(found.values())


def _refuse_weights(model: PreTrainedModel, _args: tuple[Any, ...], options: dict[str, Any]) -> None:
    """Raise if a call, or the configuration, asks for the weights: not every model passes that on to its attention.

    Raises:
        ValueError: it does.
    """
    asked = options.get("output_attentions")
    if _asks_for_ours(model) and (model.config.output_attentions if asked is None else asked):
        raise ValueError(NO_WEIGHTS)


def _adopt(model: PreTrainedModel) -> None:
    """Prepare a model that runs on a backend: its modules know their roles, its parts refuse to give weights."""
    note_roles(model)
    for part in model.modules():
        if isinstance(part, PreTrainedModel) and not getattr(part, _WATCHED, False):
            part.register_forward_pre_hook(_refuse_weights, with_kwargs=True)
            part.__dict__[_WATCHED] = True


def _checking_name(original: Callable[..., str]) -> Callable[..., str]:
    @wraps(original)
    def check(self: PreTrainedModel, attn_implementation: str | None, *args: Any, **options: Any) -> str:
        if is_ours(attn_implementation) and not type(self)._can_set_attn_implementation():
            refuse_unreached(self, [f"the attention of {type(self).__name__}"])
        return original(self, attn_implementation, *args, **options)

    return check


def _checking_parts(original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def check(self: PreTrainedModel) -> None:
        refuse_unreached(self, unreached(self, _asks_for_ours))
        original(self)
        if _asks_for_ours(self):
            _adopt(self)

    return check


def _setting_all_or_nothing(original: Callable[..., None]) -> Callable[..., None]:
    @wraps(original)
    def set_all(
        self: PreTrainedModel, attn_implementation: str | dict[str, Any], *args: Any, **options: Any
    ) -> None:
        if not any(map(is_ours, _names(attn_implementation))):
            original(self, attn_implementation, *args, **options)
            return
        if is_ours(attn_implementation):
            refuse_unreached(self, unreached(self, lambda _part: True))
        before = [(config, config._attn_implementation) for config in _configurations(self)]
        try:
            original(self, attn_implementation, *args, **options)
            refuse_unreached(self, unreached(self, _asks_for_ours))
            _adopt(self)
        except Exception:
            for config, name in before:
                config._attn_implementation_internal = name
            raise

    return set_all


@cache
def install() -> None:
    """Wrap the three methods; a second time changes nothing."""
    for name, wrap in (
        ("_check_and_adjust_attn_implementation", _checking_name),
        ("post_init", _checking_parts),
        ("set_attn_implementation", _setting_all_or_nothing),
    ):
        setattr(PreTrainedModel, name, wrap(getattr(PreTrainedModel, name)))
