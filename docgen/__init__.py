"""docgen: capability tables that come from the code, and a check that fails when the two disagree."""

__version__ = "0.1.0"
