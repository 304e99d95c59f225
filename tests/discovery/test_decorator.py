"""Rows from calls of a registering decorator."""

import pytest
from rows import answers, introspected, places

from docgen.config.schema import DiscoveryKind, Scenario
from docgen.errors import ConfigError, SourceError

REGISTRY = """import enum


class Name(str, enum.Enum):
    FLASH = "flash"
    NATIVE = "native"


class Registry:
    _all = {}

    @classmethod
    def register(cls, name, checks=None, *, parallel=False, size=4):
        def keep(function):
            cls._all[name] = function
            return function

        return keep


def register(name="", size=1):
    return lambda registered: registered


def unrelated(name):
    return lambda function: function
"""
CHECKS = "def one(): ...\n\n\ndef two(): ...\n\n\n"


def found(root, text, path="pkg.code.Registry.register", probe="size", **options):
    files = {"pkg/registry.py": REGISTRY, "pkg/code.py": text}
    return introspected(root, files, DiscoveryKind.DECORATOR, path, ("pkg.code",), probe, **options)


METHOD = f"""{REGISTRY}

{CHECKS}@Registry.register(Name.FLASH, checks=[one, two], parallel=True, size=2)
def _flash():
    '''Fast.'''


@Registry.register(
    Name.NATIVE,
)
def _native(): ...


@unrelated("other")
def _other(): ...


@unrelated
def _bare(): ...


def _plain(): ...
"""


def test_rows_are_what_a_classmethod_registers(tmp_path):
    model = found(tmp_path, METHOD)
    assert answers(model) == {"FLASH": 2, "NATIVE": 4}
    assert places(model)["FLASH"].startswith("pkg/code.py:")
    assert [backend.object for backend in model.backends] == ["pkg.code._flash", "pkg.code._native"]
    assert model.backends[0].summary == "Fast."


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        ("parallel", {"FLASH": True, "NATIVE": False}),
        ("[check.__name__ for check in checks or []]", {"FLASH": ["one", "two"], "NATIVE": []}),
        ("name.value", {"FLASH": "flash", "NATIVE": "native"}),
        ("cls.__name__", {"FLASH": "_flash", "NATIVE": "_native"}),
    ],
)
def test_a_probe_sees_the_arguments_defaults_included(tmp_path, probe, expected):
    assert answers(found(tmp_path, METHOD, probe=probe)) == expected


@pytest.mark.parametrize(
    ("imports", "decorator"),
    [
        ("from pkg.registry import Name, Registry", "Registry.register"),
        ("from .registry import Name, Registry as R", "R.register"),
        ("import pkg.registry; from pkg.registry import Name", "pkg.registry.Registry.register"),
    ],
)
def test_a_registry_that_other_modules_fill_loses_no_row(tmp_path, imports, decorator):
    text = f"{imports}\n\n\n@{decorator}(Name.FLASH, size=2)\ndef _flash(): ...\n"
    model = found(tmp_path, text, path="pkg.registry.Registry.register")
    assert answers(model) == {"FLASH": 2}


def test_a_plain_function_registers_functions_and_classes(tmp_path):
    text = """import pkg.registry
from pkg import registry as r


@pkg.registry.register("first", size=7)
def one(): ...


@r.register(size=8)
class Two: ...


@r.unrelated("x")
@r.register("third")
async def three(): ...
"""
    model = found(tmp_path, text, path="pkg.registry.register")
    assert answers(model) == {"first": 7, "Two": 8, "third": 1}


def test_names_fall_back_to_what_is_decorated(tmp_path):
    text = "from pkg.registry import register\n\n\n@register(3)\ndef three(): ...\n"
    assert answers(found(tmp_path, text, path="pkg.registry.register", probe="name")) == {"three": 3}


def test_a_decorator_of_the_same_name_is_another(tmp_path):
    text = """from pkg.registry import register


def mine():
    def register(name):
        return lambda function: function
    return register


@mine()("not a row")
def one(): ...


@register("a row")
def two(): ...
"""
    assert answers(found(tmp_path, text, path="pkg.registry.register")) == {"a row": 1}


def test_a_class_asks_its_probe(tmp_path):
    text = """from pkg.registry import register


@register("a")
class Asked:
    @classmethod
    def supports(cls):
        return True
"""
    assert answers(found(tmp_path, text, path="pkg.registry.register", probe="cls.supports()")) == {"a": True}


def test_a_path_that_leads_to_no_function_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"pkg\.code\.Registry is no function"):
        found(tmp_path, METHOD, path="pkg.code.Registry")


def test_a_module_that_is_not_python_stops_the_run(tmp_path):
    with pytest.raises(SourceError, match=r"pkg/code\.py:1: not Python"):
        found(tmp_path, "def one(:\n", path="pkg.registry.register")


def test_a_registration_whose_module_cannot_be_imported_keeps_its_name_and_says_so(tmp_path):
    scenarios = (Scenario(name="cpu", missing=("accel",)),)
    rows = answers(found(tmp_path, f"import accel\n{METHOD}", scenarios=scenarios))
    assert rows == {"FLASH": "UNAVAILABLE", "NATIVE": "UNAVAILABLE"}


COSTLY = """import functools


def register(name):
    def keep(function):
        for _ in range(SPINS):
            pass
        return function

    return keep


def same(name):
    for _ in range(SPINS):
        pass
    return name


@register(same("slow"))
def make_slow():
    for _ in range(200000):
        pass


@register(same("quick"))
def make_quick():
    return 3
"""


@pytest.mark.parametrize("spins", ["10", "7000", "12000"])
@pytest.mark.parametrize("probe", ["3", "cls()", "name"])
def test_a_name_does_not_depend_on_what_was_read_or_asked_before(tmp_path, spins, probe):
    text = COSTLY.replace("SPINS", spins)
    model = introspected(
        tmp_path, {"pkg/code.py": text}, DiscoveryKind.DECORATOR, "pkg.code.register", ("pkg.code",), probe
    )
    assert [backend.name for backend in model.backends] == ["slow", "quick"]


def test_only_modules_whose_text_names_the_decorator_are_read_and_other_names_count(tmp_path, monkeypatch):
    from docgen.static.source import tree

    monkeypatch.setattr("docgen.discovery.decorator.FEW", 0)
    parsed = []
    parse = tree.parse
    monkeypatch.setattr(
        tree, "parse", lambda path, display, *rest: parsed.append(display) or parse(path, display, *rest)
    )
    files = {
        "pkg/registry.py": REGISTRY,
        "pkg/code/__init__.py": "",
        "pkg/code/names.py": "from pkg import registry\nfrom pkg.registry import register as enlist\n\nnoted = registry.register\n",
        "pkg/code/a.py": "from pkg.code.names import enlist\n\n\n@enlist('a')\ndef one(): ...\n",
        "pkg/code/b.py": "from pkg.code import names\n\n\n@names.noted('b')\ndef two(): ...\n",
        "pkg/code/c.py": "def three(): ...\n",
    }
    model = introspected(
        tmp_path, files, DiscoveryKind.DECORATOR, "pkg.registry.register", ("pkg.code.*",), "name"
    )
    assert answers(model) == {"a": "a", "b": "b"}
    assert "pkg/code/c.py" not in parsed
