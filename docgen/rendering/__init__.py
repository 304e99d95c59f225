"""The model as Markdown, and Markdown back as claims. Knows tables, legends and markers; knows no command."""
