"""A project: its configuration, its model, and the answers that are kept between runs."""
