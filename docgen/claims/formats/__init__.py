"""Pages in the formats that people write, taken apart into tables."""
