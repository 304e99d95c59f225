"""The answers by capability: who has it, where it runs with it, since when, and of whom it is not known."""

import msgspec
from tiny_project import (
    COLOURS,
    ROUND,
    SCENARIOS,
    known,
    make_backend,
    make_config,
    make_model,
    unavailable,
    unknown,
)

from docgen.config import Scenario
from docgen.model.history import BackendHistory, History, Mark, Moment, Thread
from docgen.rendering.by_capability import NOWHERE, Holder, by_capability


def views(*backends, config=None, history=None):
    found = by_capability(config or make_config(capability=(COLOURS, ROUND)), make_model(*backends), history)
    return {view.header: {value.value: value for value in view.values} for view in found}


def test_each_value_has_those_that_support_it_and_where():
    partly = (known(["RED"], "rocm"), known([], "cuda-8.0", "cuda-9.0"))
    found = views(make_backend("CIRCLE", ["RED", "BLUE"]), make_backend("SQUARE", partly))["Colours"]
    assert found["red"].holders == (Holder("CIRCLE"), Holder("SQUARE", "rocm"))
    assert found["blue"].holders == (Holder("CIRCLE"),)


def test_values_with_the_same_backends_stand_together():
    found = views(make_backend("CIRCLE", ["RED", "BLUE"]), make_backend("SQUARE", ["RED", "BLUE"]))["Colours"]
    assert [*found] == ["red, blue"]
    assert found["red, blue"].holders == (Holder("CIRCLE"), Holder("SQUARE"))


def test_a_yes_or_no_has_no_value_and_unknown_is_no_no():
    found = views(
        make_backend("CIRCLE", is_round=True),
        make_backend("OPEN", is_round=unknown("a network call")),
        make_backend("SQUARE", is_round=False),
        make_backend("GONE", is_round=unavailable()),
    )["Round"][""]
    assert found.holders == (Holder("CIRCLE"),)
    assert found.unknown == ("OPEN",)


def test_a_backend_counts_where_it_runs():
    scenarios = tuple(
        Scenario(name=name, needs={"colours": "RED"} if name == "rocm" else {}) for name in SCENARIOS
    )
    config = make_config(capability=(COLOURS, ROUND), scenario=scenarios)
    found = views(make_backend("BLUE_ONE", ["BLUE"], is_round=True), config=config)["Round"][""]
    assert found.holders == (Holder("BLUE_ONE", "cuda"),)
    everywhere = tuple(msgspec.structs.replace(each, needs={"colours": "RED"}) for each in scenarios)
    config = make_config(capability=(COLOURS, ROUND), scenario=everywhere)
    found = views(make_backend("BLUE_ONE", ["BLUE"], is_round=True), config=config)["Round"][""]
    assert found.holders == (Holder("BLUE_ONE", NOWHERE),)


def test_since_is_the_release_after_the_last_that_did_not_say_yes():
    def thread(*marks: Mark, value=None, capability="round") -> Thread:
        return Thread(capability, SCENARIOS, tuple(map(Moment, marks)), value)

    yes, no, gone = Mark.YES, Mark.NO, Mark.UNAVAILABLE
    threads = (
        thread(yes, no, yes),
        thread(no, yes, yes, value="RED", capability="colours"),
        thread(yes, yes, yes, value="BLUE", capability="colours"),
        thread(yes, no, no, value="GREEN", capability="colours"),
    )
    history = History(
        ("1", "2", "3"), SCENARIOS, (BackendHistory("CIRCLE", ("CIRCLE",) * 3, (None,) * 3, threads),)
    )
    found = views(make_backend("CIRCLE", ["RED", "BLUE"], is_round=True), history=history)
    assert found["Round"][""].holders == (Holder("CIRCLE", since="3"),)
    assert found["Colours"]["red"].holders == (Holder("CIRCLE", since="2"),)
    # What the oldest release has may be older.
    assert found["Colours"]["blue"].holders == (Holder("CIRCLE"),)
    other = thread(gone, gone, yes)
    history = History(
        ("1", "2", "3"), SCENARIOS, (BackendHistory("CIRCLE", ("CIRCLE",) * 3, (None,) * 3, (other,)),)
    )
    assert views(make_backend("CIRCLE", is_round=True), history=history)["Round"][""].holders[0].since == "3"


def test_backends_with_the_same_places_stand_together():
    partly = (known(["RED"], "rocm"), known([], "cuda-8.0", "cuda-9.0"))
    found = views(
        make_backend("SQUARE", partly), make_backend("CIRCLE", ["RED"]), make_backend("CUBE", partly)
    )
    places = found["Colours"]["red"].places
    assert [(each.where, [holder.backend for holder in each.holders]) for each in places] == [
        ("rocm", ["SQUARE", "CUBE"]),
        ("", ["CIRCLE"]),
    ]
