"""TRITON_MLA: decoding over every cached latent vector."""
