"""The commands: options in, text and an exit status out."""
