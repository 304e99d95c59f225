"""The model: answers of every origin, findings and evidence. Imports nothing else of docgen but errors."""
