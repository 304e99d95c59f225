"""A project whose names and answers are awkward to write as Markdown, and the two kinds of page that show it."""

from __future__ import annotations

from pathlib import Path

from tiny_project import conditional, known, make_backend, make_config, make_model, place, unknown, write_tree

from docgen.config import Config, Page
from docgen.model.support import Refusal, SupportModel
from docgen.project.project import Project, Request

WHOLE, BY_HAND = "docs/whole.md", "docs/mine.md"

TEXT = """\
# Mine

One <!-- docgen:value backend=A_* capability=colours -->?<!-- /docgen --> of all, and
<!-- docgen:value backend=_B capability=hollow scenario=rocm -->?<!-- /docgen --> of the other.

- <!-- docgen:value backend=_B capability=colours -->?<!-- /docgen -->
- `<!-- docgen:value backend=_B capability=colours -->`

| Name | Says                                                               |
| ---- | ------------------------------------------------------------------ |
| a    | <!-- docgen:value backend=_B capability=colours -->?<!-- /docgen --> |

<!-- docgen:begin table=filled -->
<!-- docgen:end -->

## Legend

<!-- docgen:begin legend -->
<!-- docgen:end -->

## Rest

<!-- docgen:begin lists -->
<!-- docgen:end -->

<!-- docgen:begin refusals -->
<!-- docgen:end -->
"""


def model() -> SupportModel:
    refusal = Refusal("round", "It has `corners_`:\n\n- 1 * 2\n- <b>\n\n# four_ of_\nthem & more.", place(7))
    return make_model(
        make_backend(
            "A_*", known(["RED", "x|y", "*z*", "_w_", "a<b", "&lt;", "1. one", "[c](d)"]), is_round=True
        ),
        make_backend(
            "_B", unknown("calls `f(*a, **b)` | g_h"), conditional(True, False), refusals=(refusal,)
        ),
        make_backend(
            "C", (known(["RED"], "cuda-8.0", "cuda-9.0"), known([], "rocm")), unknown("no `_x` <y>")
        ),
    )


def project(root: Path, text: str = TEXT) -> Project:
    """The project at `root`, as if its source had been asked."""
    write_tree(root, {BY_HAND: text})
    return Project(Request(root), config(), model(), digest="awkward")


def config() -> Config:
    return make_config(page=(Page(path=WHOLE, template="attention_backends.md.j2"), Page(path=BY_HAND)))
