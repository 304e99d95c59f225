"""Caches of the documented code, which would carry answers from one scenario over into the next.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import functools
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Caches:
    """Every `functools.lru_cache` and `functools.cache` on a function of the documented packages."""

    def __init__(self, packages: frozenset[str]) -> None:
        self._packages = packages
        self._made: weakref.WeakSet[Any] = weakref.WeakSet()

    def watch(self) -> None:
        """Keep track of the caches that are made from now on."""
        plain = functools.lru_cache

        def lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:  # noqa: FBT001, FBT002  (functools' signature)
            made = plain(maxsize, typed)
            if callable(maxsize):
                return self._keep(made)
            return lambda function: self._keep(made(function))

        functools.lru_cache = lru_cache
        functools.cache = lru_cache(maxsize=None)

    def clear(self) -> None:
        """Empty them."""
        for cache in list(self._made):
            cache.cache_clear()

    def _keep(self, cache: Callable[..., Any]) -> Callable[..., Any]:
        if getattr(cache, "__module__", "").partition(".")[0] in self._packages:
            self._made.add(cache)
        return cache
