"""Answers that JSON cannot hold survive the cache, every command and every form of report, and never turn into null."""

import json
import shutil

import pytest

from docgen.cli.main import main
from docgen.reporters.forms import CHECKS, DIFFERENCES

ODD = {
    "huge": ("2 ** 64", "int:18446744073709551616"),
    "low": ("-2 ** 63 - 1", "int:-9223372036854775809"),
    "largest": ("2 ** 64 - 1", 2**64 - 1),
    "enormous": ("16 ** 5000", "int:0x1" + "0" * 5000),
    "infinite": ("float('inf')", "float:inf"),
    "below": ("-float('inf')", "float:-inf"),
    "undefined": ("float('nan')", "float:nan"),
    "half": (r"'\ud800'", "str:\\ud800"),
    "nul": (r"'\0\x1b'", "\0\x1b"),
    "data": (r"b'\xff\0'", "bytes:ff 00"),
    "imaginary": ("1j", "complex:1j"),
    "dots": ("...", "Ellipsis"),
    "declined": ("NotImplemented", "NotImplemented"),
    "list_of": (
        r"[2 ** 70, float('inf'), '\udfff', None]",
        ["int:1180591620717411303424", "float:inf", "str:\\udfff", None],
    ),
    "table_of": (
        r"{2 ** 70: 1j, '\ud800': b''}",
        {"int:1180591620717411303424": "complex:1j", "str:\\ud800": "bytes:"},
    ),
}
FAILING = {
    "says_half": r"raise ValueError('\ud800')",
    "says_much": "raise ValueError('x' * 10 ** 5)",
    "says_huge": "raise ValueError(10 ** 5000)",
    "says_deep": "x = []\n        x.append(x)\n        raise ValueError(x)",
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    columns = "".join(f'[[capability]]\nkey = "{k}"\nheader = "{k}"\nprobe = "cls.{k}"\n' for k in ODD)
    columns += "".join(f'[[capability]]\nkey = "{k}"\nheader = "{k}"\nprobe = "cls.{k}()"\n' for k in FAILING)
    body = "".join(f"    {name} = {text}\n" for name, (text, _) in ODD.items())
    body += "".join(
        f"    @staticmethod\n    def {name}():\n        {text}\n" for name, text in FAILING.items()
    )
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/__init__.py").write_text("")
    (tmp_path / "pkg/main.py").write_text(
        f"import enum\nclass Registry(enum.Enum):\n    B = 'pkg.main.Backend'\nclass Backend:\n    '\\ud800'\n{body}"
    )
    (tmp_path / "docgen.toml").write_text(
        'packages = ["pkg"]\n[discovery]\nkind = "enum"\npath = "pkg.main.Registry"\n'
        '[[page]]\npath = "page.md"\ntemplate = "attention_backends.md.j2"\n'
        "[[capability]]\nkey = 'takes'\nheader = 'Takes'\nprobe = 'x != 1'\n"
        'over = { x = ["2 ** 64", "float(1e999)", "b\'a\'", "1"] }\n'
        f'[[list]]\nkey = "numbers"\ntitle = "Numbers"\nexpression = "[2 ** 64, float(1e999)]"\n{columns}'
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def exported(capsys, *options):
    main(["export", *options])
    (backend,) = json.loads(capsys.readouterr().out)["backends"]
    return {key: cell for key, (cell,) in backend["cells"].items()}


def test_each_is_a_tagged_text_computed_and_recalled(root, capsys):
    for _ in ("computed", "recalled"):
        cells = exported(capsys)
        assert {key: cells[key]["value"] for key in ODD} == {key: value for key, (_, value) in ODD.items()}
        assert {cells[key]["state"] for key in ODD} == {"known"}
        reasons = {key: cells[key]["reason"] for key in FAILING}
        assert all(reason.startswith("raises ValueError") for reason in reasons.values())
        assert max(map(len, reasons.values())) < 1000


def test_the_imported_class_says_the_same(root, capsys):
    cells = exported(capsys, "--runtime")
    assert {key: cells[key]["value"] for key in ODD} == {key: value for key, (_, value) in ODD.items()}


def test_every_command_and_form_survives(root, capsys):
    assert main(["build"]) == 0
    assert main(["show"]) == 0
    page = root / "page.md"
    page.write_text(page.read_text().replace("Ellipsis", "dots"))
    for form in CHECKS:
        assert main(["check", "--format", form]) == 1
    shutil.copytree(root / "pkg", root / "before/pkg")
    shutil.copy(root / "docgen.toml", root / "before")
    source = root / "pkg/main.py"
    source.write_text(source.read_text().replace("2 ** 64\n", "2 ** 65\n"))
    for form in DIFFERENCES:
        capsys.readouterr()
        assert main(["diff", "before", ".", "--format", form]) == 1
        assert "36893488147419103232" in capsys.readouterr().out
