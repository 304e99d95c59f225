"""TREE_ATTN: attention of the trees that speculative decoding drafts."""
