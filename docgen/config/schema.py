"""The configuration as validated structs; this is the one place where the meaning of each key is written."""

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
from docgen.config.site import Site
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
    "Site",
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
    """A Python expression over `cls`. Where it is false, the question has no meaning for the backend: the answer is
    shown as N/A, and the probe is not evaluated. Empty for a question that has a meaning for all backends.
    """
    description: str = ""
    """Meaning of the column, for the legend."""
    refuses: tuple[str, ...] = ()
    """Exceptions that mean no where the probe raises them: names of built-in exceptions, or dotted paths. Any other
    exception makes the answer unknown; over a domain, it makes only the value that is asked about unknown.
    """
    labels: dict[str, str] = {}
    """Text in the table for canonical values; a value that is not listed is shown in its canonical form."""
    known_as: dict[str, str] = {}
    """Common names of canonical values, shown beside them: `"9.0" = "H100, H200"`. The legend shows them, and so do
    interactive tables.
    """
    every: str = ""
    """Text for an answer that supports all values of the domain; if empty, the values are listed."""
    none: str = "None"
    """Text for an answer that supports no value of the domain."""
    unrestricted: str = ""
    """Text for an empty list as the answer of a probe without a domain, where an empty list restricts nothing. If this
    text is empty, an empty list means no value at all.
    """

    def __post_init__(self) -> None:
        """Refuse a key that cannot be written in a configuration, and more than one domain."""
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
    """Name by which markers and templates refer to the table."""
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
    """Text for canonical values; a value that is not listed is shown in its canonical form."""


class Includes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines in another tool's include syntax, below each of which docgen keeps a region."""

    line: str
    """The whole line, with `{name}` for the part that differs between includes: `--8<-- "gen:{name}"`."""
    regions: dict[str, str]
    """For each name, the content of the region below: `table=standard`. Lines with other names are left alone."""

    def __post_init__(self) -> None:
        """Refuse a line without exactly one `{name}`."""
        if self.line.count("{name}") != 1 or "\n" in self.line:
            msg = f"include line {self.line!r} is not one line with {{name}} in it once"
            raise ValueError(msg)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches an include line, with its name as the group `name`."""
        before, after = map(re.escape, self.line.split("{name}"))
        return re.compile(rf"[ ]{{0,3}}{before}(?P<name>.+?){after}[ \t]*")


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Markdown file that docgen keeps in step with the code."""

    path: str
    """The file, relative to the root; or a pattern such as `docs/**/*.md`, for all that match and hold markers."""
    template: str | None = None
    """Template of the whole page; None where docgen fills the regions between markers of a hand-written page."""
    includes: Includes | None = None
    """Include lines that stand for regions as well, on a page without a template."""
    optional: bool = False
    """True if the page may be missing or hold no markers; it is then left alone."""

    def __post_init__(self) -> None:
        """Refuse a path that is empty or leads out of the root, and a template beside includes or a pattern."""
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
    """Settings of `--runtime`, which imports the documented code."""

    python: str | None = None
    """The interpreter whose environment holds the project's dependencies, relative to the root; docgen's own if None.
    """
    limits: Limits = Limits()
    """Limits on the process that imports."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The configuration of a project."""

    schema: int = 1
    """Version of the configuration format; a file of another version is refused."""
    packages: tuple[str, ...]
    """Import roots: directories of packages, relative to the root."""
    discovery: Discovery
    """The source of the rows."""
    define: dict[str, str] = {}
    """Names for Python expressions over absolute dotted paths of the documented code. In a probe, in `applies`, and in
    the definitions below, a name stands for its expression. What is no row's own is defined here, so that its value
    under a scenario is computed once and not for every row."""
    extends: str | None = None
    """A shipped profile, or a TOML file relative to the root, as the layer below this configuration. A table here
    replaces the one below that has the same name, key or path; all other tables of both are kept.
    """
    drop: Drop = Drop()
    """Tables of the layers below that are left out."""
    profile: str | None = None
    """A shipped profile as the layer below, as with `extends`, except that each key here hides everything that the
    profile has under it.
    """
    defaults: Defaults = Defaults()
    """Assumptions that all scenarios share."""
    scenario: tuple[Scenario, ...] = ()
    """The scenarios; if there are none, one without assumptions."""
    capability: tuple[Capability, ...] = ()
    """The columns."""
    table: tuple[Table, ...] = ()
    """The tables; if there are none, one with all rows and columns."""
    list: tuple[ValueList, ...] = ()
    """Lists beside the tables."""
    page: tuple[Page, ...] = ()
    """The pages that docgen keeps in step with the code."""
    claims: tuple[Claims, ...] = ()
    """Hand-written tables to compare with the code."""
    explain: Explain | None = None
    """The documented code's choice of a backend; None if `docgen explain` is not used."""
    site: Site = Site()
    """Look of the interactive pages."""
    verify: Verify | None = None
    """The tests that prove the claims; None if nothing is measured."""
    rules: dict[RuleId, Severity] = {}
    """Severity of findings by rule; a rule that is not listed keeps its default."""
    ignore: tuple[Ignore, ...] = ()
    """Findings that are known and accepted."""
    runtime: Runtime = Runtime()
    """Settings of the import of the documented code."""
    templates: str | None = None
    """Directory of the project's own templates, searched before the shipped ones."""
    history: str = ""
    """A file that `docgen history --format json --output FILE` wrote, relative to the root. A page shows from it since
    when a capability is supported and in which release it was lost. Empty if no page shows that."""
    aliases: dict[str, str] = {}
    """Dotted paths outside the documented tree that name the same object, such as `torch.half` and `torch.float16`."""
    spelling: dict[str, str] = {}
    """For the dotted path of a class of the documented tree, the canonical form of its objects: a format string over
    their attributes, such as `{major}.{minor}`. Without one, an object's own `__str__` is its form."""

    def __post_init__(self) -> None:
        """Refuse a configuration without packages, and paths that no file system accepts."""
        if not self.packages:
            raise ValueError("`packages` names no package")
        for path in (*self.packages, *(page.path for page in self.page), *(c.path for c in self.claims)):
            if not path or "\0" in path:
                msg = f"{path!r} is no path"
                raise ValueError(msg)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios merged with the defaults; one called `default` where none is configured."""
        return tuple(map(self.defaults.beneath, self.scenario or (Scenario(name="default"),)))

    def named(self, names: Collection[str] | None) -> tuple[Scenario, ...]:
        """The scenarios with these names, in the configuration's order; all if None."""
        return tuple(each for each in self.scenarios if names is None or each.name in names)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables; one with everything where none is configured."""
        return self.table or (Table(name="support", title="Support"),)

    def columns(self, table: Table) -> tuple[Capability, ...]:
        """The capabilities that `table` shows, in its order."""
        by_key = {c.key: c for c in self.capability}
        keys = table.columns or tuple(key for key in by_key if key not in table.where)
        return tuple(by_key[key] for key in keys)
