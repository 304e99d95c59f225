"""One value that raises, or is unknown, affects only itself and not the cell: from the source and imported."""

import json
import re

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

SOURCE = '''import enum


class Layer(enum.Enum):
    LINEAR = 1
    LORA = 2
    MOE = 3


class Unsupported(Exception):
    pass


class StillUnsupported(Unsupported):
    pass


class Ops:
    @classmethod
    def builder(cls, layer):
        """Builds."""
        raise NotImplementedError

    @classmethod
    def fused(cls):
        raise StillUnsupported("not fused")


class Cuda(Ops):
    @classmethod
    def builder(cls, layer):
        return "builder"

    @classmethod
    def fused(cls):
        return True


class Plain(Ops):
    @classmethod
    def builder(cls, layer):
        if layer is Layer.LINEAR:
            return "builder"
        if layer is Layer.LORA:
            raise StillUnsupported(layer)
        raise KeyError("moe")


class Registry(enum.Enum):
    OPS = "pkg.ops.Ops"
    CUDA = "pkg.ops.Cuda"
    PLAIN = "pkg.ops.Plain"
'''
CONFIGURATION = """packages = ["pkg"]

[discovery]
kind = "enum"
path = "pkg.ops.Registry"

[[capability]]
key = "layers"
header = "Layers"
probe = "cls.builder(layer) is not None"
over = { layer = "pkg.ops.Layer" }
labels = { MOE = "experts" }
REFUSES

[[capability]]
key = "fused"
header = "Fused"
probe = "cls.fused()"
REFUSES

[[page]]
path = "docs/ops.md"
template = "attention_backends.md.j2"
"""


@pytest.fixture(params=["source", "imported"])
def cells(request, tmp_path, capsys):
    """For the names of exceptions that mean no, the cells of every backend."""

    def cells(*refuses):
        line = f"refuses = {json.dumps(refuses)}" if refuses else ""
        text = CONFIGURATION.replace("REFUSES", line)
        write_tree(tmp_path, {"docgen.toml": text, "pkg/__init__.py": "", "pkg/ops.py": SOURCE})
        options = ["--runtime"] if request.param == "imported" else []
        assert main(["export", "--quiet", "--root", str(tmp_path), *options]) == 0
        record = json.loads(capsys.readouterr().out)
        assert not [each for each in record["findings"] if each["rule"] == "static-runtime-conflict"]
        return {
            each["name"]: {key: cell for key, (cell,) in each["cells"].items()} for each in record["backends"]
        }

    return cells


def test_a_value_that_raises_is_not_known_and_the_others_are(cells):
    found = cells()
    assert found["CUDA"]["layers"]["value"] == ["LINEAR", "LORA", "MOE"]
    plain = found["PLAIN"]["layers"]
    assert (plain["state"], plain["value"], plain["holds"]) == ("unknown", None, ["LINEAR"])
    assert [each["value"] for each in plain["undecided"]] == ["LORA", "MOE"]
    lora, moe = (each["reason"] for each in plain["undecided"])
    assert lora.startswith("raises StillUnsupported")
    assert moe == "raises KeyError: 'moe'"
    assert plain["reason"] == f"LORA: {lora}; MOE: {moe}"
    # Where nothing is known of any value, for one reason, that is the answer's.
    assert found["OPS"]["layers"]["reason"] == "raises NotImplementedError"
    assert found["PLAIN"]["fused"]["state"] == "unknown"


@pytest.mark.parametrize("path", ["pkg.ops.Unsupported", "pkg.ops.StillUnsupported", "Exception"])
def test_an_exception_that_means_no_is_a_no(cells, path):
    found = cells(path)
    assert found["PLAIN"]["fused"]["value"] is False
    assert found["CUDA"]["fused"]["value"] is True
    plain = found["PLAIN"]["layers"]
    if path == "Exception":
        assert plain["value"] == ["LINEAR"]
        assert found["OPS"]["layers"]["value"] == []
    else:
        assert [each["value"] for each in plain["undecided"]] == ["MOE"]
        assert plain["reason"] == "MOE: raises KeyError: 'moe'"


def test_several_exceptions_mean_no(cells):
    found = cells("NotImplementedError", "pkg.ops.Unsupported", "LookupError")
    assert {name: row["layers"]["value"] for name, row in found.items()} == {
        "OPS": [],
        "CUDA": ["LINEAR", "LORA", "MOE"],
        "PLAIN": ["LINEAR"],
    }


def test_the_page_names_the_values_that_are_not_known(cells, tmp_path, capsys):
    cells()
    assert main(["build", "--quiet", "--root", str(tmp_path)]) == 0
    page = (tmp_path / "docs/ops.md").read_text("utf-8")
    assert re.search(r"\| LINEAR, \?<sup>\d</sup> +\|", page)
    assert "experts: raises KeyError: 'moe'" in page


def test_each_value_hangs_on_a_condition_of_its_own(tmp_path, capsys):
    source = """import outside


class Base:
    @classmethod
    def has(cls, operation):
        if operation in outside.extra(cls):
            return True
        return False

    @classmethod
    def fits(cls, size):
        if size == 1:
            return True
        return bool(outside.room > size) if size > 2 else False
"""
    text = """packages = ["pkg"]

[discovery]
kind = "members"
path = "pkg.base"

[[capability]]
key = "ops"
header = "Ops"
probe = "cls.has(op)"
over = { op = ["1", "2", "3", "4", "5", "6", "7"] }

[[capability]]
key = "sizes"
header = "Sizes"
probe = "cls.fits(size)"
over = { size = ["1", "2", "3", "4", "5"] }
"""
    metadata = {"requirements.txt": "outside"}
    write_tree(tmp_path, {**metadata, "docgen.toml": text, "pkg/__init__.py": "", "pkg/base.py": source})
    assert main(["export", "--quiet", "--root", str(tmp_path)]) == 0
    (row,) = json.loads(capsys.readouterr().out)["backends"]
    (ops,), (sizes,) = row["cells"]["ops"], row["cells"]["sizes"]
    assert ops["reason"] == "each value only when operation in outside.extra(cls)"
    assert [each["value"] for each in ops["undecided"]] == [1, 2, 3, 4, 5, 6, 7]
    assert (sizes["holds"], [each["value"] for each in sizes["undecided"]]) == ([1], [3, 4, 5])
    assert main(["show", "--quiet", "--root", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "each value only when operation in outside.extra(cls)" in shown
    assert len(shown) < 1000
