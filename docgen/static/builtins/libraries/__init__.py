"""Models of well-known packages outside the standard library, one module a package."""
