"""The model as Markdown, and Markdown read back. Knows tables, legends and markers, but no commands."""
