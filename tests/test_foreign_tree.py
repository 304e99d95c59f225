"""A tree that knows nothing of docgen: configured by `init`, checked, and compared with its imported classes."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docgen.cli.main import main

pytestmark = pytest.mark.network

ASK = """
import importlib, json, sys
import django.conf
django.conf.settings.configure()
told = {}
for path in json.loads(sys.argv[1]):
    module, _, name = path.rpartition(".")
    try:
        cls = getattr(importlib.import_module(module), name)
    except Exception:
        continue  # a driver of a database that is not here
    told[path] = {name: getattr(cls, name) for name in json.loads(sys.argv[2])}
json.dump(told, sys.stdout, default=lambda value: sorted(value) if isinstance(value, set) else str(value))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Django, of whose backends for databases each declares what the database can do."""
    path = tmp_path_factory.mktemp("foreign")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(path), "Django==5.2.*"]
    subprocess.run(install, check=True)
    return path


def test_what_init_proposes_is_what_the_imported_classes_say(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "docgen.toml").unlink(missing_ok=True)
    assert main(["init", "--root", str(root)]) == 0
    assert main(["check", "--root", str(root)]) == 0
    capsys.readouterr()
    assert main(["export", "--quiet", "--root", str(root)]) == 0
    rows = json.loads(capsys.readouterr().out)["backends"]
    probes = tomllib.loads((root / "docgen.toml").read_text(encoding="utf-8"))["capability"]
    names = {each["key"]: each["probe"].removeprefix("cls.") for each in probes}
    arguments = [json.dumps([row["object"] for row in rows]), json.dumps([*names.values()])]
    asked = subprocess.run(
        [sys.executable, "-c", ASK, *arguments], cwd=root, capture_output=True, text=True, check=True
    )
    told = json.loads(asked.stdout)
    answers = [
        (row["object"], names[key], cell["state"], cell["value"])
        for row in rows
        if row["object"] in told
        for key, (cell,) in row["cells"].items()
    ]
    known = [(path, name, value) for path, name, state, value in answers if state == "known"]
    assert [each for each in known if each[2] != told[each[0]][each[1]]] == []
    assert len(known) > 80
    assert len(known) >= 0.8 * len(answers)
