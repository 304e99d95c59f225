"""ROCM_AITER_FA: flash attention over packed new keys, then the cached context, and paged decode."""
