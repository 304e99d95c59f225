"""What docgen knows, whichever way it came to know it. Imports nothing else of docgen but errors."""
