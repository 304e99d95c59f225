"""Discovery of the rows: the classes that are backends, and their names."""
