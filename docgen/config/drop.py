"""The part of the configuration that leaves out tables of an extended configuration."""

from __future__ import annotations

import msgspec


class Drop(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tables of an extended configuration that are left out. Each entry is a name or a pattern such as `rocm-*`."""

    scenario: tuple[str, ...] = ()
    """Names of scenarios."""
    capability: tuple[str, ...] = ()
    """Keys of capabilities."""
    table: tuple[str, ...] = ()
    """Names of tables."""
    list: tuple[str, ...] = ()
    """Keys of lists."""
    page: tuple[str, ...] = ()
    """Paths of pages."""
    claims: tuple[str, ...] = ()
    """Paths of pages whose claims are left out."""
