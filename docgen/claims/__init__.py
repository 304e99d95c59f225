"""Tables that people write, held against what the code says. They are read and never rewritten."""
