"""CPU_ATTN: torch's scaled dot product attention, one request at a time."""
