"""The page on models lists the types that are tested, and the reason for each refusal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("transformers", minversion="5", reason="the extra `integrations` is not installed")

from tests.integrations.many_models import MODELS, REFUSED

PAGE = (Path(__file__).parents[2] / "docs/models.md").read_text(encoding="utf-8")


def test_types_that_agree() -> None:
    (listed,) = re.findall(r"^Agree: (.*?)\.$", PAGE, re.DOTALL | re.MULTILINE)
    assert re.findall(r"`([^`]+)`", listed) == MODELS
    assert f"{len(MODELS)} types agree" in PAGE


def test_types_that_are_refused() -> None:
    assert re.findall(r"^\| `([^`]+)` \| .*`(.*)` \|$", PAGE, re.MULTILINE) == [*REFUSED.items()]
