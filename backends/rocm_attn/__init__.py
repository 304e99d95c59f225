"""ROCM_ATTN: a prefill kernel over new and cached keys, and a paged decode kernel."""
