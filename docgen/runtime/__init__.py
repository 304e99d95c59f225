"""The imported classes themselves, asked in a child process that stands in for the machine of a scenario."""
