import msgspec
import pytest
from tiny_project import COLOURS, HOLLOW, ROUND, make_config

from docgen.config import Capability, Config, Scenario, Table
from docgen.config.scenario import Defaults


def test_without_scenarios_and_tables_there_is_one_of_each():
    config = make_config(scenario=(), table=())
    assert [scenario.name for scenario in config.scenarios] == ["default"]
    assert [(table.name, table.where) for table in config.tables] == [("support", {})]
    assert config.columns(config.tables[0]) == (COLOURS, ROUND, HOLLOW)


def test_columns_stand_in_the_tables_order():
    table = Table(name="t", title="T", columns=("round", "colours"))
    assert make_config().columns(table) == (ROUND, COLOURS)


def test_a_column_that_where_fixes_is_left_out():
    assert make_config().columns(Table(name="t", title="T", where={"round": True})) == (COLOURS, HOLLOW)


def test_the_variable_of_a_domain():
    assert (COLOURS.variable, ROUND.variable) == ("colour", None)


@pytest.mark.parametrize(
    ("struct", "data", "message"),
    [
        (Capability, {"key": "a b", "header": "", "probe": ""}, "not a Python identifier"),
        (
            Capability,
            {"key": "a", "header": "", "probe": "", "over": {"x": "a", "y": "b"}},
            "one is the most",
        ),
        (Capability, {"key": "a", "header": "", "probe": "", "over": {"cls": "a"}}, "cannot name a variable"),
        (Scenario, {"name": "a", "assume": {"a-b": "1"}}, "not a dotted name"),
        (Scenario, {"name": "a", "installed": ["x"], "missing": ["x"]}, "both installed and missing: x"),
        (Config, {"packages": ["a"], "discovery": {"kind": "enum", "path": "a b"}}, "not a dotted name"),
        (
            Config,
            {"packages": ["a"], "discovery": {"kind": "guess", "path": "a"}},
            "Invalid enum value 'guess'",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(struct, data, message):
    with pytest.raises(msgspec.ValidationError, match=message):
        msgspec.convert(data, struct)


def test_defaults_lie_beneath_every_scenario_and_the_one_of_none():
    defaults = Defaults(assume={"a.x": "1"})
    assert make_config(scenario=(), defaults=defaults).scenarios == (
        Scenario(name="default", assume={"a.x": "1"}),
    )
    named = make_config(scenario=(Scenario(name="s"),), defaults=defaults).named(["s"])
    assert named == (Scenario(name="s", assume={"a.x": "1"}),)
