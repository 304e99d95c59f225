"""Names that the configuration defines: each means its expression, and what no row changes is computed once."""

from __future__ import annotations

import msgspec
import pytest
from tiny_project import FILES, write_tree

from docgen.config import load_config
from docgen.config.definitions import inlined
from docgen.config.expressions import refuse_broken
from docgen.errors import ConfigError
from docgen.project.cache import Cache
from docgen.project.introspection import asked, introspect
from docgen.runtime.child import ask
from docgen.static.answers.definitions import Definitions
from docgen.static.answers.questions import Questioner
from docgen.static.source import extent
from tests.runtime.support import QUICK

ORDER = "shapes.world.preferred()"
ROUND = 'probe = "cls.is_round()"'


def project(root, definitions: dict[str, str], probe: str, files: dict[str, str] = FILES):
    """The tiny project with definitions, and with another probe of its second capability."""
    lines = "".join(f"{name} = '''{text}'''\n" for name, text in definitions.items())
    text = FILES["docgen.toml"].replace(ROUND, f"probe = '''{probe}'''") + f"\n[define]\n{lines}"
    return write_tree(root, files | {"docgen.toml": text})


def answers(root) -> dict[tuple[str, str], object]:
    model = introspect(root, load_config(root))
    return {
        (backend.name, scenario): (cell.state.value, cell.value, cell.reason)
        for backend in model.backends
        for cell in backend.cells["round"]
        for scenario in cell.scenarios
    }


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize(
    ("definitions", "probe"),
    [
        ({"order": ORDER}, "cls.__name__.upper() in order"),
        ({"order": ORDER}, "[*order, cls.__name__]"),
        ({"order": ORDER, "first": "order[0]"}, "first == cls.__name__.upper()"),
        ({"pair": "(shapes.world.dimensions, None)"}, "cls.is_round() and pair[0] == 2"),
        ({"red": "shapes.colours.Colour.RED"}, "cls.supports_colour(red)"),
        ({"order": ORDER}, "(order.append(1), len(order))[1]"),
        ({"number": "shapes.world.dimensions"}, "[number, number + 1, 2**70 * number]"),
        # What is not known stays unknown for the same reason, and only where the name is used.
        ({"absent": "shapes.world.missing"}, "cls.is_round() or absent"),
        ({"outside": "elsewhere.setting()"}, "[outside, 1]"),
        ({"outside": "elsewhere.setting()"}, "cls.is_round() or outside"),
    ],
)
def test_a_name_means_its_expression(tmp_path, monkeypatch, definitions, probe, large):
    monkeypatch.setattr(extent, "SMALL", 0 if large else 128)
    root = project(tmp_path / "named", definitions, probe)
    expanded = inlined(probe, load_config(root))
    assert not any(name in expanded.split() for name in definitions)
    assert answers(root) == answers(project(tmp_path / "written", {}, expanded))


def test_a_value_is_computed_once_and_kept_until_its_sources_change(tmp_path, monkeypatch):
    monkeypatch.setattr(extent, "SMALL", 0)
    root = project(tmp_path / "tree", {"order": ORDER}, "cls.__name__.upper() in order")
    computed, rows = [], []
    settle = Definitions.settle

    def counted(self, name, scenarios):
        computed.append(name)
        found = settle(self, name, scenarios)
        assert len(found) == len(scenarios)
        return found

    monkeypatch.setattr(Definitions, "settle", counted)

    def values() -> dict[str, list[object]]:
        config = load_config(root)
        rows.clear()
        model, _ = Cache(tmp_path / "cache").model(
            root, config, None, lambda recalled: asked(root, config, None, rows.append, recalled)
        )
        return {b.name: [cell.value for cell in b.cells["round"]] for b in model.backends}

    assert values() == {"CIRCLE": [True, False], "SQUARE": [True]}
    assert computed == ["order"]
    write_tree(root, {"shapes/circle.py": FILES["shapes/circle.py"] + "\nedited = True\n"})
    assert values() == {"CIRCLE": [True, False], "SQUARE": [True]}
    assert (computed, rows) == (["order"], ["CIRCLE"])
    write_tree(root, {"shapes/world.py": FILES["shapes/world.py"].replace('["SQUARE"]', '["CIRCLE"]')})
    assert values() == {"CIRCLE": [True], "SQUARE": [True, False]}
    assert (computed, rows) == (["order", "order"], ["CIRCLE", "SQUARE"])


@pytest.mark.parametrize(
    ("definition", "times"),
    [("shapes.world.dimensions > 1", 1), ("shapes.world.dimensions > 2", 2), ("shapes.colours is None", 1)],
)
def test_answers_depend_on_the_value_whatever_decides_it(tmp_path, monkeypatch, definition, times):
    monkeypatch.setattr(extent, "SMALL", 0)
    computed = []
    compute = Questioner._answer

    def counted(self, _compute, fallback, scenario, parts):
        computed.append(scenario)
        return compute(self, _compute, fallback, scenario, parts)

    monkeypatch.setattr(Questioner, "_answer", counted)
    root = project(tmp_path, {"thick": definition}, "thick and cls.is_round()")
    config = load_config(root)
    introspect(root, msgspec.structs.replace(config, capability=config.capability[1:], list=()))
    assert len(computed) == 2 * times


@pytest.mark.parametrize(
    ("definitions", "probe", "word"),
    [
        ({"cls": "1"}, "cls", "cls"),
        ({"shapes": "1"}, "shapes", "shapes"),
        ({"a b": "1"}, "cls.is_round()", "a b"),
        ({"class": "1"}, "cls.is_round()", "class"),
        ({"order": "1"}, "[order for order in (1, 2)]", "order"),
        ({"order": "1"}, "(lambda order: order)(1)", "order"),
        ({"colour": "1"}, "cls.is_round()", "colour"),
        ({"order": "1 +"}, "cls.is_round()", "1 +"),
    ],
)
def test_a_name_that_could_mean_something_else_is_refused(tmp_path, definitions, probe, word):
    quoted = {f'"{name}"': text for name, text in definitions.items()}
    config = load_config(project(tmp_path, quoted, probe))
    with pytest.raises(ConfigError, match=word):
        refuse_broken(config)


def test_the_imported_class_is_asked_with_the_same_expressions(tmp_path):
    root = project(tmp_path, {"order": ORDER}, "cls.__name__.upper() in order")
    config = load_config(root)
    model = ask(root, config, limits=QUICK)
    found = {
        (backend.name, scenario): cell.value
        for backend in model.backends
        for cell in backend.cells["round"]
        for scenario in cell.scenarios
    }
    assert found == {key: value for key, (_, value, _) in answers(root).items()}
