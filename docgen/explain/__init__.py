"""Which backend is chosen for a configuration, and why each other is not."""
