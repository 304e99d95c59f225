import json

import pytest
from jsonschema import Draft202012Validator, ValidationError
from tiny_project import (
    conditional,
    known,
    make_backend,
    make_model,
    not_declared,
    place,
    unavailable,
    unknown,
)

from docgen.model.finding import Finding, Rule, Severity
from docgen.model.location import Location
from docgen.reporters.export import model_record
from docgen.reporters.json import findings_json, model_json

PLACE = {"type": ["string", "null"], "pattern": r"^.+:[1-9][0-9]*$"}
TEXT = {"type": ["string", "null"]}


def closed(**properties) -> dict:
    """An object that has these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


CELL = closed(
    scenarios={"type": "array", "items": {"type": "string"}, "minItems": 1},
    state={"enum": ["known", "conditional", "unknown", "not-declared", "unavailable"]},
    value={},
    origin={"enum": ["static", "runtime", "documented"]},
    location=PLACE,
    conditions={"type": "array", "items": closed(when={"type": "string"}, value={})},
    reason=TEXT,
)
LIST = closed(key={"type": "string"}, **CELL["properties"])
for answer in (CELL, LIST):
    answer["properties"]["stubs"] = {"type": "array", "items": {"type": "string"}, "minItems": 1}
FINDING = closed(
    rule={"enum": [rule.value for rule in Rule]},
    severity={"enum": ["error", "warning"]},
    message={"type": "string"},
    backend=TEXT,
    capability=TEXT,
    documented=TEXT,
    expected=TEXT,
    docs_location=PLACE,
    code_location=PLACE,
    remedy=TEXT,
)
FINDING["properties"] |= {"answered": {"type": "string"}, "class_location": PLACE}
AVAILABILITY = closed(
    **{"state": {"enum": ["available", "unavailable", "unknown"]}, "import": TEXT, "location": PLACE}
)
BACKEND = closed(
    name={"type": "string"},
    object=TEXT,
    location=PLACE,
    availability={"type": "object", "additionalProperties": AVAILABILITY, "minProperties": 1},
    cells={"type": "object", "additionalProperties": {"type": "array", "items": CELL}},
)
EXPORT = Draft202012Validator(
    closed(
        schema={"const": 1},
        backends={"type": "array", "items": BACKEND},
        lists={"type": "array", "items": LIST},
        findings={"type": "array", "items": FINDING},
    )
)

DRIFT = Finding(
    rule=Rule.DOCS_DRIFT,
    severity=Severity.ERROR,
    message="m",
    backend="CIRCLE",
    capability="colours",
    documented="✅",
    expected="❌",
    docs_location=Location("docs/shapes.md", 41),
    code_location=place(58),
    remedy="docgen build",
)


def test_every_state_follows_the_schema():
    model = make_model(
        make_backend("A", [], is_round=conditional(True, None), hollow=unknown("why")),
        make_backend(
            "B", not_declared(), is_round=(known(1, "rocm"), known({"a": ["b"]}, "cuda-8.0", "cuda-9.0"))
        ),
        make_backend("C", unavailable(), is_round=unavailable(), hollow=unavailable()),
    )
    EXPORT.validate(json.loads(model_json(model, [DRIFT])))


def test_the_schema_refuses_what_is_not_in_it():
    record = model_record(make_model(), [DRIFT])
    record["backends"][0]["cells"]["colours"][0]["state"] = "perhaps"
    with pytest.raises(ValidationError):
        EXPORT.validate(record)


def test_a_cell_in_full():
    record = model_record(make_model(make_backend("A", conditional(["RED"], []))), [])
    assert record["backends"][0]["cells"]["colours"] == [
        {
            "scenarios": ["cuda-8.0", "cuda-9.0", "rocm"],
            "state": "conditional",
            "value": None,
            "origin": "static",
            "location": "shapes/circle.py:9",
            "conditions": [{"when": "flag == 0", "value": ["RED"]}, {"when": "flag == 1", "value": []}],
            "reason": None,
        }
    ]


def test_each_scenario_has_a_class_or_the_import_that_fails():
    split = (known(True, "cuda-8.0"), unknown("why", "cuda-9.0"), unavailable("rocm", line=12))
    record = model_record(make_model(make_backend("A", split, split, split)), [])
    nothing = {"import": None, "location": None}
    assert record["backends"][0]["availability"] == {
        "cuda-8.0": {"state": "available", **nothing},
        "cuda-9.0": {"state": "unknown", **nothing},
        "rocm": {
            "state": "unavailable",
            "import": "ModuleNotFoundError: No module named 'accel'",
            "location": "shapes/circle.py:12",
        },
    }


def test_json_is_readable_on_any_console():
    text = findings_json([DRIFT])
    assert text.isascii()
    assert json.loads(text)["findings"][0]["documented"] == "✅"


def test_lists_are_answers_too():
    lists = model_record(make_model(), [])["lists"]
    assert [(each["key"], each["scenarios"], each["value"]) for each in lists] == [
        ("order", ["cuda-8.0", "cuda-9.0"], ["CIRCLE", "SQUARE"]),
        ("order", ["rocm"], []),
    ]


def test_what_lies_beyond_the_basic_plane_is_escaped_in_two():
    finding = Finding(rule=Rule.DOCS_DRIFT, severity=Severity.ERROR, message="\U0001f600 \u00e9")
    text = findings_json([finding])
    assert r"\ud83d\ude00 \u00e9" in text
    assert json.loads(text)["findings"][0]["message"] == "\U0001f600 \u00e9"
