"""The documented project's answers from its source alone: an abstract interpreter that never imports it."""
