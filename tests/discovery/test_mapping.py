"""Rows from a dictionary or a list of backends."""

import pytest
from rows import answers, introspected, places

from docgen.config.schema import DiscoveryKind, Scenario
from docgen.errors import ConfigError

SHAPES = """class Small:
    '''A small one.'''
    size = 1

    def __init__(self, model):
        self.model = model.weights.to(model.device)


class Large(Small):
    size = 2
"""
FILES = {
    "pkg/shapes.py": SHAPES,
    "pkg/more/__init__.py": "",
    "pkg/more/deep.py": "class Deep:\n    size = 3\n",
}


def found(root, registry, **options):
    files = {**FILES, "pkg/registry.py": registry}
    return introspected(root, files, DiscoveryKind.DICT, "pkg.registry.REGISTRY", **options)


@pytest.mark.parametrize(
    "value",
    [
        "'pkg.shapes.Small'",
        "'pkg.shapes:Small'",
        "'.shapes.Small'",
        "('pkg.shapes', 'Small')",
        "{'class': 'pkg.shapes.Small', 'err': 'pip install small'}",
        "shapes.Small",
        "make_small",
        "lambda model: shapes.Small(model)",
        "lambda: make_small",
        "shapes.Small if True else None",
        "functools.partial(shapes.Small, None)",
        "Registry.make",
    ],
)
def test_a_path_a_class_or_a_factory(tmp_path, value):
    text = f"""import functools

from pkg import shapes


def make_small(model, *, size=3):
    from pkg.shapes import Small as Chosen

    model.prepare()
    return Chosen(model)


class Registry:
    @staticmethod
    def make(model):
        return make_small(model)


REGISTRY = {{"small": {value}, "none": None, "large": shapes.Large}}
"""
    model = found(tmp_path, text)
    assert answers(model) == {"small": 1, "large": 2}
    assert [backend.object for backend in model.backends] == ["pkg.shapes.Small", "pkg.shapes.Large"]
    assert places(model)["small"] == "pkg/shapes.py:1"
    assert model.backends[0].summary == "A small one."


def test_a_factory_that_chooses_gives_both(tmp_path):
    text = """from pkg.shapes import Large, Small


def make(model):
    if model.is_large:
        return Large(model)
    return Small(model)


REGISTRY = {"either": make}
"""
    (backend,) = found(tmp_path, text).backends
    (cell,) = backend.cells["size"]
    assert sorted(each.value for each in cell.conditions) == [1, 2]


def test_what_a_factory_refuses_makes_nothing(tmp_path):
    text = """from pkg.shapes import Large, Small


def make(model):
    assert model.is_ready, "not ready"
    if model.is_odd:
        raise ValueError("odd")
    if model.is_small:
        from pkg.shapes import Small as Chosen
    else:
        raise ValueError("large")
    return Chosen(model)


REGISTRY = {"one": make}
"""
    assert answers(found(tmp_path, text)) == {"one": 1}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("unclear", "what make() makes is not known"),
        ("3", "the registered int is no class"),
        ("numpy.load('a')", "is outside the documented tree"),
        ("fails", "raises ValueError: no"),
    ],
)
def test_what_cannot_be_followed_is_a_row_of_unknown(tmp_path, value, reason):
    text = f"""import numpy

from pkg import shapes


def make(model):
    return model.make()


def fails():
    raise ValueError("no")


unclear = make
REGISTRY = {{"odd": {value}, "large": shapes.Large}}
"""
    model = found(tmp_path, text)
    assert answers(model) == {"odd": "UNKNOWN", "large": 2}
    assert reason in model.backends[0].cells["size"][0].reason


def test_a_path_that_leads_nowhere_is_a_finding(tmp_path):
    model = found(tmp_path, 'REGISTRY = {"gone": "pkg.gone.Gone", "other": "elsewhere.Other"}\n')
    assert answers(model) == {"gone": "UNKNOWN", "other": "UNKNOWN"}
    assert [finding.backend for finding in model.findings] == ["gone", "other"]


def test_a_module_that_is_missing_is_unavailable(tmp_path):
    text = 'REGISTRY = {"deep": ".more.deep.Deep", "small": "pkg.shapes.Small"}\n'
    files = {"pkg/more/deep.py": "import accel\n\n\nclass Deep:\n    size = 3\n"}
    scenarios = (Scenario(name="cpu", missing=("accel",)),)
    model = introspected(
        tmp_path,
        {**FILES, **files, "pkg/registry.py": text},
        DiscoveryKind.DICT,
        "pkg.registry.REGISTRY",
        scenarios=scenarios,
    )
    assert answers(model) == {"deep": "UNAVAILABLE", "small": 1}


def test_keys_may_be_members_of_an_enum_and_values_a_list(tmp_path):
    text = """import enum

from pkg.shapes import Large, Small


class Name(enum.Enum):
    SMALL = 1


REGISTRY = {Name.SMALL: Small, ("a", 1): Large}
"""
    assert answers(found(tmp_path, text)) == {"SMALL": 1, "a, 1": 2}
    assert answers(found(tmp_path, "from pkg.shapes import *\n\nREGISTRY = [Large, Small]\n")) == {
        "Large": 2,
        "Small": 1,
    }


def test_what_is_registered_after_the_fact_is_a_row(tmp_path):
    text = """REGISTRY = {}


def register(name):
    def keep(cls):
        REGISTRY[name] = cls
        return cls

    return keep


@register("one")
class One:
    size = 7
"""
    assert answers(found(tmp_path, text)) == {"one": 7}


def test_names_are_skipped_and_excluded(tmp_path):
    text = 'REGISTRY = {"a": "pkg.shapes.Small", "b": "pkg.shapes.Large"}\n'
    assert answers(found(tmp_path, text, skip=("a",))) == {"b": 2}
    with pytest.raises(ConfigError, match="has no entry c"):
        found(tmp_path, text, skip=("c",))


@pytest.mark.parametrize("text", ["REGISTRY = 3\n", "class REGISTRY: ...\n", "REGISTRY = input()\n"])
def test_what_is_no_registry_is_refused(tmp_path, text):
    with pytest.raises(ConfigError, match=r"pkg\.registry\.REGISTRY"):
        found(tmp_path, text)


def test_entries_of_a_list_that_have_one_name_are_rows_each(tmp_path):
    other = "import pkg.shapes\n\n\nclass Small(pkg.shapes.Small):\n    size = 5\n\n\ndef make():\n    return Small()\n"
    factory = "def make():\n    return pkg.shapes.Large()\n"
    registry = (
        "import pkg.other\nimport pkg.shapes\n\n\n"
        + factory
        + "\n\nREGISTRY = [pkg.shapes.Small, pkg.other.Small, pkg.shapes.Small, 'pkg.shapes.Large', make, pkg.other.make]\n"
    )
    files = {**FILES, "pkg/other.py": other, "pkg/registry.py": registry}
    model = introspected(tmp_path, files, DiscoveryKind.DICT, "pkg.registry.REGISTRY")
    assert answers(model) == {
        "pkg.shapes.Small": 1,
        "pkg.other.Small": 5,
        "Large": 2,
        "make (5)": 2,
        "make (6)": 5,
    }


MANY = "N = 0\n" + "".join(
    f"try:\n    import opt{n}\n    N += {1 << n}\nexcept ImportError:\n    pass\n" for n in range(7)
)


def test_a_registry_whose_import_cannot_be_followed_is_refused(tmp_path):
    text = f"{MANY}if N:\n    import pkg.more.deep\n" + 'REGISTRY = {"small": "pkg.shapes.Small"}\n'
    with pytest.raises(ConfigError, match="more combinations of conditions decide") as error:
        found(tmp_path, text)
    assert "under `installed` or `missing`" in str(error.value.remedy)


def test_the_assumptions_of_a_scenario_hold_where_the_registry_is_looked_up(tmp_path):
    text = f"{MANY}if N:\n    import pkg.more.deep\n" + 'REGISTRY = {"small": "pkg.shapes.Small"}\n'
    scenario = Scenario(name="plain", missing=tuple(f"opt{n}" for n in range(7)))
    assert answers(found(tmp_path, text, scenarios=(scenario,))) == {"small": 1}
