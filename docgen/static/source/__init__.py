"""Source texts: modules, syntax trees, scopes, and facts that the text alone determines."""
