"""The command that explains what a check reports."""

from __future__ import annotations

import click

from docgen.cli.console import CLEAN, say


@click.command(epilog="Example: docgen rule docs-drift")
@click.argument("name", required=False, metavar="[NAME]")
def rule(name: str | None) -> int:
    """Explain a rule of the check, with an example and how to fix it; without NAME, list them all."""
    from docgen.model.rules import ENTRIES  # noqa: PLC0415
    from docgen.reporters.rules import rule_list, rule_text  # noqa: PLC0415

    if name is None:
        say(rule_list(ENTRIES))
        return CLEAN
    # A finding ends with its rule in brackets, from where it is pasted.
    wanted = name.strip("[]").lower()
    found = next((entry for entry in ENTRIES if entry.rule.value == wanted), None)
    if found is None:
        from docgen.errors import ConfigError, nearest  # noqa: PLC0415

        known = [entry.rule.value for entry in ENTRIES]
        raise ConfigError(f"no rule {name!r}{nearest(wanted, known)}", remedy="docgen rule lists all rules")
    say(rule_text(found))
    return CLEAN
