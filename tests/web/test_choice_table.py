"""Choices that a page looks up are those of `docgen explain`; what it does not hold, it says."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from asked_of_node import NODE, asked
from outside_trees import tree_of
from tabled_project import FILES
from tiny_project import write_tree

from docgen.config.load import load_config
from docgen.errors import ConfigError
from docgen.explain.selection import Inquiry, explain
from docgen.project.project import Request, open_project
from docgen.web.choice_record import choice_record

needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")


def expected(root: Path, profile: str | None, scenario: str, settings: dict[str, str]) -> list[Any]:
    """The answer of `docgen explain` for one configuration."""
    config = load_config(root, None, profile)
    explanation, _ = explain(root, config, Inquiry((scenario,), settings, None, everything=False))
    (choice,) = explanation.choices
    found = {
        "chosen": choice.chosen.name if choice.chosen else None,
        "rejected": [[each.name, [*each.reasons]] for each in choice.rejected],
    }
    decisive = choice.decisive
    doubt = choice.doubt or (f"{decisive.name}: {decisive.doubt}" if decisive and decisive.doubt else "")
    return [{**found, "doubt": doubt} if doubt else found]


@needs_node
def test_every_combination_is_as_explained(tmp_path):
    root = write_tree(tmp_path / "tree", FILES)
    record = choice_record(open_project(Request(root, keep=False)))
    settings = [
        {"size": size, "wide": wide, "kind": kind}
        for size, wide, kind in itertools.product(("1", "5", "7"), ("false", "true"), ("PLAIN", "OPEN"))
    ]
    settings += [{"kind": "ODD"}, {}, {"wide": "true"}, {"kind": "OPEN"}]
    questions = [{"scenario": scenario, "settings": each} for each in settings for scenario in ("old", "new")]
    answers = asked(record, questions, tmp_path)
    for question, answer in zip(questions, answers, strict=True):
        assert answer == expected(root, None, question["scenario"], question["settings"]), question
    assert {answer[0]["chosen"] for answer in answers} == {"FIRST", "SECOND", None}
    assert any("doubt" in answer[0] for answer in answers)


@needs_node
@pytest.mark.parametrize(
    "settings", [{"size": "2"}, {"kind": "ODD", "size": "1"}, {"unlisted": "1"}, {"size": 5.0}]
)
def test_what_is_not_held_is_said_to_be_outside(tmp_path, settings):
    root = write_tree(tmp_path / "tree", FILES)
    record = choice_record(open_project(Request(root, keep=False)))
    assert asked(record, [{"scenario": "new", "settings": settings}], tmp_path) == [["outside"]]


def test_without_listed_combinations_the_record_has_the_command_alone(tmp_path):
    text = FILES["docgen.toml"]
    start, end = text.index("[[explain.tabled]]"), text.index("[explain.assume]")
    root = write_tree(tmp_path, {**FILES, "docgen.toml": text[:start] + text[end:]})
    record = choice_record(open_project(Request(root, keep=False)))
    assert record["table"] is None
    assert record["unsupported"] == "[explain] has asked, assume, order_assume"
    assert record["command"] == ["docgen", "explain"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ('{ sizes = ["1"] }', "sizes, which is no parameter"),
        ("{ size = [] }", "no values of size"),
        (f"{{ size = {[*range(101)]}, unlisted = {[*range(100)]} }}", "10112 combinations"),
    ],
)
def test_combinations_that_make_no_sense_are_refused(tmp_path, values, said):
    text = FILES["docgen.toml"].replace('{ kind = ["ODD"] }', values)
    root = write_tree(tmp_path, {**FILES, "docgen.toml": text})
    with pytest.raises(ConfigError, match=said):
        open_project(Request(root, keep=False))


def test_a_value_that_is_none_of_a_parameters_names_the_others(tmp_path):
    text = FILES["docgen.toml"].replace('["ODD"]', '["OD"]')
    root = write_tree(tmp_path, {**FILES, "docgen.toml": text})
    with pytest.raises(ConfigError, match="kind has no value 'OD'") as error:
        choice_record(open_project(Request(root, keep=False)))
    assert "ODD" in str(error.value)


@needs_node
@pytest.mark.slow
def test_the_choices_for_vllm_are_as_explained(tmp_path):
    """Random combinations, each explained by itself under every scenario."""
    root = tree_of("vllm", "0.33.0", tmp_path)
    project = open_project(Request(root, profile="vllm"))
    record = choice_record(project)
    rules = project.config.explain
    drawn = random.Random(5)  # noqa: S311 - a seed, not a secret
    chosen = set()
    for entry in drawn.choices(rules.tabled, [each.size for each in rules.tabled], k=20):
        settings = {name: _typed(drawn.choice(values)) for name, values in entry.values.items()}
        explanation, _ = explain(root, project.config, Inquiry(None, settings, None, everything=False))
        questions = [{"scenario": choice.scenario, "settings": settings} for choice in explanation.choices]
        answers = asked(record, questions, tmp_path)
        for choice, (answer,) in zip(explanation.choices, answers, strict=True):
            assert answer["chosen"] == (choice.chosen.name if choice.chosen else None), settings
            assert answer["rejected"] == [[each.name, [*each.reasons]] for each in choice.rejected], settings
            chosen.add(answer["chosen"])
    assert len(chosen) > 4


def _typed(value: str | float) -> str:
    """A value as somebody types it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
