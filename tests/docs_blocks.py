"""Code blocks of the documentation, by language: each is run, or at least compared with its subject."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser

from docgen.cli.main import cli, main
from docgen.config import Config
from docgen.config.claims import Claims
from docgen.model.rules import RULES
from docgen.rendering.comments import comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example

ROOT = Path(__file__).parents[1]
FILE = re.compile(r"# (?P<path>[\w./-]+\.(?:py|toml))\n")
"""First line of a block that is a file of the page's project."""

DIFFERS = re.compile(r"docgen diff\b")
"""Commands whose exit status is 1 if there is a difference."""


PARTS = {
    "capability": {"key": "key", "header": "Header", "probe": "cls"},
    "claims": {"path": "README.md", "table": [{"heading": "T"}], "columns": {"Sink": "sink"}},
}
"""Keys that complete a table of which a page shows only some."""


def blocks(path: Path) -> list[Example]:
    """The code blocks of a page whose language is one of `EVALUATORS`, in order."""
    parsers = [CodeBlockParser(language, evaluate) for language, evaluate in EVALUATORS.items()]
    return list(Sybil(parsers=parsers, path=str(path.parent)).parse(path).examples())


def languages(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the language of each fenced block."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        fence = re.fullmatch(r"\s*```+\s*(\S*).*", line)
        if fence:
            inside = not inside
            if inside:
                yield number, fence[1]


def _python(example: Example) -> None:
    named = FILE.match(example.parsed)
    if named:
        _write(named["path"], example.parsed)
        return
    code = compile(example.parsed, str(example.path), "exec")
    if example.namespace.get("run"):
        exec(code, {"__name__": "page", "pytest": pytest, **example.namespace["names"]})  # noqa: S102 - our own page


def _toml(example: Example) -> None:
    read = tomllib.loads(example.parsed)
    named = FILE.match(example.parsed)
    if named:
        _write(named["path"], example.parsed)
    settings = read.get("tool", {}).get("docgen", read)
    if isinstance(settings.get("claims"), dict):
        # Keys of one entry, and tables below it.
        settings = {**{key: read[key] for key in read if key != "tool"}, **settings["claims"]}
    least = {"packages": ["pkg"], "discovery": {"kind": "enum", "path": "pkg.registry.Names"}}
    # A page on one table may show its keys alone.
    claims = {"path": "README.md", "table": [{"heading": "T"}], "columns": {"Sink": "sink"}, **settings}
    for key, rest in PARTS.items():
        if isinstance(settings.get(key), list):
            settings[key] = [{**rest, **each} for each in settings[key]]
    try:
        msgspec.convert({**least, **settings}, Config)
    except msgspec.ValidationError as error:
        try:
            msgspec.convert(claims, Claims)
        except msgspec.ValidationError as other:
            raise AssertionError(f"neither a configuration ({error}) nor [[claims]] ({other})") from None


def _yaml(example: Example) -> None:
    """Do what a file of a service or of mkdocs says, as far as docgen is asked to."""
    read = yaml.safe_load(example.parsed)
    assert read is not None
    if not example.namespace.get("run"):
        return
    if "plugins" in read:
        Path("mkdocs.yml").write_text(f"site_name: Page\n{example.parsed}", encoding="utf-8")
        _perform("mkdocs build --strict --quiet", "", {0})
    for command in _commands(read):
        if not _is_skipped(command, example):
            _perform(command, "", {0})
    for repository in read.get("repos", ()):
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        entries = {hook["id"]: hook["entry"] for hook in hooks}
        for hook in repository["hooks"]:
            _accept(shlex.join([*shlex.split(entries[hook["id"]]), *hook.get("args", ())]))


def _commands(read: object) -> Iterator[str]:
    """Yield the commands of the steps of a job."""
    if isinstance(read, dict):
        for key, value in read.items():
            if key == "run":
                yield str(value)
            elif key == "script":
                yield from value
            else:
                yield from _commands(value)
    elif isinstance(read, list):
        for value in read:
            yield from _commands(value)


def _json(example: Example) -> None:
    json.loads(example.parsed)


def _markdown(example: Example) -> None:
    comments(example.parsed, str(example.path))
    if example.namespace.get("run"):
        page = Path(f"docs/in_a_page_{example.line}.md")
        page.write_text(f"# A page\n\n{example.parsed}", encoding="utf-8")
        _perform("docgen build", f"...\nwrote {page}\n...", {0})
        _perform("docgen check", "...", {0})


def _text(example: Example) -> None:
    """Check that findings which a page quotes are of existing rules."""
    for rule in re.findall(r" \[([a-z]+-[a-z-]+)\]$", example.parsed, re.MULTILINE):
        assert rule in {each.value for each in RULES}


def _console(example: Example) -> None:
    run = example.namespace.get("run", False)
    for command, expected in _steps(example.parsed):
        if not run or _is_skipped(command, example):
            _accept(command)
        elif command.startswith("cd "):
            os.chdir(command.removeprefix("cd "))
        else:
            _perform(command, expected, {0, 1} if DIFFERS.match(command) else {int(": error: " in expected)})


def _is_skipped(command: str, example: Example) -> bool:
    """Tell if a command is not run, and note which reason was used."""
    skipped = [start for start in example.namespace["skipped"] if command.startswith(start)]
    example.namespace["used"].update(skipped)
    return bool(skipped)


def _perform(command: str, expected: str, statuses: set[int]) -> None:
    status, said = _run(command)
    assert matches(said, expected) or not expected, f"{command}\n{said}"
    assert status in statuses, f"{command}\n{said}"


def _steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command after a `$`, with the output below it."""
    command, output = "", []
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, "\n".join(output)
            command, output = line[2:], []
        else:
            output.append(line)
    if command:
        yield command, "\n".join(output)


def _run(command: str) -> tuple[int, str]:
    """Run a command in the working directory; docgen in this process, which is faster by far."""
    words = shlex.split(command, comments=True)
    target = None
    if len(words) > 2 and words[-2] in {">", ">>"}:
        words, target = words[:-2], Path(words[-1])
    if words[0] == "docgen" and words[1] != "verify" and not set("|>&;") & set("".join(words)):
        said, told = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
            status = main(words[1:])
        if target:
            target.write_text(said.getvalue(), encoding="utf-8")
        return status, ("" if target else said.getvalue()) + told.getvalue()
    modules = "".join(f'{name}() {{ python -m {name} "$@"; }}\n' for name in ("docgen", "mkdocs"))
    shell = f'python() {{ {shlex.quote(sys.executable)} "$@"; }}\n{modules}{command}'
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-c", shell],
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _accept(command: str) -> None:
    """Check a command against the commands and options of docgen, without running it."""
    words = shlex.split(command, comments=True)
    for end in (">", ">>", "|", "<", "&&"):
        if end in words:
            words = words[: words.index(end)]
    if words and words[0] in {"docgen", "attention-docgen"} and len(words) > 1:
        group: Any = cli
        while hasattr(group, "every") and len(words) > 1 and not words[1].startswith("-"):
            group, words = group.every()[words[1]], words[1:]
        with pytest.MonkeyPatch.context() as patch:
            # A page names files that are not here.
            patch.setattr("click.types.Path.convert", lambda _self, value, _param, _ctx: value)
            group.make_context(words[0], words[1:], resilient_parsing=False)


def matches(said: str, expected: str) -> bool:
    """Tell if an output is as expected: `...` stands for any text, alone on a line for any lines; blanks at ends count
    for nothing."""
    lines = [
        re.escape(" ".join(line.split())).replace(r"\.\.\.", ".*")
        for line in expected.strip("\n").splitlines()
    ]
    pattern = "".join("(?:.*\n)*" if line == ".*" else f"{line}\n" for line in lines)
    return (
        re.fullmatch(
            pattern, "".join(f"{' '.join(line.split())}\n" for line in said.strip("\n").splitlines())
        )
        is not None
    )


def _write(path: str, text: str) -> None:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


EVALUATORS = {
    "console": _console,
    "python": _python,
    "toml": _toml,
    "yaml": _yaml,
    "json": _json,
    "markdown": _markdown,
    "text": _text,
}
"""Treatment of a block, by its language."""
