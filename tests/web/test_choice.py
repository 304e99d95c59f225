"""The choice that a browser makes is that of the Python selector and of `docgen explain`, reason by reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from asked_of_node import NODE, asked
from random_choices import PLATFORMS, random_settings, requirements_of, selected
from tiny_project import write_tree

from backends.integrations.requirements import model_requirements
from docgen.config.load import load_config
from docgen.explain.selection import Inquiry, explain
from docgen.project.project import Request, open_project
from docgen.web.choice_record import choice_record

ROOT = Path(__file__).parents[2]
MODELS = json.loads((ROOT / "tests/integrations/model_configs.json").read_text())
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return choice_record(open_project(Request(ROOT)))


def compared_with_the_selector(record, settings: list[dict[str, Any]], tmp_path: Path) -> None:
    names = [*PLATFORMS]
    questions = [
        {"scenario": names[number % len(names)], "settings": each} for number, each in enumerate(settings)
    ]
    answers = asked(record, questions, tmp_path)
    chosen = set()
    for question, answer in zip(questions, answers, strict=True):
        expected = selected(requirements_of(question["settings"]), PLATFORMS[question["scenario"]])
        assert answer == [expected], question
        chosen.add(expected["chosen"])
    assert len(chosen) > 4


def test_random_configurations(record, tmp_path):
    compared_with_the_selector(record, random_settings(1, 150), tmp_path)


@pytest.mark.slow
def test_five_thousand_random_configurations(record, tmp_path):
    compared_with_the_selector(record, random_settings(2, 5000), tmp_path)


def test_models(record, tmp_path):
    questions = [
        {"scenario": scenario, "model": model} for model in MODELS.values() for scenario in PLATFORMS
    ]
    answers = asked(record, questions, tmp_path)
    for question, answer in zip(questions, answers, strict=True):
        platform = PLATFORMS[question["scenario"]]
        assert answer == [selected(each, platform) for each in model_requirements(question["model"])], (
            question
        )


@pytest.mark.parametrize(
    "model",
    [{}, {"model_type": "x"}, {"hidden_size": 64, "num_attention_heads": 4, "torch_dtype": "int4"}],
)
def test_a_model_that_cannot_be_read_says_why(record, tmp_path, model):
    (answer,) = asked(record, [{"scenario": "cpu", "model": model}], tmp_path)
    with pytest.raises(ValueError, match=r".") as error:
        model_requirements(model)
    assert answer == f"raises ValueError: {error.value}"


@pytest.mark.slow
def test_explain_says_the_same(record, tmp_path):
    settings = random_settings(3, 60)
    config = load_config(ROOT)
    rules = msgspec.structs.replace(config.explain, cases="config['cases']")
    inquiry = Inquiry(("rocm-gfx942", "cuda-9.0"), {}, {"cases": settings}, everything=False)
    explanation, _ = explain(ROOT, msgspec.structs.replace(config, explain=rules), inquiry)
    for scenario in ("rocm-gfx942", "cuda-9.0"):
        answers = asked(record, [{"scenario": scenario, "settings": each} for each in settings], tmp_path)
        choices = [choice for choice in explanation.choices if choice.scenario == scenario]
        for choice, (answer,) in zip(choices, answers, strict=True):
            assert answer == {
                "chosen": choice.chosen.name if choice.chosen else None,
                "rejected": [[each.name, [*each.reasons]] for each in choice.rejected],
            }


SETTINGS = """
packages = ["pkg"]

[discovery]
kind = "enum"
path = "pkg.registry.Registry"

[explain]
refusals = ["cls.refusals(size)"]
parameter = [{ name = "size", default = "5" }]
"""
REGISTRY = """import enum


class Registry(enum.Enum):
    FIRST = "pkg.registry.First"


class First:
    @classmethod
    def refusals(cls, size):
BODY
"""


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("with open(size) as file:\n    return [file.read()]", 11),
        ("import os\nreturn [] if os.cpu_count() > size else ['few']", 12),
        ("return [str(each) for each in {size, 'x'}]", 11),
        ("return [] if f'{size:>4}' else ['x']", 11),
        ("while True:\n    size += 1", 12),
        ("try:\n    return []\nexcept ValueError:\n    return ['x']", 11),
        ("return [] if size.real == 5 else ['x']", 11),
        ("return cls.refusals(size)", 11),
        ("return [eval('size')]", 11),
    ],
)
def test_what_is_not_followed_is_unknown_with_its_place(tmp_path, body, place):
    """Never a choice that Python might not make."""
    indented = "\n".join(f"        {line}" for line in body.splitlines())
    files = {
        "docgen.toml": SETTINGS,
        "pkg/__init__.py": "",
        "pkg/registry.py": REGISTRY.replace("BODY", indented),
    }
    write_tree(tmp_path, files)
    small = choice_record(open_project(Request(tmp_path, keep=False)))
    ((answer,),) = asked(small, [{"scenario": "default", "settings": {}}], tmp_path)
    assert answer["chosen"] is None
    assert answer["rejected"] == []
    assert f"pkg/registry.py:{place}" in answer["doubt"]


def test_where_the_code_makes_calls_of_its_own_the_picker_says_so(tmp_path):
    settings = SETTINGS + 'asked = ["pkg.registry.First"]\n'
    write_tree(
        tmp_path,
        {
            "docgen.toml": settings,
            "pkg/__init__.py": "",
            "pkg/registry.py": REGISTRY.replace("BODY", "        return []"),
        },
    )
    made = choice_record(open_project(Request(tmp_path, keep=False)))
    assert made["unsupported"] == "[explain] has asked"
