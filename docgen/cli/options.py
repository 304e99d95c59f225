"""The options that all commands about a project have."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

IS_POSIX = os.name == "posix"
"""True if the system has the processes and sockets that asking imported classes needs."""

_COMMON: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The configuration; DIR/docgen.toml or DIR/pyproject.toml by default.",
    ),
    click.option("--profile", metavar="NAME", help="A shipped profile that the configuration extends."),
    click.option(
        "--scenario", "scenarios", multiple=True, metavar="NAME", help="Only this scenario; repeatable."
    ),
    click.option(
        "--runtime/--static-only",
        default=False,
        help="Import the documented classes as well, in a child process, and compare their answers; "
        "on Linux, macOS and other POSIX systems.",
    ),
    click.option(
        "--python",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="The Python that has the project's dependencies, for --runtime.",
    ),
    click.option(
        "--pass-env",
        "environment",
        multiple=True,
        metavar="NAME",
        help="A variable of the environment that the documented code may see, for --runtime; repeatable.",
    ),
    click.option(
        "--no-cache",
        "keep",
        flag_value=False,
        default=True,
        help="Ask everything again, and keep nothing for the next run.",
    ),
    click.option(
        "--allow-outside",
        "outside",
        type=click.Path(path_type=Path, file_okay=False),
        multiple=True,
        metavar="DIR",
        help="Let the configuration name pages and packages in DIR, outside of --root; repeatable.",
    ),
    click.option(
        "--trust-templates",
        is_flag=True,
        help="Let the project's templates run code, and lie outside of --root.",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Print errors only; the exit status tells the rest."),
    click.option(
        "--verbose",
        "-v",
        is_flag=True,
        help="Print more: the files that were read, and the places of answers.",
    ),
)


def format_option(forms: Sequence[str], told: str) -> Callable[[Any], Any]:
    """The option of the form in which a command tells its result; the first one is taken by default.

    Args:
        forms: Names of the forms.
        told: Help of the option.
    """
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], help=told)


def output_option(what: str) -> Callable[[Any], Any]:
    """The option of the file that a command writes its result to.

    Args:
        what: The result, such as "findings".
    """
    told = f"Write the {what} there, and nothing to stdout."
    return click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help=told)


def common(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that all have, those that select a project gathered in a `Request`."""
    return _gathering(command, _nearest, "the nearest directory upwards that holds a configuration")


def common_here(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the same options; without `--root` it is about the working directory and not one around it."""
    return _gathering(command, Path, "the working directory")


def _gathering(
    command: Callable[..., int], default_root: Callable[[], Path], default: str
) -> Callable[..., int]:
    @functools.wraps(command)
    def gathered(
        *,
        root: Path | None,
        config: Path | None,
        profile: str | None,
        scenarios: tuple[str, ...],
        runtime: bool,
        python: Path | None,
        environment: tuple[str, ...],
        keep: bool,
        outside: tuple[Path, ...],
        trust_templates: bool,
        **rest: Any,
    ) -> int:
        from docgen.project.project import Request  # noqa: PLC0415

        if python and not runtime:
            raise click.UsageError("--python has no use without --runtime")
        if environment and not runtime:
            raise click.UsageError("--pass-env has no use without --runtime")
        if runtime and not IS_POSIX:
            raise click.UsageError("--runtime needs a POSIX system, such as Linux or macOS; leave it out")
        # A file that is named on the command line may be read.
        found = root or (Path() if config or profile else default_root())
        request = Request(
            found,
            config,
            profile,
            scenarios,
            runtime=runtime,
            python=python,
            environment=environment,
            keep=keep,
            outside=outside,
            trust_templates=trust_templates,
        )
        return command(request, **rest)

    root = click.option(
        "--root",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=f"The documented project; by default {default}.",
    )
    for option in reversed((root, *_COMMON)):
        gathered = option(gathered)
    return gathered


def _nearest() -> Path:
    """The directory of the nearest configuration upwards, as a path from here; here where there is none."""
    from docgen.config.sources import find_root  # noqa: PLC0415

    here = Path.cwd()
    return Path(os.path.relpath(find_root(here) or here, here))
