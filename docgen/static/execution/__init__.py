"""Execution: statements, expressions, calls and operators, by the rules of the language."""
