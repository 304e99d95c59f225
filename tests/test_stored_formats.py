"""Forms of earlier versions stay readable, and what is written has all that the first version had."""

import json
import shutil
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main
from docgen.config import load_config
from docgen.model.measurement import Outcome
from docgen.project import entries, sealed
from docgen.verify.evidence_files import read_evidence

KEPT = Path(__file__).parent / "formats"


def test_a_configuration_of_the_first_version_is_read(tmp_path):
    (tmp_path / "own").mkdir()
    shutil.copy(KEPT / "docgen-1.toml", tmp_path / "docgen.toml")
    config = load_config(tmp_path)
    assert config.schema == 1
    assert [each.name for each in config.scenarios] == ["flat"]
    assert config.ignore[0].reason == "the page describes the next release"


@pytest.mark.parametrize("version", ["2", '"1"', "true", "0"])
def test_a_configuration_of_another_version_is_refused_with_its_line(tmp_path, capsys, version):
    write_tree(tmp_path, FILES | {"docgen.toml": f"# new\nschema = {version}\nother = 1\n"})
    status = main(["check", "--root", str(tmp_path)])
    if version == "true":  # Python's True is 1
        assert status == 2
        return
    assert status == 2
    assert capsys.readouterr().err.startswith("docgen: docgen.toml:2: written for version ")


def shape(value):
    """The keys and types of a document."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    return [shape(part) for part in value[:1]] if isinstance(value, list) else type(value).__name__


def holds(new, old) -> bool:
    """Tell whether a shape has all of another."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(
            key in new and holds(new[key], part) for key, part in old.items()
        )
    if isinstance(old, list):
        return isinstance(new, list) and (not old or (bool(new) and holds(new[0], old[0])))
    return new == old


def test_an_export_has_all_that_the_first_version_had(tmp_path, capsys):
    write_tree(tmp_path, FILES)
    main(["build", "--root", str(tmp_path), "--quiet"])
    main(["export", "--root", str(tmp_path)])
    new, old = json.loads(capsys.readouterr().out), json.loads((KEPT / "export-1.json").read_text())
    assert new["schema"] == old["schema"] == 1
    assert holds(shape(new), shape(old))


def test_evidence_of_the_first_version_is_read(tmp_path):
    shutil.copy(KEPT / "evidence-1.jsonl", tmp_path / "interpreter.jsonl")
    (measurement,) = read_evidence(tmp_path, "interpreter").measurements
    assert measurement.outcome is Outcome.VERIFIED
    assert measurement.measured == {"error": 0.5}


def test_an_entry_of_another_version_is_made_again(tmp_path, monkeypatch):
    path = entries.entry_path(tmp_path, "question")
    entries.write_entry(path, [1])
    assert entries.read_entry(path, list) == [1]
    monkeypatch.setattr(sealed, "SCHEMA", 2)
    assert entries.read_entry(path, list) is None
