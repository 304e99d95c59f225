"""Tables of pages, parsed from the formats that people write."""
