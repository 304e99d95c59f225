"""The command that measures claims."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.console import CLEAN, FINDINGS, INTERRUPTED, say, warn
from docgen.visible import inert


@click.command(epilog="Example: docgen verify --backend ROCM_ATTN --target interpreter -- -n 2")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The documented project; the current directory by default.",
)
@click.option("--target", metavar="NAME", help="Where to measure; the first configured target by default.")
@click.option("--backend", "backends", multiple=True, metavar="NAME", help="Only this backend; repeatable.")
@click.option(
    "--capability", "capabilities", multiple=True, metavar="KEY", help="Only this capability; repeatable."
)
@click.option(
    "--changed/--all",
    default=True,
    help="Only claims without evidence of the code as it is, which is the default, or all of them.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print errors only; the exit status tells the rest.")
@click.argument("arguments", nargs=-1, metavar="[-- PYTEST ARGUMENTS]...")
def verify(
    root: Path,
    *,
    target: str | None,
    backends: tuple[str, ...],
    capabilities: tuple[str, ...],
    changed: bool,
    quiet: bool,
    arguments: tuple[str, ...],
) -> int:
    """Run the configured tests, write down what they prove of each claim, and name the claims that are refuted.

    It runs the tests of the project, with what they import. A run that is stopped goes on where it was.

    Exit status: 0 no claim is refuted, 1 some are, 2 the tests cannot be run.
    """
    from docgen.config.verify import target_named  # noqa: PLC0415
    from docgen.errors import ConfigError  # noqa: PLC0415
    from docgen.model.measurement import Standing  # noqa: PLC0415
    from docgen.project.project import Request, open_project  # noqa: PLC0415
    from docgen.reporters.verification import verification_text  # noqa: PLC0415
    from docgen.verify.declarations import Declarations  # noqa: PLC0415
    from docgen.verify.run import Wanted, run_tests  # noqa: PLC0415
    from docgen.verify.standing import measured  # noqa: PLC0415

    request = Request(root)
    project = open_project(request)
    configured = project.config.verify
    if configured is None:
        raise ConfigError("no tests are configured", remedy="add [verify] with `tests` and a `target`")
    name = target_named(configured, target).name
    declarations = Declarations(project.config, project.model)
    for backend in backends:
        declarations.refuse_unknown_backend(backend)
    for key in capabilities:
        declarations.refuse_unknown_capability(key)
    wanted = Wanted(name, backends, capabilities, changed, arguments, quiet)
    finished = run_tests(root, configured, wanted)
    found = measured(project)
    if not quiet:
        say(inert(verification_text(found, name)))
    if not finished:
        warn("docgen: stopped; the same command goes on from here")
        return INTERRUPTED
    refuted = any(each.target == name and each.standing is Standing.REFUTED for each in found.judged)
    return FINDINGS if refuted else CLEAN
