"""Evidence of a claim: what tests proved of one backend, capability and value on one target."""

from __future__ import annotations

import enum

import msgspec

from docgen.model.cell import Value


class Outcome(enum.Enum):
    """Combined result of a claim's tests."""

    VERIFIED = "verified"
    """Every test of the claim passed: a declared value works, an undeclared one is refused."""
    REFUTED = "refuted"
    """A test of the claim failed."""
    UNTESTED = "untested"
    """Some of the claim's tests did not run, so that nothing is proved."""
    UNTESTABLE = "untestable"
    """Every test of the claim was skipped, for a reason that the measurement carries."""


class Claim(msgspec.Struct, frozen=True, order=True):
    """One value of one capability of one backend."""

    backend: str
    """Name of the backend."""
    capability: str
    """Key of the capability."""
    value: Value
    """The canonical value; true for a capability that is a yes or a no."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return a key to sort and match claims by; values of different types cannot be compared themselves."""
        return self.backend, self.capability, msgspec.json.encode(self.value, order="sorted").decode()

    def __str__(self) -> str:
        """The claim in words: `ROCM_ATTN, dtypes FLOAT16`; the value of a yes is left out."""
        value = "" if self.value is True else f" {self.key[2].strip(chr(34))}"
        return f"{self.backend}, {self.capability}{value}"


class Measurement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of an evidence file."""

    backend: str
    """Name of the backend."""
    capability: str
    """Key of the capability."""
    value: Value
    """The canonical value."""
    declared: bool
    """True if the class declared the value when the tests ran."""
    outcome: Outcome
    """Combined result of the tests."""
    digest: str
    """Digest of the syntax of the modules that the tests reached."""
    reach: str
    """Name of the set of those modules, which another line of the file lists."""
    tests: dict[str, str] = {}
    """For the node id of each test its result: `passed`, or `failed: ` or `skipped: ` and the reason."""
    measured: dict[str, Value] = {}
    """Values that the tests recorded: errors, tolerances, shapes, seeds, launched kernels."""

    @property
    def claim(self) -> Claim:
        """Return the claim that was measured."""
        return Claim(self.backend, self.capability, self.value)

    @property
    def reason(self) -> str:
        """Return the reason why the claim is refuted or untestable; empty for any other outcome."""
        word = {Outcome.REFUTED: "failed: ", Outcome.UNTESTABLE: "skipped: "}.get(self.outcome)
        said = (text.removeprefix(word) for text in self.tests.values() if word and text.startswith(word))
        return next(said, "")

    @property
    def reproducer(self) -> str:
        """Return the node id of the test that shows the outcome: a failed one if there is one."""
        failed = (node for node, result in self.tests.items() if result.startswith("failed"))
        return next(failed, next(iter(self.tests), ""))


class Standing(enum.Enum):
    """Value of evidence for the code as it is now."""

    VERIFIED = "verified"
    """The tests passed on this very code."""
    REFUTED = "refuted"
    """A test failed, and no newer evidence says otherwise; or the declaration was reversed since."""
    STALE = "stale"
    """Code that the tests reached has changed since they passed."""
    UNTESTABLE = "untestable"
    """No test of the claim can run on the target."""
    UNTESTED = "untested"
    """Tests of the claim have not run yet."""


class Judged(msgspec.Struct, frozen=True):
    """A measurement, compared with the code as it is now."""

    target: str
    """Target of the measurement."""
    measurement: Measurement
    """The measurement."""
    standing: Standing
    """Value of the measurement now."""
    declared: bool | None
    """True if the class declares the value now; None if that is unknown, or if the class no longer has such a claim."""
    line: int
    """The line of the evidence file."""


class Measured(msgspec.Struct, frozen=True):
    """All the evidence of a project."""

    targets: tuple[str, ...] = ()
    """The configured targets, in order."""
    judged: tuple[Judged, ...] = ()
    """Every measurement, by target, then by claim."""
