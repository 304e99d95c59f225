"""Finding the rows: which classes are backends, and what they are called."""
