"""Evidence of a claim: what tests proved of one backend, capability and value on one target."""

from __future__ import annotations

import enum

import msgspec

from docgen.model.cell import Value


class Outcome(enum.Enum):
    """What the tests of a claim say together."""

    VERIFIED = "verified"
    """Every test of the claim passed: a declared value works, one that is not declared is refused."""
    REFUTED = "refuted"
    """A test of the claim failed."""
    UNTESTED = "untested"
    """Some of its tests did not run, so that nothing is proved."""
    UNTESTABLE = "untestable"
    """Every test of the claim was skipped, for a reason that it carries."""


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
        """Return what sorts claims and tells them apart; values of different types do not compare."""
        return self.backend, self.capability, msgspec.json.encode(self.value, order="sorted").decode()

    def __str__(self) -> str:
        """The claim in words: `ROCM_ATTN, dtypes FLOAT16`; a yes is not spelt."""
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
    """Whether the class declared the value when the tests ran."""
    outcome: Outcome
    """What the tests say together."""
    digest: str
    """Digest of the syntax of the modules that the tests reached."""
    reach: str
    """Name of the set of those modules, which another line of the file spells out."""
    tests: dict[str, str] = {}
    """For the node id of each test its result: `passed`, or `failed: ` or `skipped: ` and the reason."""
    measured: dict[str, Value] = {}
    """What the tests recorded: errors, tolerances, shapes, seeds, launched kernels."""

    @property
    def claim(self) -> Claim:
        """Return what it is evidence of."""
        return Claim(self.backend, self.capability, self.value)

    @property
    def reason(self) -> str:
        """Why the claim is refuted, or cannot be tested; empty where neither."""
        word = {Outcome.REFUTED: "failed: ", Outcome.UNTESTABLE: "skipped: "}.get(self.outcome)
        said = (text.removeprefix(word) for text in self.tests.values() if word and text.startswith(word))
        return next(said, "")

    @property
    def reproducer(self) -> str:
        """Node id of the test that shows the outcome: one that failed where there is one."""
        failed = (node for node, result in self.tests.items() if result.startswith("failed"))
        return next(failed, next(iter(self.tests), ""))


class Standing(enum.Enum):
    """What evidence is worth for the code as it is."""

    VERIFIED = "verified"
    """The tests passed on this very code."""
    REFUTED = "refuted"
    """A test failed, and no newer evidence says otherwise; or the declaration was turned round since."""
    STALE = "stale"
    """What the tests reached has changed since they passed."""
    UNTESTABLE = "untestable"
    """No test can be run on the target."""
    UNTESTED = "untested"
    """Tests of the claim are still to be run."""


class Judged(msgspec.Struct, frozen=True):
    """A measurement, held against the code."""

    target: str
    """Where it was measured."""
    measurement: Measurement
    """What was measured."""
    standing: Standing
    """What it is worth now."""
    declared: bool | None
    """Whether the class declares the value now; None where the source does not tell, or has no such claim."""
    line: int
    """The line of the evidence file."""


class Measured(msgspec.Struct, frozen=True):
    """All the evidence of a project."""

    targets: tuple[str, ...] = ()
    """The configured targets, in order."""
    judged: tuple[Judged, ...] = ()
    """Every measurement, by target, then by claim."""
