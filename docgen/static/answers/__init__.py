"""Answers: the configured questions, put to the source."""
