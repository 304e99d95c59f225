"""`docgen init` on trees of a few files: what it finds, and that the check passes at once."""

from __future__ import annotations

import pytest
from small_trees import BASES, MODELS, SHAPES
from tiny_project import FILES, write_tree

from docgen.cli.main import main


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


def test_a_large_tree_is_searched_without_parsing_all_of_it(init, monkeypatch):
    from docgen.static.source import tree

    parsed = []
    parse = tree.parse

    def recording(path, display, *reader):
        if tree.imports not in reader:  # these alone are read from the text
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


def test_a_class_method_that_gives_a_literal_is_asked_for_its_value(init, tmp_path):
    base = """
class Backend:
    @classmethod
    def supports_sink(cls): return False
    @classmethod
    def head_sizes(cls):
        "Sizes of heads."
        return [64, 128]
    @classmethod
    def builder(cls): return Builder
    @classmethod
    def nothing(cls): pass
    @classmethod
    def unhashable(cls): return {[]: 1}
class Builder: pass
"""
    below = """
from pkg.base import Backend
class A(Backend):
    @classmethod
    def supports_sink(cls): return True
class B(Backend):
    @classmethod
    def head_sizes(cls): return [*super().head_sizes(), 256]
    @classmethod
    def builder(cls): return int
    @classmethod
    def nothing(cls): return 1
    @classmethod
    def unhashable(cls): return 1
"""
    assert init({"pkg/__init__.py": "", "pkg/base.py": base, "pkg/below.py": below})[0] == 0
    settings = (tmp_path / "docgen.toml").read_text(encoding="utf-8")
    assert 'header = "Head sizes"\nprobe = "cls.head_sizes()"' in settings
    for name in ("builder", "nothing", "unhashable"):
        probe = f"overrides(cls, pkg.base.Backend.{name})"
        assert f'header = "Overrides {name}"\nprobe = "{probe}"' in settings
    assert "64, 128, 256" in (tmp_path / "docs/support.md").read_text(encoding="utf-8")


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
