"""Requirements of a model's attention layer, and of the engine around it, on a backend."""

from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any

from backends.types import AlibiForm, AttentionType, DType, KVCacheDType


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A capability that a backend has or has not: all that is said of it, but for the field that asks for it."""

    key: str
    """Its name in tables of data."""
    header: str
    """Its name on pages."""
    words: str
    """Its name in refusals."""
    description: str
    """Its meaning in a few words, for pages."""
    predicate: str
    """The method of :class:`backends.base.AttentionBackend` that grants it; a backend without the method does not."""
    attn_types: tuple[AttentionType, ...] = tuple(AttentionType)
    """Attention types in which it means anything: across two sequences there is no distance, say."""


def _asks_for(**said: Any) -> Any:
    """Return a field that asks for a capability, with the arguments of :class:`Switch`."""
    return field(default=False, metadata={"switch": Switch(**said)})


_NOT_CROSS = (AttentionType.DECODER, AttentionType.ENCODER, AttentionType.ENCODER_ONLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionRequirements:
    """One configuration, which is compared with a backend's declaration."""

    head_size: int
    """Elements of one head's query, key and value vector."""
    dtype: DType | None = None
    """Element type of the queries; None where the caller does not know it yet, which leaves it unjudged."""
    kv_cache_dtype: KVCacheDType = KVCacheDType.AUTO
    """Element type of the paged cache."""
    block_size: int | None = None
    """Tokens in one block of the paged cache; None where there is no cache or its shape is not known yet."""
    attn_type: AttentionType = AttentionType.DECODER
    """Sequences that the queries, keys and values come from."""
    has_sink: bool = _asks_for(
        key="sink",
        header="Sink",
        words="attention sink",
        description="a learned logit a head takes part in the softmax",
        predicate="supports_sink",
    )
    """Every head has a learned logit that takes part in the softmax and carries no value."""
    has_sliding_window: bool = _asks_for(
        key="sliding_window",
        header="Sliding Window",
        words="sliding window",
        description="keys limited to a distance",
        predicate="supports_sliding_window",
        attn_types=_NOT_CROSS,
    )
    """A query sees only the keys within a fixed distance."""
    has_logits_soft_cap: bool = _asks_for(
        key="logits_soft_cap",
        header="Soft Cap",
        words="logit soft cap",
        description="logits capped by a hyperbolic tangent",
        predicate="supports_logits_soft_cap",
    )
    """The logits pass through ``cap * tanh(logit / cap)`` before the softmax."""
    has_alibi: bool = _asks_for(
        key="alibi",
        header="ALiBi",
        words="ALiBi",
        description="a penalty that grows with the distance",
        predicate="supports_alibi",
        attn_types=_NOT_CROSS,
    )
    """Every head adds a penalty to the logits that grows with the distance."""
    alibi_form: AlibiForm = AlibiForm.DISTANCE
    """The form of that penalty; of no meaning without ``has_alibi``."""
    is_non_causal: bool = _asks_for(
        key="non_causal",
        header="Non-Causal",
        words="non-causal decoder attention",
        description="decoder layers that see the keys behind their queries",
        predicate="supports_non_causal",
    )
    """A decoder layer whose queries see the keys after them as well."""
    has_mm_prefix: bool = _asks_for(
        key="mm_prefix",
        header="MM Prefix",
        words="multimodal prefix",
        description="ranges of a multimodal prompt that attend to themselves in both directions",
        predicate="supports_mm_prefix",
        attn_types=(AttentionType.DECODER,),
    )
    """Ranges of a decoder's prompt (images, say) attend to themselves bidirectionally."""
    has_query_bias: bool = _asks_for(
        key="query_bias",
        header="Tree",
        words="query-to-query bias",
        description="a bias between query tokens, as the trees of speculative decoding need it",
        predicate="supports_query_bias",
        attn_types=(AttentionType.DECODER,),
    )
    """A bias is added to the logits between query tokens: the tree of speculative decoding."""
    has_position_bias: bool = _asks_for(
        key="position_bias",
        header="Position Bias",
        words="position bias",
        description="a bias of every head, query and key on the logits, as T5 learns it",
        predicate="supports_position_bias",
    )
    """A bias of every head, query and key is added to the logits: T5's, learned for distances."""
    use_mla: bool = False
    """Multi-head latent attention: one latent vector a token stands for all heads' keys and values."""
    use_sparse: bool = False
    """Each query attends to an explicit list of keys."""
    needs_lse: bool = _asks_for(
        key="lse",
        header="LSE",
        words="log-sum-exp return",
        description="the log-sum-exp of the logits is returned, as context parallelism needs it",
        predicate="can_return_lse",
    )
    """The log-sum-exp of the logits is wanted beside the output: context parallelism merges parts by it."""

    def describe(self) -> str:
        """Return what is asked beyond the defaults, as ``head_size=64, attn_type=ENCODER_DECODER``."""
        asked = ((field.name, field.default, getattr(self, field.name)) for field in fields(self))
        return ", ".join(
            f"{name}={value.name if isinstance(value, Enum) else value}"
            for name, default, value in asked
            if value != default
        )


SWITCHES: dict[str, Switch] = {
    each.name: each.metadata["switch"] for each in fields(AttentionRequirements) if "switch" in each.metadata
}
"""Every such capability, by the field that asks for it. The configuration of docgen has them from here."""
