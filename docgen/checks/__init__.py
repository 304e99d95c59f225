"""Checks of pages, claims and policy against the model."""
