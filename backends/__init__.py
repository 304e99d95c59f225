"""Attention backends: what each declares, the kernels behind it, and the choice between them.

Importing this package, :mod:`backends.registry`, :mod:`backends.selector` or any backend's declaration
imports neither torch nor Triton; the kernels load when an implementation is asked for.
"""
