"""Interactive pages: the tables, and the choice of a backend, as a browser shows them."""
