"""Assumptions that scenarios share."""

from docgen.config.scenario import Defaults, Scenario

DEFAULTS = Defaults(assume={"a.x": "1", "a.y": "2"}, installed=("p", "q"), missing=("r",))


def test_a_scenario_has_the_defaults():
    both = DEFAULTS.beneath(Scenario(name="s"))
    assert both == Scenario(name="s", assume=DEFAULTS.assume, installed=("p", "q"), missing=("r",))


def test_what_a_scenario_says_itself_counts_more():
    own = Scenario(name="s", assume={"a.y": "3", "a.z": "4"}, installed=("r", "t"), missing=("q",))
    both = DEFAULTS.beneath(own)
    assert both.assume == {"a.x": "1", "a.y": "3", "a.z": "4"}
    assert both.installed == ("p", "r", "t")
    assert both.missing == ("q",)
