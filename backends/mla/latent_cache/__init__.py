"""Writing latent vectors into the paged cache, and reading them back."""
