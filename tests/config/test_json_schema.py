"""The schema takes what the loader takes, and refuses what it refuses."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tiny_project import FILES

from docgen.config.json_schema import schema_text
from docgen.config.load import PROFILES, profile_names

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
