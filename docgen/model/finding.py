"""A disagreement, or a blocker that keeps docgen from an answer."""

from __future__ import annotations

import enum

import msgspec

from docgen.model.location import Location


class Severity(enum.Enum):
    """Effect of a finding on a check."""

    ERROR = "error"
    """Fails `docgen check`."""
    WARNING = "warning"
    """Is shown, and does not fail `docgen check`."""


class Rule(enum.Enum):
    """Kinds of disagreement. Each member's value is the id that people read and configure."""

    DOCS_DRIFT = "docs-drift"
    """A cell or a line of a generated page differs from what the code says."""
    MISSING_ROW = "missing-row"
    """A backend of the code is missing from the table."""
    EXTRA_ROW = "extra-row"
    """The table has a row for a backend that the code does not have."""
    MISSING_COLUMN = "missing-column"
    """A configured capability has no column in the table."""
    EXTRA_COLUMN = "extra-column"
    """The table has a column that no configured capability accounts for."""
    MISSING_PAGE = "missing-page"
    """A configured page, or a table on it, does not exist."""
    HAND_EDITED_REGION = "hand-edited-region"
    """A region was edited by hand since docgen wrote it; a build does not overwrite that."""
    DANGLING_REGISTRY_ENTRY = "dangling-registry-entry"
    """A registry names a class that does not exist."""
    UNKNOWN_NAME = "unknown-name"
    """The configured expression for the names of rows gives no name for a backend."""
    OVERCLAIM = "overclaim"
    """A hand-written table claims more than the code supports, or a class more than its tests prove."""
    UNDERCLAIM = "underclaim"
    """A hand-written table claims less than the code supports, or a class less than its tests prove."""
    UNVERIFIED_CLAIM = "unverified-claim"
    """A class declares a value that no test has proved."""
    UNREAD_CELL = "unread-cell"
    """A cell of a hand-written table holds words that are not understood."""
    EMPTY_CELL = "empty-cell"
    """A cell of a hand-written table is empty."""
    UNCOMPARED_CLAIM = "uncompared-claim"
    """The code gives no answer that a claim could be compared with."""
    EMPTY_TABLE = "empty-table"
    """A hand-written table has no rows."""
    MALFORMED_TABLE = "malformed-table"
    """A table of a page with claims cannot be read by the parser of its format."""
    NO_BACKENDS = "no-backends"
    """The discovery finds no backend."""
    NOTHING_COMPARED = "nothing-compared"
    """A check compared nothing with the code."""
    UNKNOWN_CELL = "unknown-cell"
    """An answer is unknown from the source alone."""
    UNREADABLE_SOURCE = "unreadable-source"
    """A module that an answer needs cannot be read or parsed."""
    STATIC_RUNTIME_CONFLICT = "static-runtime-conflict"
    """The imported class and its source give different answers."""
    FAILED_IMPORT = "failed-import"
    """A backend's module, or the registry, cannot be imported, so that its class cannot be asked."""
    STALE_EVIDENCE = "stale-evidence"
    """Code that evidence was measured on has changed since."""
    BROKEN_MARKER = "broken-marker"
    """A page cannot be read, or a marker on it is missing, doubled, nested, reversed or asks for something that does
    not exist.
    """
    DEPRECATED_MARKER = "deprecated-marker"
    """A page has a marker of an older form, which is still read."""
    IDLE_SETTING = "idle-setting"
    """A setting of claims, or a pattern of modules, matches nothing, on the page or in the code."""
    UNUSED_IGNORE = "unused-ignore"
    """An ignore of the configuration no longer matches any finding."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One disagreement, with both places and the command that fixes it."""

    rule: Rule
    """Kind of the finding."""
    severity: Severity
    """Effect on a check."""
    message: str
    """One sentence for a person."""
    backend: str | None = None
    """The backend, if it is about one."""
    capability: str | None = None
    """The capability's key, if it is about one."""
    documented: str | None = None
    """Text of the documentation."""
    expected: str | None = None
    """Text that the documentation should have."""
    docs_location: Location | None = None
    """Place in the documentation."""
    code_location: Location | None = None
    """Place in the code that says otherwise."""
    answered: str | None = None
    """Answer of the imported class, if it differs from that of its source."""
    class_location: Location | None = None
    """Place where the imported class gives this answer."""
    measured: str | None = None
    """Result of the tests, if it differs from the class's declaration."""
    measured_location: Location | None = None
    """The line of the evidence file."""
    remedy: str | None = None
    """The command that fixes it."""


class Ignored(msgspec.Struct, frozen=True):
    """A finding that the configuration ignores."""

    finding: Finding
    """The finding."""
    reason: str
    """The reason for ignoring it."""
