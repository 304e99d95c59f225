"""`docgen init` where a shipped profile fits, and what it leaves out to be in time."""

from __future__ import annotations

import re

import pytest
from small_trees import DIFFUSERS, MODELS, SHAPES
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.config import Discovery
from docgen.config.discovery import DiscoveryKind
from docgen.scaffold import writing
from docgen.scaffold.texts import left_out_text


def test_a_tree_with_a_shipped_profile_gets_that_profile(init, tmp_path):
    status, out, _ = init(DIFFUSERS)
    assert status == 0
    assert "with the profile diffusers\n" in out
    settings = (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    assert 'extends = "diffusers"\npackages = ["src/diffusers"]\n' in settings
    assert "NATIVE" in (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    assert init({}, "check")[0] == 0


def test_a_package_of_a_profile_s_name_alone_is_no_reason_to_take_it(init):
    name = "src/diffusers/models/attention_dispatch.py"
    status, out, err = init({**SHAPES, **DIFFUSERS, name: "class Other:\n    pass\n"})
    assert (status, "with the profile" in out, err) == (0, False, "")


def test_what_a_registry_names_and_is_not_there_is_accepted(init, tmp_path):
    files = {
        "vllm/__init__.py": "",
        "vllm/v1/attention/backends/registry.py": """import enum


class AttentionBackendEnum(enum.Enum):
    GONE = "vllm.gone.Gone"
""",
    }
    status, out, err = init(files)
    assert (status, err) == (0, "")
    assert "with the profile vllm\n" in out
    assert "ignored from now on: GONE: the registry names a class that cannot be found" in out
    settings = (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    assert 'rule = "dangling-registry-entry"\nbackend = "GONE"\nreason = "found by docgen init: ' in settings
    assert 'claims = ["*"] # without this line, tables of docs/design/attention_backends.md' in settings
    assert "GONE" in (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    status, out, _ = init({}, "check")
    assert status == 0
    assert re.fullmatch(r"\d+ cells compared\ndocumentation and code agree, 1 ignored\n", out)


def test_a_profile_that_does_not_fit_is_told(tmp_path, capsys):
    write_tree(tmp_path, MODELS)
    assert main(["init", "--root", str(tmp_path), "--profile", "vllm"]) == 2
    assert "the profile vllm does not fit the packages zoo" in capsys.readouterr().err
    assert main(["init", "--root", str(tmp_path), "--profile", "vlm"]) == 2
    assert "did you mean 'vllm'?" in capsys.readouterr().err


@pytest.mark.parametrize("reads", [4_000, 1_000_000])
def test_a_profile_s_first_page_has_the_modules_that_it_can_show_in_time(init, tmp_path, monkeypatch, reads):
    row = "from sklearn.base import BaseEstimator\n\n\nclass E{}(BaseEstimator):\n    pass\n"
    files = {f"sklearn/m{n:02}.py": row.format(n) for n in range(20)}
    base = "class BaseEstimator:\n    pass\n"
    monkeypatch.setattr(writing, "_OF_PROFILE", reads)
    status, out, _ = init({"sklearn/__init__.py": "", "sklearn/base.py": base, **files})
    settings = (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    page = (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    rows = [n for n in range(20) if f"[E{n}]" in page]
    assert (status, 'extends = "scikit-learn"' in settings) == (0, True)
    if reads > 4_000:
        assert ("left out" in out, "[discovery]" in settings, len(rows)) == (False, False, 20)
    else:
        assert 0 < len(rows) < 20
        assert (
            f"left out: {20 - len(rows)} more modules of classes from sklearn.m{len(rows):02} on, for a first page in "
            'time: without [discovery], the profile\'s counts: modules = ["sklearn.*"]'
        ) in out
        assert (f'"sklearn.m{rows[-1]:02}",' in settings, rows) == (True, [*range(len(rows))])
    assert init({}, "check")[0] == 0


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (("a.b.c",), '1 more module of classes from a.b.c on, for a first page in time: add "a.b.c" to `modules`'),
        (("a.b.c", "a.d.e.f"), '2 more modules of classes from a.b.c on, for a first page in time: add "a.*" to `modules`'),
        (("a.b.c", "a.b.d.e"), '2 more modules of classes from a.b.c on, for a first page in time: add "a.b.*" to `modules`'),
    ],
)  # fmt: skip
def test_what_is_left_out_has_the_line_that_opens_it(modules, said):
    discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path="a.B", modules=("a.a", *modules))
    assert left_out_text(discovery, modules, is_profile=False) == said
