"""Models of libraries, one module a library."""
