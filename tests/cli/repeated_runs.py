"""Runs of commands in one process, of which it is known if they were repeated."""

import sys
from pathlib import Path

import pytest
from tiny_project import FILES

import docgen
from docgen.cli import entry, main, repetition

OWN = Path(docgen.__file__).parent
CONFIGURATION = FILES["docgen.toml"]
HISTORY = '{"releases": ["1"], "scenarios": ["flat"], "backends": [], "uncompared": []}'
TREE = {
    **FILES,
    "docgen.toml": """
extends = "base.toml"
templates = "templates"
history = "history.json"

[verify]
tests = ["tests"]

[[verify.target]]
name = "here"
scenario = "flat"

[[page]]
path = "docs/**/*.md"

[[claims]]
path = "claims.md"
row = "Shape"
table = [{ heading = "Claims" }]
columns = { Round = "round" }
""",
    "base.toml": CONFIGURATION,
    "templates/attention_backends.md.j2": "# Shapes\n\n{{ page.tables[0].rows | length }} rows\n",
    "history.json": HISTORY,
    "docs/more/words.md": "# Words\n\n<!-- docgen:begin legend -->\n<!-- docgen:end -->\n",
    "claims.md": "# Claims\n\n| Shape | Round |\n| --- | --- |\n| CIRCLE | yes |\n| SQUARE | no |\n",
    "evidence/here.jsonl": """{"schema":1,"target":"here"}
{"reach":"r","modules":["shapes.circle"]}
""",
    "tests/test_none.py": "",
}
COMMANDS = (["check"], ["export", "--quiet"], ["check", "--format", "json", "--scenario", "flat"])


class Runs:
    """Runs in this process, and how often one was not repeated."""

    def __init__(self, root, monkeypatch, capsys):
        self.root = root
        self.capsys = capsys
        self.done = 0
        real = main.main

        def counted():
            self.done += 1
            return real()

        monkeypatch.setattr(main, "main", counted)

    def __call__(self, *words):
        """Status and output of a run, and true if it was repeated."""
        before = self.done
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["docgen", *words])
            repetition.own_state.cache_clear()
            status = entry.run()
        return (status, *self.capsys.readouterr()), self.done == before
