"""TRITON_ATTN: one unified paged attention kernel."""
