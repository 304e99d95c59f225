"""Checks: pages, claims and policy, held against the model."""
