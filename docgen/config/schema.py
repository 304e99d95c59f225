"""The configuration as validated structs. What a key means is said here and nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from docgen.config.claims import Claims
from docgen.config.discovery import Discovery, DiscoveryKind
from docgen.config.dotted import require_dotted
from docgen.config.drop import Drop
from docgen.config.explain import Explain
from docgen.config.limits import Limits
from docgen.config.rules import Ignore, RuleId
from docgen.config.scenario import Defaults, Scenario
from docgen.config.verify import Verify
from docgen.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "Capability",
    "Claims",
    "Config",
    "Defaults",
    "Discovery",
    "DiscoveryKind",
    "Drop",
    "Explain",
    "Ignore",
    "Includes",
    "Limits",
    "Page",
    "Runtime",
    "Scenario",
    "Table",
    "ValueList",
]

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


class Capability(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question; a column."""

    key: str
    """Name in the export, in findings and in the configuration."""
    header: str
    """Heading of the column."""
    probe: str
    """A Python expression over `cls`, and over the variable of `over`."""
    over: dict[str, str | tuple[str, ...]] = {}
    """At most one variable, and the values it takes: a list of Python expressions, or the dotted path of an Enum, a
    `Literal` or a constant of the documented code, of a class for its subclasses, or of a module for its public
    classes. The answer is the list of values for which the probe is true."""
    applies: str = ""
    """A Python expression over `cls`: where it is false, the question has no meaning for the backend, which is shown as
    N/A, and the probe is not asked. Empty for a question that has a meaning for all."""
    description: str = ""
    """What the column means, for the legend."""
    refuses: tuple[str, ...] = ()
    """Exceptions that mean no where the probe raises them: names of Python's own, or dotted paths. Another one leaves
    the answer unknown, over a domain that of the value that is asked about."""
    labels: dict[str, str] = {}
    """How canonical values are spelt in the table; what is not listed is shown as it is."""
    every: str = ""
    """What is shown when all values of the domain are supported; empty lists them."""
    none: str = "None"
    """What is shown when no value of the domain is supported."""
    unrestricted: str = ""
    """What is shown when a probe without a domain answers an empty list, where that is no restriction; where empty, it
    is no value."""

    def __post_init__(self) -> None:
        """Refuse keys that cannot be written in a configuration and more than one domain."""
        if not _IDENTIFIER.fullmatch(self.key):
            msg = f"capability key {self.key!r} is not a Python identifier"
            raise ValueError(msg)
        if len(self.over) > 1:
            msg = f"capability {self.key!r} ranges over {len(self.over)} variables; one is the most"
            raise ValueError(msg)
        for path in self.refuses:
            require_dotted(path, f"exception of capability {self.key!r}")
        for variable in self.over:
            if not _IDENTIFIER.fullmatch(variable) or variable == "cls":
                msg = f"capability {self.key!r}: {variable!r} cannot name a variable of the probe"
                raise ValueError(msg)

    @property
    def variable(self) -> str | None:
        """The variable the probe ranges over, if any."""
        return next(iter(self.over), None)

    @property
    def empty_is_all(self) -> bool:
        """Tell whether an answer that is an empty list restricts nothing."""
        return self.variable is None and bool(self.unrestricted)


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
        if self.is_pattern and (self.path.startswith("/") or ".." in self.path.split("/")):
            msg = f"page {self.path!r}: a pattern is relative to the root"
            raise ValueError(msg)

    @property
    def is_pattern(self) -> bool:
        """Tell whether the path stands for any number of files."""
        return "*" in self.path or "?" in self.path


class Runtime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How `--runtime` imports the documented code."""

    python: str | None = None
    """The interpreter that has what the project imports, relative to the root; docgen's own if None."""
    limits: Limits = Limits()
    """What the process that imports may use."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a project says to docgen."""

    schema: int = 1
    """Version of the configuration's form; a file of another version is refused."""
    packages: tuple[str, ...]
    """Import roots: directories of packages, relative to the root."""
    discovery: Discovery
    """Where the rows come from."""
    extends: str | None = None
    """A shipped profile, or a TOML file relative to the root, that lies beneath this configuration. A table here with
    the name, key or path of one there takes its place; the others of both count."""
    drop: Drop = Drop()
    """Tables of what lies beneath that are left out."""
    profile: str | None = None
    """A shipped profile that lies beneath this configuration as `extends` would have it, except that each key here
    hides all that the profile has under it."""
    defaults: Defaults = Defaults()
    """Assumptions that all scenarios share."""
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
    verify: Verify | None = None
    """Which tests prove the claims; None where nothing is measured."""
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

    def __post_init__(self) -> None:
        """Refuse a configuration without packages, and paths that no file system takes."""
        if not self.packages:
            raise ValueError("`packages` names no package")
        for path in (*self.packages, *(page.path for page in self.page), *(c.path for c in self.claims)):
            if not path or "\0" in path:
                msg = f"{path!r} is no path"
                raise ValueError(msg)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios over the defaults; one called `default` where none is configured."""
        return tuple(map(self.defaults.beneath, self.scenario or (Scenario(name="default"),)))

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
