"""A first configuration, proposed from what a source tree holds."""
