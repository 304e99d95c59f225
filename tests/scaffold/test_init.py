"""`docgen init` on trees of a few files: what it finds, and that the check passes at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main
from docgen.config import Discovery
from docgen.config.discovery import DiscoveryKind
from docgen.scaffold import writing
from docgen.scaffold.texts import left_out_text

SHAPES = {name: text for name, text in FILES.items() if name != "docgen.toml"}
BASES = {
    "src/tool/__init__.py": "",
    "src/tool/base.py": """import enum
from typing import Literal

Size = Literal["small", "large"]


class Engine:
    @classmethod
    def supports_size(cls, size: Size) -> bool:
        return True

    @classmethod
    def supports_heat(cls, degrees: int) -> bool:
        return True

    @staticmethod
    def is_quiet() -> bool:
        return False

    @classmethod
    def supports_quiet(cls) -> bool:
        return False
""",
    "src/tool/engines.py": """from tool.base import Engine


class Steam(Engine):
    pass


class Electric(Engine):
    @staticmethod
    def is_quiet() -> bool:
        return True
""",
}


@pytest.fixture
def init(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(files: dict[str, str], command: str = "init") -> tuple[int, str, str]:
        write_tree(tmp_path, files)
        status = main([command, "--root", str(tmp_path)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_a_registry_is_found_and_the_check_passes_at_once(init, tmp_path):
    status, out, err = init(SHAPES)
    assert (status, err) == (0, "")
    assert "enum shapes.registry.ShapeEnum" in out
    assert init({}, "check")[0] == 0
    page = (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    assert "[CIRCLE](" in page or "| CIRCLE" in page


def test_a_base_class_is_found_where_there_is_no_registry(init, tmp_path):
    status, out, _ = init(BASES)
    assert status == 0
    settings = (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    assert 'packages = ["src/tool"]' in settings
    assert 'kind = "subclasses"\npath = "tool.base.Engine"\nmodules = [\n  "tool.engines",\n]' in settings
    assert 'over = { size = "tool.base.Size" }' in settings
    assert "left out: supports_heat: say which values of degrees to ask over" in out
    # Two predicates of one capability keep their names apart.
    assert 'key = "quiet"' in settings
    assert 'key = "supports_quiet"' in settings
    assert init({}, "check")[0] == 0


@pytest.mark.parametrize("place", ["lib", "python", "code/server"])
def test_a_package_may_stand_in_any_directory(init, tmp_path, place):
    files = {name.replace("src", place): text for name, text in BASES.items()}
    copies = {name.replace("src", "build"): text for name, text in BASES.items()}
    status, _, _ = init({**files, **copies, "docs/conf/__init__.py": ""})
    assert status == 0
    assert f'packages = ["{place}/tool"]' in (tmp_path / "docgen.toml").read_text(encoding="utf-8")


def test_attributes_are_columns_and_subclasses_of_subclasses_are_rows(init, tmp_path):
    files = {
        "ops/__init__.py": "",
        "ops/common.py": """class Op:
    SUPPORTED_DEVICES: set
    SUPPORTS_DROPOUT: bool = False
    is_slow = True


class ForwardOp(Op):
    pass
""",
        "ops/flash.py": """from ops.common import ForwardOp


class FwOp(ForwardOp):
    SUPPORTED_DEVICES = {"cuda"}


class Smaller(FwOp):
    SUPPORTS_DROPOUT = True
""",
    }
    status, out, _ = init(files)
    assert status == 0
    assert "columns: devices, dropout, slow" in out
    assert 'probe = "cls.SUPPORTED_DEVICES"' in (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    page = (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    assert "FwOp](" in page
    assert "Smaller](" in page


def test_members_that_name_nothing_are_skipped_and_listed(init, tmp_path):
    registry = SHAPES["shapes/registry.py"] + '    GONE = "shapes.circle.Gone"\n'
    assert init({**SHAPES, "shapes/registry.py": registry})[0] == 0
    assert 'skip = ["GONE"]' in (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    assert init({}, "check")[0] == 0


DIFFUSERS = {
    "src/diffusers/__init__.py": "",
    "src/diffusers/models/__init__.py": "",
    "src/diffusers/models/attention_dispatch.py": """import enum


class AttentionBackendName(enum.Enum):
    NATIVE = "native"


class _AttentionBackendRegistry:
    @classmethod
    def register(cls, backend, constraints=None, supports_context_parallel=False):
        return lambda function: function


@_AttentionBackendRegistry.register(AttentionBackendName.NATIVE)
def _native_attention(query, key, value, attn_mask=None):
    return query
""",
}


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


def test_a_large_tree_is_searched_without_parsing_all_of_it(init, monkeypatch):
    from docgen.static.source import tree

    parsed = []
    parse = tree.parse

    def recording(path, display, *reader):
        if not reader:  # the imports alone are read from the text
            parsed.append(display)
        return parse(path, display, *reader)

    monkeypatch.setattr(tree, "parse", recording)
    plain = {
        f"src/tool/plain{n}.py": "class A:\n    def run(self): ...\n\n\nclass B(A): ...\n" for n in range(20)
    }
    assert init({**BASES, **plain})[0] == 0
    assert not [name for name in parsed if "plain" in name]


def test_a_page_that_is_there_is_somebody_s(init, tmp_path):
    init({**SHAPES, "docs/support.md": "mine\n"})
    assert (tmp_path / "docs/support.md").read_text(encoding="utf-8") == "mine\n"
    assert (tmp_path / "docs/support-2.md").is_file()


def test_a_configuration_that_is_there_stays(init):
    status, _, err = init(FILES)
    assert status == 2
    assert "docgen.toml:1: there is a configuration already; to fix: edit it" in err


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"notes.txt": ""}, "no package (a directory with an __init__.py) under"),
        ({"pkg/__init__.py": "x = 1\n"}, "no registry and no base class"),
    ],
)
def test_nothing_to_document(init, files, message):
    status, _, err = init(files)
    assert status == 2
    assert message in err
    assert "Traceback" not in err


MODELS = {
    "zoo/__init__.py": "",
    "zoo/base.py": """import abc


class Model(abc.ABC):
    @property
    def supports_past(self) -> bool:
        return False

    @property
    @abc.abstractmethod
    def supports_many(self) -> bool: ...

    def fit(self):
        raise NotImplementedError


class Other:
    is_x = 1


class A(Other):
    is_x = 3


class B(Other): ...
""",
    "zoo/linear.py": """from zoo.base import Model


class Half(Model): ...


class Linear(Model):
    @property
    def supports_many(self) -> bool:
        return True


class Deep(Half):
    supports_many = False

    def fit(self): ...
""",
}


def test_properties_are_asked_of_objects_and_abstract_classes_are_no_rows(init, tmp_path):
    status, out, _ = init(MODELS)
    assert status == 0
    settings = (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    assert 'exclude = ["tests", "abstract"]' in settings
    assert 'probe = "object.__new__(cls).supports_many"' in settings
    assert 'probe = "overrides(cls, zoo.base.Model.fit)"' in settings
    assert "other tables, for docgen init --path: zoo.base.Other (2 classes)" in out
    page = (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    assert "Linear](" in page
    assert "Deep](" in page
    assert "Half" not in page
    assert init({}, "check")[0] == 0


@pytest.mark.parametrize(
    ("path", "kind"), [("zoo.base.Other", "subclasses"), ("zoo.linear", "members"), ("zoo.table.ALL", "dict")]
)
def test_a_path_says_what_rows_come_from(tmp_path, capsys, path, kind):
    table = "from zoo.linear import Deep, Linear\n\nALL = {'a': Linear, 'b': Deep}\n"
    write_tree(tmp_path, {**MODELS, "zoo/table.py": table})
    assert main(["init", "--root", str(tmp_path), "--path", path, "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    settings = (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    assert f'kind = "{kind}"\npath = "{path}"' in settings


def test_a_path_that_leads_nowhere_says_what_is_near(tmp_path, capsys):
    write_tree(tmp_path, MODELS)
    assert main(["init", "--root", str(tmp_path), "--path", "zoo.base.Modle"]) == 2
    assert "did you mean 'zoo.base.Model'?; to fix: docgen init --path" in capsys.readouterr().err


def test_a_column_of_which_nothing_is_known_is_left_out_with_its_reason(init, tmp_path):
    files = {
        **BASES,
        "src/tool/base.py": BASES["src/tool/base.py"].replace(
            "import enum\n", "import enum\nimport elsewhere\n"
        )
        + "\n    @classmethod\n    def supports_guess(cls):\n        return elsewhere.guess(cls)\n",
    }
    status, out, _ = init(files)
    assert status == 0
    assert "left out: guess: not known: elsewhere.guess() is outside the documented tree" in out
    assert "supports_guess()" not in (tmp_path / "docgen.toml").read_text(encoding="utf-8")


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
