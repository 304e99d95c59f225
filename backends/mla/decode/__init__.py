"""Attention over the latent cache itself: decoding, dense or over a list of keys."""
