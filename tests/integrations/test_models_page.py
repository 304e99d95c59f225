"""The page on models lists the types that are tested, and the reason for each refusal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")

from tests.integrations.many_models import FURTHER, MODELS, REFUSED

PAGE = (Path(__file__).parents[2] / "docs/models.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("heading", "types"), [("Agree", MODELS), ("In a forward pass", FURTHER)])
def test_types_that_agree(heading: str, types: list[str]) -> None:
    (listed,) = re.findall(rf"^{heading}: (.*?)\.$", PAGE, re.DOTALL | re.MULTILINE)
    assert re.findall(r"`([^`]+)`", listed) == types == sorted(types)


def test_numbers() -> None:
    said = re.search(r"(\d+) types agree in all tests, (\d+) in a .*?, and (\d+) are refused", PAGE)
    assert said
    assert [int(number) for number in said.groups()] == [len(MODELS), len(FURTHER), len(REFUSED)]


def test_types_that_are_refused() -> None:
    assert re.findall(r"^\| `([^`]+)` \| .*`(.*)` \|$", PAGE, re.MULTILINE) == sorted(REFUSED.items())
