"""A project: its configuration, its model, and what is kept of it between runs."""
