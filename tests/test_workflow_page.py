"""The snippets of docs/workflow.md and of the pages on services: YAML, hooks that exist, commands that docgen takes."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from docgen.cli.main import cli
from docgen.reporters.forms import CHECKS

ROOT = Path(__file__).parents[1]
NAMES = ("workflow", "howto/pre_commit", "howto/mkdocs", "howto/github", "howto/gitlab")
PAGE = "\n".join((ROOT / f"docs/{name}.md").read_text("utf-8") for name in NAMES)
SNIPPETS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)]


def strings(value):
    """All strings in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


COMMANDS = [
    line.strip()
    for snippet in SNIPPETS
    for text in strings(snippet)
    for line in text.splitlines()
    if line.startswith("docgen ")
]
HOOKS = [hook for snippet in SNIPPETS for repo in snippet.get("repos", ()) for hook in repo["hooks"]]
MANIFEST = {
    hook["id"]: hook["entry"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
}


def accepted(command: str) -> None:
    """Parse a command without running it.

    Raises:
        click.UsageError: docgen does not take it.
    """
    _, name, *arguments = shlex.split(command)
    cli.every()[name].make_context(name, arguments)


def test_the_page_shows_jobs_and_both_hooks():
    formats = {match[1] for command in COMMANDS if (match := re.search(r"--format (\w+)", command))}
    assert formats == {"sarif", "markdown", "github", "junit"}
    assert {hook["id"] for hook in HOOKS} == set(MANIFEST)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_one_that_docgen_takes(command):
    accepted(command)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_takes_its_arguments(hook):
    accepted(shlex.join([*shlex.split(MANIFEST[hook["id"]]), *hook.get("args", ())]))


def test_every_form_is_in_the_table():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE) == list(CHECKS)
