"""Requirements of a model's attention layer, and of the engine around it, on a backend."""

from dataclasses import dataclass, fields
from enum import Enum

from backends.types import AlibiForm, AttentionType, DType, KVCacheDType


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
    has_sink: bool = False
    """Every head has a learned logit that takes part in the softmax and carries no value."""
    has_sliding_window: bool = False
    """A query sees only the keys within a fixed distance."""
    has_logits_soft_cap: bool = False
    """The logits pass through ``cap * tanh(logit / cap)`` before the softmax."""
    has_alibi: bool = False
    """Every head adds a penalty to the logits that grows with the distance."""
    alibi_form: AlibiForm = AlibiForm.DISTANCE
    """The form of that penalty; of no meaning without ``has_alibi``."""
    is_non_causal: bool = False
    """A decoder layer whose queries see the keys after them as well."""
    has_mm_prefix: bool = False
    """Ranges of a decoder's prompt (images, say) attend to themselves bidirectionally."""
    has_query_bias: bool = False
    """A bias is added to the logits between query tokens: the tree of speculative decoding."""
    has_position_bias: bool = False
    """A bias of every head, query and key is added to the logits: T5's, learned for distances."""
    use_mla: bool = False
    """Multi-head latent attention: one latent vector a token stands for all heads' keys and values."""
    use_sparse: bool = False
    """Each query attends to an explicit list of keys."""
    needs_lse: bool = False
    """The log-sum-exp of the logits is wanted beside the output: context parallelism merges parts by it."""

    def describe(self) -> str:
        """Return what is asked beyond the defaults, as ``head_size=64, attn_type=ENCODER_DECODER``."""
        asked = ((field.name, field.default, getattr(self, field.name)) for field in fields(self))
        return ", ".join(
            f"{name}={value.name if isinstance(value, Enum) else value}"
            for name, default, value in asked
            if value != default
        )
