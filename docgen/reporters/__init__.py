"""Reports: each takes findings or a model, and returns text."""
