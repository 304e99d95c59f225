"""Write the pages of reference that state facts of the code: commands, keys of the configuration, profiles.

`python .ci/reference.py` writes them below docs/reference; tests compare the committed pages with its output.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.main import cli
from docgen.config.json_schema import schema_text
from docgen.config.load import load_config
from docgen.config.sources import profile_names

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
NOTE = "<!-- Written by `make reference`. Edit the code, then run it again. -->"


def pages() -> dict[str, str]:
    """The pages by their paths below docs."""
    made = {
        "reference/cli.md": _commands(),
        "reference/keys.md": _keys(),
        "reference/profiles.md": _profiles(),
    }
    return {path: f"{NOTE}\n\n" + "\n".join(lines).rstrip() + "\n" for path, lines in made.items()}


def _commands() -> Iterator[str]:
    yield from ("# Commands", "", "`attention-docgen` is the same command as `docgen`.", "")
    yield "Exit status of all: 0 all is well, 1 something was found, 2 there is no answer, 130 stopped at the keyboard."
    common = _common()
    yield from ("", "## Options of most commands", "")
    yield from _options(list(common.values()))
    for name, command in cli.every().items():
        yield from _command(f"docgen {name}", command, common)


def _common() -> dict[str, click.Option]:
    """The options that most commands have, by what they are called."""
    return {
        option.opts[0]: option
        for option in cli.every()["show"].params
        if isinstance(option, click.Option) and option.opts[0] not in {"--columns", "--format"}
    }


def _command(name: str, command: click.Command, common: dict[str, click.Option]) -> Iterator[str]:
    yield from ("", f"## {name}", "")
    if isinstance(command, click.Group):
        yield _prose(command.help or "")
        for below, each in sorted(command.commands.items()):
            yield from ("", f"`{name} {below}`: {_prose(each.help or '')}")
        return
    with click.Context(command, info_name=name) as context:
        usage = " ".join(command.collect_usage_pieces(context))
    yield from ("```text", f"{name} {usage}", "```", "")
    yield _prose(command.help or "")
    options = [each for each in command.params if isinstance(each, click.Option)]
    own = [each for each in options if each.opts[0] not in common or each.help != common[each.opts[0]].help]
    if own:
        yield ""
        yield from _options(own)
    if any(each not in own for each in options):
        yield from ("", "It takes the options of most commands as well.")
    if command.epilog:
        yield from ("", f"```console\n$ {command.epilog.removeprefix('Example: ')}\n```")


def _options(options: list[click.Option]) -> Iterator[str]:
    yield from ("| option | meaning |", "| --- | --- |")
    for option in options:
        names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        value = "|".join(map(str, choices)) or (option.metavar or "")
        shown = f"{names} `{value}`" if value and not option.is_flag else names
        yield f"| {_cell(shown)} | {_cell(option.help or '')} |"


def _keys() -> Iterator[str]:
    schema = json.loads(schema_text())
    yield from ("# Keys of the configuration", "")
    yield (
        "`docgen.toml` has these keys at its top; in `pyproject.toml` they stand under `[tool.docgen]`. "
        "[Configuration](../configuration.md) explains them with examples; "
        "`docgen schema` prints the same as a JSON Schema."
    )
    yield from ("", *_table(schema, frozenset()))
    for name, definition in schema["$defs"].items():
        yield from ("", f"## {name}", "", _prose(definition.get("description", "")))
        if "properties" in definition:
            yield from ("", *_table(definition, frozenset(definition.get("required", ()))))


def _table(definition: dict[str, Any], required: frozenset[str]) -> Iterator[str]:
    yield from ("| key | type | meaning |", "| --- | --- | --- |")
    for key, schema in definition["properties"].items():
        needed = " (required)" if key in required else ""
        yield f"| `{key}`{needed} | {_cell(_type(schema))} | {_cell(schema.get('description', ''))} |"


def _type(schema: dict[str, Any]) -> str:
    """A type in words, with links to the tables of this page."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return "one of " + ", ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        inner = schema.get("items") or next(iter(schema.get("prefixItems", ())), {})
        return f"list of {_type(inner)}"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"table of {_type(values)}" if isinstance(values, dict) and values else "table"
    return {"string": "text", "null": "nothing"}.get(kind, str(kind))


def _profiles() -> Iterator[str]:
    yield from ("# Profiles", "")
    yield (
        "A profile is a configuration for a public project that comes with docgen. "
        "`docgen show --profile NAME --root TREE` "
        'reads a tree that holds none of its own; `extends = "NAME"` lays one [beneath your own]'
        "(../configuration.md#a-configuration-over-another)."
    )
    for name in profile_names():
        file = ROOT / "docgen/profiles" / f"{name}.toml"
        said = re.match(r"(?:# ?[^\n]*\n)+", file.read_text(encoding="utf-8"))
        comment = " ".join(line.removeprefix("#").strip() for line in (said[0] if said else "").splitlines())
        with TemporaryDirectory() as empty:
            # Not this project's own configuration over it.
            config = load_config(Path(empty), profile=name)
        yield from ("", f"## {name}", "", _prose(comment), "")
        yield f"- Rows: {config.discovery.kind.value} `{config.discovery.path}`"
        yield "- Scenarios: " + ", ".join(f"`{each.name}`" for each in config.scenarios)
        yield "- Columns: " + ", ".join(f"`{each.key}`" for each in config.capability)


def _prose(text: str) -> str:
    """A help text as paragraphs of Markdown; click's own marks are left out."""
    paragraphs = [" ".join(part.split()) for part in text.replace("\b", "").split("\n\n")]
    return "\n\n".join(_plain(part) for part in paragraphs if part)


def _plain(text: str) -> str:
    """Text whose stars and angle brackets are no markup, outside of code."""
    parts = text.split("`")
    outside = [re.sub(r"([*<>|\[\]])", r"\\\1", part) if not n % 2 else part for n, part in enumerate(parts)]
    return "`".join(outside)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    for path, text in pages().items():
        (ROOT / "docs" / path).write_text(text, encoding="utf-8")
