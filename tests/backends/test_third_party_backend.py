"""The tutorial's backend: its code as the page shows it, run, and compared with the oracle."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from backends import registry
from backends.registry import find_backend, register_backend
from tests.backends.batches import CROSS, DECODE, DTYPES, MIXED
from tests.backends.cases import Spec, make_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/third_party_backend.md").read_text(encoding="utf-8")
FILES = {
    match["path"]: match["code"]
    for match in re.finditer(
        r"^```python\n(?P<code># (?P<path>[\w/]+\.py)\n.*?)^```$", PAGE, re.DOTALL | re.MULTILINE
    )
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, code in FILES.items():
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(code, encoding="utf-8")
    return tmp_path


@pytest.fixture
def acme(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package on the path and its backend registered, for one test."""
    monkeypatch.syspath_prepend(str(tree))
    monkeypatch.setattr(registry, "_registered", {})
    importlib.invalidate_caches()
    register_backend("ACME_ATTN", "acme.backend.AcmeBackend")
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "acme"]:
        del sys.modules[name]


def python(tree: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tree), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_has_a_whole_backend_of_less_than_a_hundred_lines() -> None:
    assert list(FILES) == ["acme/backend.py", "acme/launch.py", "use.py"]
    assert sum(code.count("\n") for code in FILES.values()) < 100


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("spec", [MIXED, DECODE, CROSS])
@pytest.mark.usefixtures("acme")
def test_it_agrees_with_the_oracle(assert_close: Callable[..., None], spec: Spec, dtype: torch.dtype) -> None:
    impl = find_backend("ACME_ATTN").get_class().get_impl_cls()
    for features in ({}, {"logits_soft_cap": 5.0}):
        case = make_case(replace(spec, dtype=dtype), "cpu")
        assert_close("ACME_ATTN", case.run(impl, **features), case.expected(**features))


@pytest.mark.usefixtures("acme")
def test_it_is_held_to_its_declaration() -> None:
    impl = find_backend("ACME_ATTN").get_class().get_impl_cls()
    with pytest.raises(ValueError, match="ACME_ATTN cannot run this layer: sliding window is not supported"):
        impl(4, 64, 0.125, 2, sliding_window=8)


def test_the_page_shows_what_its_code_prints(tree: Path) -> None:
    shown = re.search(r"^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert python(tree, "use.py") == shown[1]


def test_declaring_imports_no_torch(tree: Path) -> None:
    assert python(tree, "-c", "import acme.backend, sys; print('torch' in sys.modules)") == "False\n"
