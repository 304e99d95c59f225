"""The commands that print what the code says and write nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.console import (
    CLEAN,
    FINDINGS,
    TROUBLE,
    opened,
    say,
    show_pages,
    warn,
    warn_blockers,
    warn_findings,
    warn_inputs,
    watched,
)
from docgen.cli.options import common, format_option
from docgen.cli.repetition import is_repeatable
from docgen.reporters.forms import DIFFERENCES, EXPLANATIONS, TABLE, TABLES
from docgen.visible import inert, visible_line

if TYPE_CHECKING:
    from docgen.project.project import Request


@click.command(epilog="Example: docgen show 'TRITON_*' --columns dtypes,sink --scenario cuda-9.0")
@click.argument("rows", nargs=-1, metavar="[BACKEND]...")
@click.option(
    "--columns",
    metavar="COLUMN,...",
    default="",
    help="Keys, headings or patterns of columns, to show in one table; the configured tables by default.",
)
@format_option(
    [TABLE, *TABLES], "Format of the tables; csv has a line a row, json the cells of docgen export."
)
@common
def show(
    request: Request, *, rows: tuple[str, ...], columns: str, form: str, quiet: bool, verbose: bool
) -> int:
    """Print the tables, with all backends or with those named; patterns such as 'TRITON_*' name several.

    What is not known is listed below each table with its reason; -v adds the place that decided each answer. A table
    that is longer than the terminal is shown in a pager, that of $PAGER.
    """
    from docgen.checks.pipeline import Mode, run  # noqa: PLC0415
    from docgen.rendering.chosen import choose  # noqa: PLC0415
    from docgen.rendering.context import page_context  # noqa: PLC0415
    from docgen.reporters.terminal import Terminal  # noqa: PLC0415
    from docgen.verify.standing import measured  # noqa: PLC0415

    project = opened(request, quiet=quiet)
    wanted = [column for part in columns.split(",") if (column := part.strip())]
    page = page_context(choose(project.config, project.model, rows, wanted), project.model, measured(project))
    if form == TABLE:
        show_pages(Terminal(sys.stdout, locations=verbose).draw(page))
    else:
        say(TABLES[form](page, project.model))
    if not quiet:
        warn_findings(run(project, Mode.LEAVE).findings, project.config)
    return CLEAN


@click.command(epilog="Example: docgen export > support.json")
@click.option(
    "--inputs", is_flag=True, help="Print the files that the answers come from instead, relative to DIR."
)
@common
def export(request: Request, *, inputs: bool, quiet: bool, verbose: bool) -> int:
    """Print the whole model as JSON, with the findings of a check."""
    from docgen.checks.pipeline import Mode, run  # noqa: PLC0415
    from docgen.reporters.json import model_json  # noqa: PLC0415
    from docgen.verify.standing import measured  # noqa: PLC0415

    if request.keep and not request.runtime:
        is_repeatable()
    project = opened(request, quiet=quiet)
    if inputs:
        say(inert("\n".join(map(visible_line, project.model.inputs))))
        return CLEAN
    outcome = run(project, Mode.CHECK)
    if verbose:
        warn_inputs(project)
    say(model_json(project.model, outcome.findings, measured(project)))
    if not quiet:
        warn_findings(outcome.answered.findings, outcome.config)
    warn_blockers(outcome)
    return TROUBLE if outcome.blockers else CLEAN


@click.command(epilog="Example: docgen diff v1.0 --format markdown >> release-notes.md")
@click.argument("before")
@click.argument("after", required=False)
@format_option([*DIFFERENCES], "Format of the differences; markdown is meant for release notes.")
@common
def diff(request: Request, *, before: str, after: str | None, form: str, quiet: bool, verbose: bool) -> int:
    """Say which capabilities were gained and lost from BEFORE to AFTER, with the places on both sides.

    Each is a directory, or else a revision of the git repository that holds --root; AFTER is --root as it is if
    left out. A revision is read with its own configuration, unless --config or --profile gives one.

    Exit status: 0 no difference, 1 differences, 2 something cannot be read.
    """
    from docgen.comparison.difference import difference  # noqa: PLC0415

    with watched(quiet=quiet) as progress:
        found = difference(request, before, after, progress)
    if not quiet:
        say(DIFFERENCES[form](found))
    if verbose:
        warn(f"compared in the scenarios {', '.join(found.comparison.scenarios)}")
    return FINDINGS if found.comparison.changes else CLEAN


@click.command(epilog="Example: docgen explain --scenario rocm-gfx942 attn_type=ENCODER_DECODER head_size=64")
@click.argument("settings", nargs=-1, metavar="[NAME=VALUE]...")
@click.option(
    "--model-config",
    "model",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A model's config.json: every kind of layer that it has is asked for.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Examine every backend, including those of lower priority and those that are not in the order of preference.",
)
@format_option([*EXPLANATIONS], "Format of the choices; markdown is a table.")
@common
def explain(
    request: Request,
    *,
    settings: tuple[str, ...],
    model: Path | None,
    everything: bool,
    form: str,
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - every command takes it
) -> int:
    """Say which backend the code chooses for a configuration, and why it rejects those that it prefers.

    Exit status: 0 every choice is made, 1 for some no backend fits or it is unknown, 2 something cannot be read.
    """
    from docgen.explain.request import explained  # noqa: PLC0415

    with watched(quiet=quiet) as progress:
        found = explained(request, settings, model, everything=everything, progress=progress)
    if not quiet:
        say(EXPLANATIONS[form](found, everything))
    return CLEAN if all(choice.chosen for choice in found.choices) else FINDINGS


@click.command(epilog="Example: docgen schema > docgen.schema.json")
def schema() -> int:
    """Print the JSON Schema of the configuration, for editors that complete and check it."""
    from docgen.config.json_schema import schema_text  # noqa: PLC0415

    say(schema_text())
    return CLEAN
