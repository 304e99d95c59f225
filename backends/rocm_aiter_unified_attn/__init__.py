"""ROCM_AITER_UNIFIED_ATTN: the unified kernel over caches that are laid out for ROCM_ATTN."""
