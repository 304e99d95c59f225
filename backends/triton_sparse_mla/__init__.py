"""TRITON_SPARSE_MLA: decoding over a list of cached latent vectors."""
