"""Attention over up-projected keys and values: the prompts of multi-head latent attention."""
