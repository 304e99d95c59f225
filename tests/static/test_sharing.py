"""Results that scenarios share."""

from docgen.static.answers.sharing import Shared

ASSUMED = {"one": {"a": "1", "b": True}, "two": {"a": "1", "b": False}, "three": {"a": "2"}, "four": {}}


def computed_under(leaned):
    """The scenarios under which a result is computed that depends on these assumptions."""
    shared, computed = Shared(ASSUMED), []

    def compute(scenario):
        computed.append(scenario)
        return scenario, leaned

    found = [shared.under(scenario, lambda scenario=scenario: compute(scenario)) for scenario in ASSUMED]
    assert all(ASSUMED[found[at]].get(p) == ASSUMED[s].get(p) for at, s in enumerate(ASSUMED) for p in leaned)
    return computed


def test_it_is_computed_once_for_scenarios_that_agree_in_what_it_depends_on():
    assert computed_under(()) == ["one"]
    assert computed_under(("elsewhere",)) == ["one"]
    assert computed_under(("a",)) == ["one", "three", "four"]
    assert computed_under(("b",)) == ["one", "two", "three"]
    assert computed_under(("a", "b")) == ["one", "two", "three", "four"]
