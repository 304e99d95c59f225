"""What a child may use."""

from __future__ import annotations

import math

import msgspec

_LARGEST = 2**53
"""The largest number of seconds or bytes: more than any machine has."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits on the process that imports the documented code. Overrunning one costs the backend that did."""

    import_seconds: float = 180.0
    """Wall-clock time to import one backend's module, and all that it imports."""
    question_seconds: float = 20.0
    """Wall-clock time to answer one question."""
    cpu_seconds: float = 300.0
    """Processor time of all threads, for one import or one question."""
    memory_bytes: int = 8 << 30
    """Memory of the process's own; mapped files and reserved addresses do not count."""
    grace_seconds: float = 5.0
    """How long the parent waits beyond the child's own limit before it ends it from outside."""

    def __post_init__(self) -> None:
        """Refuse a limit that nothing could keep to."""
        for name in self.__struct_fields__:
            if not (math.isfinite(value := getattr(self, name)) and 0 < value <= _LARGEST):
                msg = f"limit `{name}` is not above 0 and at most {_LARGEST}"
                raise ValueError(msg)
