"""What a child may use."""

from __future__ import annotations

import msgspec


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
