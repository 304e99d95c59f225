"""Agreement between the parts of a configuration: names are used once, and names that are referred to exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import ConfigError, nearest, use_one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docgen.config.schema import Config
    from docgen.config.toml_lines import Key


def refuse_disagreement(config: Config) -> None:
    """Refuse a configuration whose parts do not agree.

    Raises:
        ConfigError: a name is used twice, or a reference names nothing.
    """
    for kind, names in (
        ("scenario", [s.name for s in config.scenario]),
        ("capability", [c.key for c in config.capability]),
        ("table", [t.name for t in config.table]),
        ("list", [v.key for v in config.list]),
        ("page", [p.path for p in config.page]),
        ("target", [t.name for t in config.verify.target] if config.verify else []),
    ):
        seen: set[str] = set()
        for position, name in enumerate(names):
            if name in seen:
                what, remedy = f"{kind} defined twice: {name}", "rename or remove this one"
                inside = ("verify",) if kind == "target" else ()
                raise ConfigError(what, key=(*inside, kind, position), remedy=remedy)
            seen.add(name)
    _refuse_unknown_scenarios(config)
    keys = [c.key for c in config.capability]
    lists = [v.key for v in config.list]
    for key, what, name, known in _named(config, keys, lists):
        if name not in known:
            unknown = f"{what} names the unknown capability {name!r}{nearest(name, known)}"
            raise ConfigError(unknown, key=key, remedy=use_one_of(known))


def _refuse_unknown_scenarios(config: Config) -> None:
    """Refuse a target whose scenario does not exist.

    Raises:
        ConfigError: no scenario has the name.
    """
    known = [each.name for each in config.scenarios]
    for position, target in enumerate(config.verify.target if config.verify else ()):
        if target.scenario is not None and target.scenario not in known:
            name = target.scenario
            what = f"target {target.name!r} names the unknown scenario {name!r}{nearest(name, known)}"
            raise ConfigError(what, key=("verify", "target", position), remedy=use_one_of(known))


def _named(
    config: Config, keys: list[str], lists: list[str]
) -> Iterator[tuple[Key, str, str, Iterable[str]]]:
    """Yield each reference to a capability: its place, the words for it, its key, and the keys allowed there."""
    for position, scenario in enumerate(config.scenario):
        place = ("scenario", position, "needs")
        yield from ((place, f"scenario {scenario.name!r}", name, keys) for name in scenario.needs)
    for position, table in enumerate(config.table):
        for part, named in (("where", [*table.where]), ("columns", [*table.columns])):
            yield from ((("table", position, part), f"table {table.name!r}", name, keys) for name in named)
    for position, claims in enumerate(config.claims):
        for inside, name in claims.named():
            yield ("claims", position, *inside), f"the claims of {claims.path!r}", name, keys
    for name in config.verify.require if config.verify else ():
        yield ("verify", "require"), "`require`", name, keys
    for position, ignore in enumerate(config.ignore):
        if ignore.capability:
            yield ("ignore", position, "capability"), "the ignore", ignore.capability, [*keys, *lists]
