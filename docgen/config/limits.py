"""Limits on the resources of a child process."""

from __future__ import annotations

import math

import msgspec

_LARGEST = 2**53
"""The largest number of seconds or bytes: more than any machine has."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits on the process that imports the documented code; a backend that exceeds one gets no answer."""

    import_seconds: float = 180.0
    """Seconds of wall-clock time to import one backend's module, and everything that it imports."""
    question_seconds: float = 20.0
    """Seconds of wall-clock time to answer one question."""
    cpu_seconds: float = 300.0
    """Seconds of processor time, of all threads, for one import or one question."""
    memory_bytes: int = 8 << 30
    """Bytes of the process's own memory; mapped files and reserved addresses do not count."""
    grace_seconds: float = 5.0
    """Seconds that the parent waits beyond the child's own limit before it ends the child."""

    def __post_init__(self) -> None:
        """Refuse a limit that is no usable number."""
        for name in self.__struct_fields__:
            if not (math.isfinite(value := getattr(self, name)) and 0 < value <= _LARGEST):
                msg = f"limit `{name}` is not above 0 and at most {_LARGEST}"
                raise ValueError(msg)
