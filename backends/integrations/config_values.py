"""Reading a model's configuration as a plain dictionary: the names under which model types state the same thing.

A dictionary is what ``config.json`` holds and what ``PretrainedConfig.to_dict`` gives. Model types spell the same
value differently (``hidden_size``, ``d_model``, ``n_embd``), and the classes that would translate belong to
transformers, which is not needed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from backends.integrations.model_types import DEFAULTS
from backends.types import DType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ModelConfig: TypeAlias = Mapping[str, Any]
"""A model's configuration, or that of one of its parts, as plain data."""

HEADS = (
    "num_attention_heads",
    "num_heads",
    "attention_heads",
    "n_head",
    "n_heads",
    "encoder_attention_heads",
    "encoder_num_attention_heads",
    "num_encoder_attention_heads",
    "decoder_attention_heads",
)
"""Names of the number of query heads."""
WIDTHS = ("embed_dim", "d_model", "n_embd", "n_embed", "hidden_size", "dim", "emb_dim", "hidden_dim")
"""Names of a token's width, in elements. ``hidden_dim`` comes last: next to ``dim`` it is a feed-forward width."""
HEAD_SIZES = ("head_dim", "d_kv", "dim_head", "attention_head_dim", "kv_channels")
"""Names of the elements of a head, where they are stated."""
WINDOWS = ("sliding_window", "sliding_window_size", "attention_window_size", "local_attention")
"""Names of the distance within which keys are seen."""
LAYER_KINDS = ("layer_types", "layers_block_type")
"""Names of the list that holds the kind of every layer."""


def plain(config: object) -> ModelConfig:
    """A configuration as a dictionary.

    Args:
        config: a dictionary, a ``PretrainedConfig``, or any object whose attributes are the values.
    """
    if isinstance(config, Mapping):
        return config
    to_dict = getattr(config, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    return {
        name: plain(value) if hasattr(value, "__dict__") else value for name, value in vars(config).items()
    }


def first(config: ModelConfig, *names: str) -> Any:
    """The first of these values that is there and not None; None if there is none."""
    for name in names:
        value = config.get(name)
        if value is not None:
            return value
    return None


def model_type(config: ModelConfig) -> str:
    """The model type, empty if the configuration states none."""
    return first(config, "model_type") or ""


def with_defaults(config: ModelConfig) -> ModelConfig:
    """A configuration with what the class of its model type adds, where that is known here."""
    return {**DEFAULTS.get(model_type(config), {}), **config}


def element_type(config: ModelConfig) -> DType | None:
    """The element type that the configuration states; None if it states none.

    Raises:
        ValueError: no backend could declare it.
    """
    stated = first(config, "dtype", "torch_dtype")
    return None if stated is None else DType(str(stated).removeprefix("torch."))


def head_size(config: ModelConfig, side: str = "") -> int | None:
    """Elements of a head of the ``encoder`` or ``decoder`` side, or of a model that has but one; None if unstated.

    With multi-head latent attention this is the latent vector, the rotated part included (2405.04434). Where
    keys and values differ it is the larger: the other is padded.
    """
    rank = first(config, "kv_lora_rank")
    if rank is not None:
        return rank + config["qk_rope_head_dim"]
    stated = first(config, *HEAD_SIZES)
    if stated is not None:
        return max(stated, first(config, "v_head_dim") or 0)
    sided = (f"{side}_attention_heads", f"{side}_num_attention_heads") if side else ()
    heads = first(config, *sided, *HEADS)
    width = first(config, *WIDTHS)
    # Towers in stages (Swin, DaViT) state a list, one number a stage.
    return width // heads if isinstance(heads, int) and isinstance(width, int) else None


def has_window(config: ModelConfig, kinds: Iterable[str] | None) -> bool:
    """Tell whether layers of these kinds see a limited distance; None stands for kinds that are not stated."""
    if "local" in (first(config, "attention_layers") or ()):  # GPT-Neo
        return True
    if not config.get("use_sliding_window", True) or not first(config, *WINDOWS):
        return False
    return kinds is None or any("sliding" in kind for kind in kinds)


def layers(config: ModelConfig) -> Iterator[tuple[ModelConfig, list[str] | None]]:
    """The configurations that layers have, each once, with the kinds of the layers that have it.

    One for all, unless the configuration holds values of its own for some layers: then one for each set of values and
    kind of layer, in the order of the layers.
    """
    kinds = first(config, *LAYER_KINDS)
    overrides = {int(number): values for number, values in (first(config, "per_layer_config") or {}).items()}
    global_size = first(config, "global_head_dim")
    if not overrides and (kinds is None or global_size is None):
        yield config, kinds
        return
    seen: list[tuple[str | None, dict[str, Any]]] = []
    for number in range(len(kinds) if kinds is not None else config["num_hidden_layers"]):
        kind = kinds[number] if kinds is not None else None
        own = dict(overrides.get(number, {}))
        if global_size is not None and kind == "full_attention" and not overrides:
            own["head_dim"] = global_size
        if (kind, own) not in seen:
            seen.append((kind, own))
            yield {**config, **own}, None if kind is None else [kind]
