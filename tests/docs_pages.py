"""For each page of the documentation, the project that its blocks run on, and the reason for each block that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docs_projects import attention, empty, released, released_trees, unconfigured, with_release

Maker = Callable[[Path], None]

INSTALLS = "installs docgen, which the tests have already"
FETCHES = "stands for the tree that the test brings"
HERE = "sets up this repository, as those who run the tests have done"
SERVICE = "belongs to the service that runs the job"


def tiny_model() -> dict[str, Any]:
    """A model of two layers for `use_backend`."""
    transformers = pytest.importorskip("transformers")
    config = transformers.LlamaConfig(
        vocab_size=16, hidden_size=64, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2
    )
    return {"model": transformers.LlamaForCausalLM(config)}


@dataclass(frozen=True)
class Page:
    """A page with blocks that are run."""

    tree: Maker = empty
    """Makes the project in an empty directory."""
    later: dict[int, Maker] = field(default_factory=dict)
    """Makes another project before the block of that number, counted from 0."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Beginnings of commands that are not run, each with the reason."""
    slow: bool = False
    """True if it takes long, or needs what a package registry has."""
    names: Callable[[], dict[str, Any]] = dict
    """Gives names that its Python uses."""


PAGES = {
    "README.md": Page(
        unconfigured,
        later={2: attention},
        skipped={"pip": INSTALLS, "make": HERE},
    ),
    "docs/index.md": Page(unconfigured, skipped={"pip": INSTALLS}),
    "docs/tutorial.md": Page(skipped={"pip": INSTALLS}),
    "docs/evidence.md": Page(
        attention,
        skipped={
            "python -m tests.foreign_kernel": "takes minutes; tests/verify/test_foreign_kernel.py runs it"
        },
        slow=True,
    ),
    "docs/explain.md": Page(with_release("0.33.0"), slow=True),
    "docs/history.md": Page(
        released, skipped={"docgen history --profile vllm": "docs/howto/vllm.md runs it on those trees"}
    ),
    "docs/interactive.md": Page(attention, slow=True),
    "docs/models.md": Page(names=tiny_model, slow=True),
    "docs/pages.md": Page(attention),
    "docs/runtime.md": Page(attention),
    "docs/show.md": Page(with_release("0.33.0"), slow=True),
    "docs/trust.md": Page(attention),
    "docs/workflow.md": Page(released),
    "docs/howto/github.md": Page(attention, skipped={"pip": INSTALLS, "gh": SERVICE}),
    "docs/howto/gitlab.md": Page(attention, skipped={"pip": INSTALLS}),
    "docs/howto/mkdocs.md": Page(attention, slow=True),
    "docs/howto/pre_commit.md": Page(attention),
    "docs/howto/scikit_learn.md": Page(
        released_trees(tree=("scikit-learn", "1.9.1")),
        skipped={"pip download": FETCHES, "python -m zipfile": FETCHES},
        slow=True,
    ),
    "docs/howto/transformers.md": Page(
        released_trees(tree=("transformers", "5.24.0")),
        skipped={"pip download": FETCHES, "python -m zipfile": FETCHES},
        slow=True,
    ),
    "docs/howto/vllm.md": Page(
        released_trees(
            vllm=("vllm", "0.33.0"),
            **{f"vllm-{version}": ("vllm", version) for version in ("0.17.1", "0.19.1", "0.33.0")},
        ),
        skipped={"git clone": FETCHES},
        slow=True,
    ),
    "docs/reference/cli.md": Page(
        attention,
        skipped={
            "docgen history --profile vllm": "docs/howto/vllm.md runs it on those trees",
            "docgen init": "is for a project without a configuration; the tutorial runs it",
        },
        slow=True,
    ),
    "docs/reference/export.md": Page(released),
}
"""Pages whose blocks run."""

UNRUN = {
    "docs/contributing.md": HERE,
    "docs/third_party_backend.md": "tests/backends/test_third_party_backend.py runs its files and compares the output",
    "docs/claims.md": "has parts of configurations, which are read as such",
    "docs/configuration.md": "has parts of configurations, which are read as such",
    "docs/profiles/sglang.md": "has a configuration over a profile, which is read as such",
    "docs/picker.md": "has a part of a configuration, which is read as such",
    "docs/rules.md": "quotes findings, whose rules are looked up; tests/test_every_rule.py makes each of them",
}
"""Pages with blocks that are read and not run, each with the reason."""
