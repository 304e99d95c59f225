"""Choice of a backend for a configuration, with the reasons against each other backend."""
