"""FLEX_ATTENTION: torch's flex_attention over keys gathered from the paged cache."""
