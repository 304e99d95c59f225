"""Modules that a discovery searches, and errors in its configuration."""

import pytest
from rows import answers, introspected

from docgen.config import load_config
from docgen.config.schema import DiscoveryKind
from docgen.errors import ConfigError
from docgen.model.cell import State

CLASS = "from pkg.base import Base\n\n\nclass {name}(Base): ...\n"
FILES = {
    "pkg/base.py": "class Base:\n    size = 0\n",
    "pkg/models/__init__.py": "",
    "pkg/models/a/__init__.py": "",
    "pkg/models/a/modeling_a.py": CLASS.format(name="A"),
    "pkg/models/a/tokenization_a.py": CLASS.format(name="Token"),
    # A directory without `__init__.py` is a package as well.
    "pkg/models/b/modeling_b.py": CLASS.format(name="B"),
    "pkg/Models/c/modeling_c.py": CLASS.format(name="C"),
}


@pytest.mark.parametrize(
    ("patterns", "rows"),
    [
        (("pkg.models.*.modeling_*",), ["A", "B"]),
        (("pkg.models.b.*", "pkg.models.a.tok*"), ["Token", "B"]),
        (("pkg.models.a.modeling_a", "*.modeling_a"), ["A"]),
        (("pkg.Models.*",), ["C"]),
        (("pkg.base",), ["Base"]),
    ],
)
def test_patterns_are_of_dotted_names(tmp_path, patterns, rows):
    model = introspected(tmp_path, FILES, DiscoveryKind.SUBCLASSES, "pkg.base.Base", patterns)
    assert list(answers(model)) == rows


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("pkg.base.Bas", "nothing to discover at pkg.base.Bas: "),
        ("pkg.bases.Base", "nothing to discover at pkg.bases.Base: "),
        ("elsewhere.Base", "elsewhere.Base"),
    ],
)
@pytest.mark.parametrize("kind", [kind for kind in DiscoveryKind if kind is not DiscoveryKind.ENTRY_POINTS])
def test_a_path_that_leads_nowhere_is_refused(tmp_path, kind, path, reason):
    modules = ("pkg.*",) if kind in {DiscoveryKind.SUBCLASSES, DiscoveryKind.DECORATOR} else ()
    with pytest.raises(ConfigError) as refused:
        introspected(tmp_path, FILES, kind, path, modules)
    assert reason in str(refused.value)
    assert "`path` under [discovery]" in str(refused.value)


def test_which_class_a_path_leads_to_may_depend_on_the_path_that_is_run(tmp_path):
    files = {
        "pkg/registry.py": 'import enum\n\n\nclass Registry(enum.Enum):\n    ONE = "pkg.api.One"\n',
        "pkg/small.py": "class One:\n    size = 1\n",
        "pkg/large.py": "class One:\n    size = 2\n",
        "pkg/api.py": """import os

if os.path.exists("/large"):
    from pkg.large import One
else:
    from pkg.small import One
""",
    }
    model = introspected(tmp_path, files, DiscoveryKind.ENUM, "pkg.registry.Registry")
    (cell,) = model.backends[0].cells["size"]
    assert cell.state is not State.KNOWN
    assert sorted(c.value for c in cell.conditions) == [1, 2]


@pytest.mark.parametrize(
    ("discovery", "message"),
    [
        ('kind = "enum"\npath = "pkg.R"\nmodules = ["pkg.*"]', "discovery of kind 'enum' needs no `modules`"),
        ('kind = "subclasses"\npath = "pkg.B"', "discovery of kind 'subclasses' needs `modules`"),
        ('kind = "decorator"\npath = "pkg.f"', "discovery of kind 'decorator' needs `modules`"),
        ('kind = "decorator"\npath = "pkg.f"\nmodules = []', "discovery of kind 'decorator' needs `modules`"),
        ('kind = "enum"\npath = "pkg.R()"', "discovery path: 'pkg.R()' is not a dotted name"),
        ('kind = "entry_points"\npath = "pkg.R"', "no such name: 'entry_points'"),
        ('kind = "enum"', "the key `path` is missing; to fix: add `path`"),
    ],
)
def test_a_wrong_configuration_is_refused_with_its_line(tmp_path, discovery, message):
    (tmp_path / "docgen.toml").write_text(f'packages = ["pkg"]\n\n[discovery]\n{discovery}\n')
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path)
    assert message in str(refused.value)
    assert str(refused.value).startswith("docgen.toml:")


def test_a_package_may_give_the_name_of_a_module_to_something_else(tmp_path):
    files = {
        **FILES,
        "pkg/__init__.py": "import pkg.base\n\nbase = ['Base']\n",
        "pkg/models/d.py": CLASS.format(name="D"),
    }
    model = introspected(tmp_path, files, DiscoveryKind.SUBCLASSES, "pkg.base.Base", ("pkg.models.d",))
    assert list(answers(model)) == ["D"]
