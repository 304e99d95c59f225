"""The engine: the program, its modules, and how evaluations run and are kept."""
