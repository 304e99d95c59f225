"""Source texts: modules, syntax trees, scopes and what the text alone says."""
