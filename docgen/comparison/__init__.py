"""Two models of one project, answer by answer."""
