"""Ways to show what docgen found: each takes findings or a model, and gives text."""
