"""The configuration as validated structs. What a key means is said here and nowhere else."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

import msgspec

from docgen.config.claims import Claims
from docgen.config.explain import Explain
from docgen.config.limits import Limits
from docgen.config.rules import Ignore, RuleId
from docgen.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Collection

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


class DiscoveryKind(enum.Enum):
    """How backends are found."""

    ENUM = "enum"
    """Members of an Enum whose values are dotted paths of classes."""
    SUBCLASSES = "subclasses"
    """Classes that derive from a base."""
    DECORATOR = "decorator"
    """Functions and classes that a decorator call registers."""


class Discovery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the rows come from."""

    kind: DiscoveryKind
    """How backends are found."""
    path: str
    """Dotted path of the registry, the base class or the registering function."""
    modules: tuple[str, ...] = ()
    """For subclasses and decorators, where to look: patterns of dotted module names, such as `models.*.modeling_*`."""
    skip: tuple[str, ...] = ()
    """Registry names that are no backends, such as a placeholder for plug-ins."""

    def __post_init__(self) -> None:
        """Refuse a path that is no dotted name, and a search without a place to search."""
        _require_dotted(self.path, "discovery path")
        if bool(self.modules) is (self.kind is DiscoveryKind.ENUM):
            need = "needs no" if self.modules else "needs"
            msg = f"discovery of kind {self.kind.value!r} {need} `modules`"
            raise ValueError(msg)


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named set of assumptions under which every capability is asked."""

    name: str
    """Name that people select it by, such as `cuda-9.0`."""
    assume: dict[str, str] = {}
    """For a dotted path, the expression whose value it has; names resolve in the module that owns the path."""
    installed: tuple[str, ...] = ()
    """Packages outside the documented tree whose import succeeds."""
    missing: tuple[str, ...] = ()
    """Packages outside the documented tree whose import fails."""

    def __post_init__(self) -> None:
        """Refuse paths that are no dotted names, and a package that is both there and not."""
        for path in (*self.assume, *self.installed, *self.missing):
            _require_dotted(path, f"path in scenario {self.name!r}")
        if both := sorted(set(self.installed) & set(self.missing)):
            msg = f"scenario {self.name!r}: both installed and missing: {', '.join(both)}"
            raise ValueError(msg)


class Capability(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question; a column."""

    key: str
    """Name in the export, in findings and in the configuration."""
    header: str
    """Heading of the column."""
    probe: str
    """A Python expression over `cls`, and over the variable of `over`."""
    over: dict[str, str | tuple[str, ...]] = {}
    """At most one variable, and the values it takes: a list of Python expressions, or the dotted path of an
    Enum, a `Literal` or a constant of the documented code. The answer is the list of values for which the probe
    is true."""
    description: str = ""
    """What the column means, for the legend."""
    labels: dict[str, str] = {}
    """How canonical values are spelt in the table; what is not listed is shown as it is."""
    every: str = ""
    """What is shown when all values of the domain are supported; empty lists them."""
    none: str = "None"
    """What is shown when no value of the domain is supported."""
    unrestricted: str = "Any"
    """What is shown when a probe without a domain answers an empty list: no restriction."""

    def __post_init__(self) -> None:
        """Refuse keys that cannot be written in a configuration and more than one domain."""
        if not _IDENTIFIER.fullmatch(self.key):
            msg = f"capability key {self.key!r} is not a Python identifier"
            raise ValueError(msg)
        if len(self.over) > 1:
            msg = f"capability {self.key!r} ranges over {len(self.over)} variables; one is the most"
            raise ValueError(msg)
        for variable in self.over:
            if not _IDENTIFIER.fullmatch(variable) or variable == "cls":
                msg = f"capability {self.key!r}: {variable!r} cannot name a variable of the probe"
                raise ValueError(msg)

    @property
    def variable(self) -> str | None:
        """The variable the probe ranges over, if any."""
        return next(iter(self.over), None)


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the page: some rows, some columns."""

    name: str
    """Name for markers and templates."""
    title: str
    """Heading above the table."""
    where: dict[str, bool] = {}
    """Capability keys and the answer a row must give to be in this table."""
    backends: tuple[str, ...] = ()
    """Patterns of names, such as `*_V4`: a row must match one of them, and none of those that begin with `!`."""
    columns: tuple[str, ...] = ()
    """Capability keys in order; empty for all that `where` does not fix."""


class ValueList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list that the documented code computes per scenario, such as a platform's order of preference."""

    key: str
    """Name in the export and in templates."""
    title: str
    """Heading above the list."""
    expression: str
    """A Python expression over absolute dotted paths of the documented code. A list of dictionaries that have the same
    keys is shown as a table."""
    labels: dict[str, str] = {}
    """How canonical values are spelt; what is not listed is shown as it is."""


class Includes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines of another tool's include syntax, below each of which docgen keeps a region."""

    line: str
    """The whole line, with `{name}` for what tells one include from another: `--8<-- "gen:{name}"`."""
    regions: dict[str, str]
    """Names, and what the region below shows: `table=standard`. Lines of other names are left alone."""

    def __post_init__(self) -> None:
        """Refuse a line that cannot tell its names."""
        if self.line.count("{name}") != 1 or "\n" in self.line:
            msg = f"include line {self.line!r} is not one line with {{name}} in it once"
            raise ValueError(msg)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches a line, and its name as `name`."""
        before, after = map(re.escape, self.line.split("{name}"))
        return re.compile(rf"[ ]{{0,3}}{before}(?P<name>.+?){after}[ \t]*")


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Markdown file that docgen keeps true."""

    path: str
    """The file, relative to the root; or a pattern such as `docs/**/*.md`, for all that match and hold markers."""
    template: str | None = None
    """Template of the whole page; None where docgen fills the regions between markers of a hand-written page."""
    includes: Includes | None = None
    """Include lines that stand for regions as well, on a page without a template."""
    optional: bool = False
    """Whether the page may be missing, or hold no markers: then it is left alone."""

    def __post_init__(self) -> None:
        """Refuse a page made whole that has a place for includes, and a path that leads nowhere below the root."""
        if not self.path:
            raise ValueError("a page needs a path")
        if self.template and self.includes:
            msg = f"page {self.path!r} has both a `template` and `includes`"
            raise ValueError(msg)
        if self.template and self.is_pattern:
            msg = f"page {self.path!r} has a `template`, which makes one page, and a path of many"
            raise ValueError(msg)
        if self.is_pattern and self.path.startswith(("/", "..")):
            msg = f"page {self.path!r}: a pattern is relative to the root"
            raise ValueError(msg)

    @property
    def is_pattern(self) -> bool:
        """Whether the path stands for any number of files."""
        return "*" in self.path or "?" in self.path


class Runtime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How `--runtime` imports the documented code."""

    python: str | None = None
    """The interpreter that has what the project imports, relative to the root; docgen's own if None."""
    limits: Limits = Limits()
    """What the process that imports may use."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a project says to docgen."""

    packages: tuple[str, ...]
    """Import roots: directories of packages, relative to the root."""
    discovery: Discovery
    """Where the rows come from."""
    profile: str | None = None
    """Name of a shipped profile that lies beneath this configuration."""
    scenario: tuple[Scenario, ...] = ()
    """The scenarios; none stands for one of no assumptions."""
    capability: tuple[Capability, ...] = ()
    """The columns."""
    table: tuple[Table, ...] = ()
    """The tables; none stands for one table of everything."""
    list: tuple[ValueList, ...] = ()
    """Lists beside the tables."""
    page: tuple[Page, ...] = ()
    """The pages to keep true."""
    claims: tuple[Claims, ...] = ()
    """Hand-written tables to hold against the code."""
    explain: Explain | None = None
    """How the code chooses a backend; None where `docgen explain` is not to answer."""
    rules: dict[RuleId, Severity] = {}
    """How grave findings are, by rule; the default of the rule where it is not listed."""
    ignore: tuple[Ignore, ...] = ()
    """Findings that are known and accepted."""
    runtime: Runtime = Runtime()
    """How the documented code is imported, where that is asked for."""
    templates: str | None = None
    """Directory of the project's own templates, searched before the shipped ones."""
    aliases: dict[str, str] = {}
    """Dotted paths outside the documented tree that name the same object, as `torch.half` and `torch.float16`."""
    spelling: dict[str, str] = {}
    """For the dotted path of a class of the documented tree, the canonical form of its objects: a format string over
    their attributes, such as `{major}.{minor}`. Without one, an object's own `__str__` is its form."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, or the one without assumptions where none is configured."""
        return self.scenario or (Scenario(name="default"),)

    def named(self, names: Collection[str] | None) -> tuple[Scenario, ...]:
        """The scenarios of these names, in the configuration's order; all if None."""
        return tuple(each for each in self.scenarios if names is None or each.name in names)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, or the one of everything where none is configured."""
        return self.table or (Table(name="support", title="Support"),)

    def columns(self, table: Table) -> tuple[Capability, ...]:
        """The capabilities that `table` shows, in its order."""
        by_key = {c.key: c for c in self.capability}
        keys = table.columns or tuple(key for key in by_key if key not in table.where)
        return tuple(by_key[key] for key in keys)


def _require_dotted(path: str, what: str) -> None:
    if not _DOTTED.fullmatch(path):
        msg = f"{what}: {path!r} is not a dotted name"
        raise ValueError(msg)
