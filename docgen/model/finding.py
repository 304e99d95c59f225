"""A disagreement, or something that keeps docgen from knowing, worth a reader's time."""

from __future__ import annotations

import enum

import msgspec

from docgen.model.location import Location


class Severity(enum.Enum):
    """Whether a finding fails a check."""

    ERROR = "error"
    """Fails `docgen check`."""
    WARNING = "warning"
    """Shown, and does not fail."""


class Rule(enum.Enum):
    """What kind of disagreement it is. Each member's value is the id that people read and configure."""

    DOCS_DRIFT = "docs-drift"
    """A cell or a line of a generated page differs from what the code says."""
    MISSING_ROW = "missing-row"
    """A backend that the code has is not in the table."""
    EXTRA_ROW = "extra-row"
    """The table has a row for a backend that the code does not have."""
    MISSING_COLUMN = "missing-column"
    """A configured capability has no column in the table."""
    EXTRA_COLUMN = "extra-column"
    """The table has a column that no configured capability accounts for."""
    MISSING_PAGE = "missing-page"
    """A configured page, or a table on it, does not exist."""
    HAND_EDITED_REGION = "hand-edited-region"
    """Somebody changed what stands between markers since docgen wrote it; a build does not overwrite that."""
    DANGLING_REGISTRY_ENTRY = "dangling-registry-entry"
    """A registry names a class that does not exist."""
    UNKNOWN_NAME = "unknown-name"
    """The configured expression for the names of rows says nothing of one."""
    OVERCLAIM = "overclaim"
    """A table that people wrote claims more than the code supports, or a class more than its tests prove."""
    UNDERCLAIM = "underclaim"
    """A table that people wrote claims less than the code supports, or a class less than its tests prove."""
    UNVERIFIED_CLAIM = "unverified-claim"
    """A class declares what no test has proved."""
    UNREAD_CELL = "unread-cell"
    """A cell of a table that people wrote holds words that are not understood."""
    EMPTY_CELL = "empty-cell"
    """A cell of a table that people wrote is empty."""
    UNCOMPARED_CLAIM = "uncompared-claim"
    """The code gives no answer that a claim could be held against."""
    EMPTY_TABLE = "empty-table"
    """A table that people wrote has no rows."""
    NO_BACKENDS = "no-backends"
    """The discovery finds no backend."""
    NOTHING_COMPARED = "nothing-compared"
    """A check held nothing against the code."""
    UNKNOWN_CELL = "unknown-cell"
    """The source does not tell an answer."""
    UNREADABLE_SOURCE = "unreadable-source"
    """A module that an answer needs cannot be read or parsed."""
    STATIC_RUNTIME_CONFLICT = "static-runtime-conflict"
    """The imported class answers otherwise than its source says."""
    FAILED_IMPORT = "failed-import"
    """A backend's module, or the registry, cannot be imported, so that its class cannot be asked."""
    STALE_EVIDENCE = "stale-evidence"
    """What an answer was measured on has changed since."""
    BROKEN_MARKER = "broken-marker"
    """A page cannot be read, or a marker on it is missing, doubled, nested, reversed or asks for what there is not."""
    UNUSED_IGNORE = "unused-ignore"
    """An ignore of the configuration matches no finding any more."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One disagreement, with both places and the command that mends it."""

    rule: Rule
    """What kind it is."""
    severity: Severity
    """Whether it fails a check."""
    message: str
    """One sentence for a person."""
    backend: str | None = None
    """The row, when it is about one."""
    capability: str | None = None
    """The column's key, when it is about one."""
    documented: str | None = None
    """What the documentation says."""
    expected: str | None = None
    """What it should say."""
    docs_location: Location | None = None
    """Where the documentation says it."""
    code_location: Location | None = None
    """Where the code says otherwise."""
    answered: str | None = None
    """What the imported class answers, where that is not what its source says."""
    class_location: Location | None = None
    """Where the class says it."""
    measured: str | None = None
    """What tests proved, where that is not what the class declares."""
    measured_location: Location | None = None
    """The line of evidence."""
    remedy: str | None = None
    """The command that mends it."""


class Ignored(msgspec.Struct, frozen=True):
    """A finding that the configuration ignores."""

    finding: Finding
    """What was found."""
    reason: str
    """Why it is ignored."""
