"""Running models of other libraries through the backends; nothing in :mod:`backends` depends on this package."""
