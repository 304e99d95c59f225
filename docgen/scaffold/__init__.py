"""Proposal of a first configuration for a source tree."""
