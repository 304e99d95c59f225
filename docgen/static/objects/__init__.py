"""Objects of the documented program: kinds of value, classes, instances, attribute lookup."""
