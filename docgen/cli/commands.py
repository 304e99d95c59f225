"""Groups of commands, as their help lists them."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from docgen.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping


class Commands(click.Group):
    """The commands, each listed with the whole first sentence of its help."""

    def __init__(self, *arguments: Any, modules: Mapping[str, str] | None = None, **options: Any) -> None:
        """Take the arguments of a group, and the names of further commands.

        Args:
            arguments: As click's group takes them.
            modules: The module that defines each further command, imported when the command is asked for.
            options: As click's group takes them.
        """
        super().__init__(*arguments, **options)
        self._modules = modules or {}

    def every(self) -> dict[str, click.Command]:
        """All commands by their names, in order; those that nobody asked for are imported."""
        context = click.Context(self)
        found = ((name, self.get_command(context, name)) for name in self.list_commands(context))
        return {name: command for name, command in found if command}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted({*super().list_commands(ctx), *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None if there is none."""
        if cmd_name in self._modules and cmd_name not in self.commands:
            self.add_command(getattr(import_module(self._modules[cmd_name]), cmd_name))
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names.

        Raises:
            click.UsageError: there is none of that name; the nearest one is told.
        """
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            ctx.fail(f"No such command {args[0]!r}{nearest(args[0], known)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list; click itself cuts summaries to the width of a line."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(command)) for name, command in found if command])


def _summary(command: click.Command) -> str:
    """The first sentence of a command's help."""
    paragraph = " ".join((command.help or "").split("\n\n", 1)[0].split())
    return re.split(r"(?<=\.)\s", paragraph, maxsplit=1)[0]
