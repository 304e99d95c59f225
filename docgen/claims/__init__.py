"""Hand-written tables, compared with the answers of the code. They are read and never rewritten."""
