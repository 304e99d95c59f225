"""Attention backends: their declarations, their kernels, and the choice between them.

Importing this package, :mod:`backends.registry`, :mod:`backends.selector` or any backend's declaration imports
neither torch nor Triton; the kernels are imported when an implementation is requested.
"""
