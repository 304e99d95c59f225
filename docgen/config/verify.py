"""The part of the configuration that names the tests that prove the claims, and the files that keep the evidence."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import msgspec

from docgen.errors import ConfigError, nearest, use_one_of

_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place where claims are measured: a device, an interpreter, a compiler."""

    name: str
    """Its name, and that of its evidence file: `cuda-h100`."""
    scenario: str | None = None
    """The scenario whose answers apply there; without one, a claim must have the same answer in all scenarios."""
    mark: str = ""
    """Sign of the target in the tables, a letter or two; its name where empty."""

    def __post_init__(self) -> None:
        """Refuse a name that could not be the name of a file."""
        if not _NAME.fullmatch(self.name):
            msg = f"target {self.name!r} cannot name a file: letters, digits, `.`, `_`, `+` and `-`"
            raise ValueError(msg)

    @property
    def sign(self) -> str:
        """Return the target's sign in the tables."""
        return self.mark or self.name


class Verify(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of `docgen verify`, and of the evidence that `docgen check` compares with the declarations."""

    tests: tuple[str, ...]
    """Files and directories of tests, relative to the root."""
    target: tuple[Target, ...]
    """The targets that tests run on; the first is the default of `docgen verify --target`."""
    evidence: str = "evidence"
    """Directory of the evidence files, relative to the root."""
    require: tuple[str, ...] = ()
    """Keys of capabilities; every value that a class declares for one of them must be verified on some target."""

    def __post_init__(self) -> None:
        """Refuse a configuration without tests or without targets, and paths that lead out of the root."""
        if not self.tests or not self.target:
            raise ValueError("`verify` needs `tests` and a `target`")
        for path in (*self.tests, self.evidence):
            pure = PurePosixPath(path)
            if pure.is_absolute() or ".." in pure.parts or path.startswith("-"):
                msg = f"path {path!r} of `verify` leads out of the root"
                raise ValueError(msg)


def target_named(verify: Verify, name: str | None) -> Target:
    """The target of this name; the first if None.

    Raises:
        ConfigError: no target has the name.
    """
    known = [target.name for target in verify.target]
    if name is not None and name not in known:
        raise ConfigError(f"no target {name!r}{nearest(name, known)}", remedy=use_one_of(known))
    return next(target for target in verify.target if name in {None, target.name})
