"""Texts of the written files: the configuration, and the page with regions for all its tables."""

from __future__ import annotations

import itertools
import json
import textwrap
from typing import TYPE_CHECKING

from docgen.config.discovery import TESTS
from docgen.config.scenario import Defaults
from docgen.model.portable import portable_text
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.config import Config, Discovery
    from docgen.model.finding import Finding
    from docgen.scaffold.profiles import Fit
    from docgen.scaffold.proposal import Proposal


def configuration_text(settings: Config, proposal: Proposal, page: str) -> Iterator[str]:
    """The lines of `docgen.toml`."""
    yield "# Written by docgen init: a first configuration. Scenarios, tables and labels are yours to add."
    yield f"packages = {json.dumps(list(settings.packages))}"
    yield from _discovery(settings.discovery)
    yield from _assumed(settings.defaults)
    for column in proposal.capabilities:
        yield ""
        yield "[[capability]]"
        yield f'key = "{column.key}"'
        yield f'header = "{column.header}"'
        yield f"probe = {json.dumps(column.probe)}"
        for variable, domain in column.over.items():
            yield f"over = {{ {variable} = {json.dumps(domain)} }}"
    yield from _left_out(proposal)
    yield ""
    yield "[[page]]"
    yield f'path = "{page}"'


def _discovery(discovery: Discovery) -> Iterator[str]:
    """The table of the discovery."""
    yield ""
    yield "[discovery]"
    yield f'kind = "{discovery.kind.value}"'
    yield f'path = "{discovery.path}"'
    if discovery.skip:
        yield f"skip = [{', '.join(map(_quoted, discovery.skip))}] # these name classes that cannot be found"
    if discovery.modules:
        yield "modules = ["
        yield from (f"  {json.dumps(module)}," for module in discovery.modules)
        yield "]"
    if discovery.exclude != (TESTS,):
        yield f"exclude = {json.dumps(list(discovery.exclude))}"
    if discovery.name:
        yield f"name = {_quoted(discovery.name)}"


def left_out_text(discovery: Discovery, modules: Sequence[str], *, is_profile: bool) -> str:
    """The modules that a first page leaves out, and the line that opens them.

    Args:
        discovery: The whole discovery.
        modules: Dotted names of what was left out.
        is_profile: True if it is the discovery of a profile, which counts where the configuration has none.
    """
    several = f"{len(modules)} more {'module' if len(modules) == 1 else 'modules'} of classes"
    first = f"{several} from {modules[0]} on, for a first page in time"
    if is_profile:
        return (
            f"{first}: without [discovery], the profile's counts: modules = {json.dumps(discovery.modules)}"
        )
    parents = [module.split(".")[:-1] for module in modules]
    levels = itertools.takewhile(lambda names: len({*names}) == 1, zip(*parents, strict=False))
    shared = ".".join(names[0] for names in levels)
    opening = modules[0] if len(modules) == 1 else f"{shared}.*"
    return f"{first}: add {json.dumps(opening)} to `modules`"


def _left_out(proposal: Proposal) -> Iterator[str]:
    """Comments on what has no column and no row."""
    for text in proposal.left_out:
        yield ""
        yield from textwrap.wrap(
            f"left out: {visible_line(text)}", 110, initial_indent="# ", subsequent_indent="# "
        )


def _assumed(defaults: Defaults) -> Iterator[str]:
    """The table of assumptions, if there are any."""
    if defaults == Defaults():
        return
    yield ""
    yield "# Without these assumptions much is unknown; scenarios of your own may say otherwise."
    yield "[defaults]"
    if defaults.installed:
        yield f"installed = {json.dumps(list(defaults.installed))} # nothing else says that these are there"
    if defaults.missing:
        yield f"missing = {json.dumps(list(defaults.missing))} # imported in a `try` with a way out"
    if defaults.importable:
        yield "importable = true # what docgen cannot follow in a module is taken to raise nothing"
    if defaults.assume:
        listed = ", ".join(f"{_quoted(path)} = {_quoted(value)}" for path, value in defaults.assume.items())
        yield f"assume = {{ {listed} }}"


def profile_text(fit: Fit, settings: Config, proposal: Proposal, page: str) -> Iterator[str]:
    """The lines of `docgen.toml` over a shipped profile, whose discovery is kept if `settings` has no other."""
    yield "# Written by docgen init: a first configuration. Tables that you add count beside those of the"
    yield "# profile; one of the same name, key or path takes the place of the profile's."
    yield f'extends = "{fit.name}"'
    if fit.packages != fit.config.packages:
        yield f"packages = {json.dumps(fit.packages)}"
    if settings.discovery != fit.config.discovery:
        yield from _discovery(settings.discovery)
        yield from _left_out(proposal)
    if fit.config.claims or fit.config.page:
        yield ""
        yield "[drop]"
    if fit.config.claims:
        paths = ", ".join(claims.path for claims in fit.config.claims)
        yield f'claims = ["*"] # without this line, tables of {paths} are compared with the code'
    if fit.config.page:
        paths = ", ".join(page.path for page in fit.config.page)
        yield f'page = ["*"] # without this line, {paths} is kept true as well'
    yield ""
    yield "[[page]]"
    yield f'path = "{page}"'


def ignore_text(finding: Finding) -> Iterator[str]:
    """The lines of `docgen.toml` that accept a finding."""
    yield ""
    yield "[[ignore]]"
    yield f'rule = "{finding.rule.value}"'
    if finding.backend:
        yield f"backend = {_quoted(finding.backend)}"
    yield f"reason = {_quoted(f'found by docgen init: {finding.message}')}"


def _quoted(text: str) -> str:
    """A TOML string, in which unlike in JSON unpaired surrogates and the delete character are not allowed."""
    return json.dumps(portable_text(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def page_text(config: Config) -> Iterator[str]:
    """The lines of the page; its regions are still empty."""
    yield "# Support"
    for table in config.tables:
        if config.table:
            yield f"\n## {table.title}"
        yield from _region(f"table={table.name}")
    if config.list:
        yield from _region("lists")
    yield from _region("legend")


def _region(shows: str) -> Iterator[str]:
    yield f"\n<!-- docgen:begin {shows} -->"
    yield "<!-- docgen:end -->"
