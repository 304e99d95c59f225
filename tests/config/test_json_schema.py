"""The schema takes what the loader takes, and refuses what it refuses."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tiny_project import FILES

from docgen.config.json_schema import schema_text
from docgen.config.sources import PROFILES, profile_names

VALIDATOR = Draft202012Validator(json.loads(schema_text()))
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", profile_names())
def test_profiles_follow_it(name):
    VALIDATOR.validate(tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8")))


def test_our_own_configuration_follows_it():
    VALIDATOR.validate(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["docgen"])


@pytest.mark.parametrize(
    ("old", "new"),
    [("packages", "packges"), ('kind = "enum"', 'kind = "enumeration"'), ('header = "Round"', "header = 3")],
)
def test_what_the_loader_refuses_it_refuses(old, new):
    text = FILES["docgen.toml"]
    assert old in text
    assert VALIDATOR.is_valid(tomllib.loads(text))
    assert not VALIDATOR.is_valid(tomllib.loads(text.replace(old, new)))


def _objects(schema):
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for each in schema.values():
            yield from _objects(each)


def test_every_table_and_every_key_is_described():
    schema = json.loads(schema_text())
    objects = [*_objects(schema)]
    assert len(objects) > 10
    for each in objects:
        assert each["description"].strip()
        undescribed = [
            name for name, value in each["properties"].items() if not value.get("description", "").strip()
        ]
        assert not undescribed, each["title"]


def test_the_values_of_a_key_are_described():
    definitions = json.loads(schema_text())["$defs"]
    enums = {name: each for name, each in definitions.items() if "enum" in each}
    assert "DiscoveryKind" in enums
    for each in enums.values():
        assert all(f"`{value}`: " in each["description"] for value in each["enum"])
