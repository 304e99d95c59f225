import msgspec
import pytest
from tiny_project import SCENARIOS, known, make_backend, make_config, make_model, unavailable, unknown

from docgen.comparison.models import compare
from docgen.model.change import ChangeKind
from docgen.model.support import ListAnswer


def changes(before, after, config=None):
    found = compare(before, after, config or make_config()).changes
    return [(each.kind, each.backend, each.capability, each.scenarios, each.values) for each in found]


def test_a_model_does_not_differ_from_itself():
    assert changes(make_model(), make_model()) == []


def test_values_are_told_apart_by_scenario_and_joined_where_the_scenarios_agree():
    before = make_model(make_backend("CIRCLE", ["RED"]))
    split = (known(["BLUE"], "cuda-8.0"), known(["RED", "BLUE"], "cuda-9.0", "rocm"))
    after = make_model(make_backend("CIRCLE", split))
    assert changes(before, after) == [
        (ChangeKind.GAINED, "CIRCLE", "colours", SCENARIOS, ("BLUE",)),
        (ChangeKind.LOST, "CIRCLE", "colours", ("cuda-8.0",), ("RED",)),
    ]


def test_places_stand_on_both_sides():
    before = make_model(make_backend("CIRCLE", is_round=known(True, line=4)))
    after = make_model(make_backend("CIRCLE", is_round=known(False, line=40)))
    (change,) = compare(before, after, make_config()).changes
    assert (str(change.before_location), str(change.after_location)) == (
        "shapes/circle.py:4",
        "shapes/circle.py:40",
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["CIRCLE"], ["CIRCLE", "SQUARE"], [(ChangeKind.BACKEND_ADDED, "SQUARE")]),
        (["CIRCLE", "SQUARE"], ["SQUARE"], [(ChangeKind.BACKEND_REMOVED, "CIRCLE")]),
        (
            ["CIRCLE"],
            ["ROUND"],
            [(ChangeKind.BACKEND_ADDED, "ROUND"), (ChangeKind.BACKEND_REMOVED, "CIRCLE")],
        ),
    ],
)
def test_backends_come_and_go(before, after, expected):
    sides = (make_model(*(make_backend(name) for name in names)) for names in (before, after))
    assert [change[:2] for change in changes(*sides)] == expected


def test_one_class_under_another_name_is_renamed_and_its_answers_are_compared():
    renamed = msgspec.structs.replace(make_backend("CIRCLE", is_round=True), name="DISC")
    before, after = make_model(make_backend("CIRCLE")), make_model(renamed)
    (name, gain) = compare(before, after, make_config()).changes
    assert (name.kind, name.was, name.now) == (ChangeKind.BACKEND_RENAMED, "CIRCLE", "DISC")
    assert (gain.kind, gain.backend, gain.capability) == (ChangeKind.GAINED, "DISC", "round")


def test_another_class_under_one_name_is_said():
    moved = msgspec.structs.replace(make_backend("CIRCLE"), object="shapes.disc.Disc")
    (change,) = compare(make_model(make_backend("CIRCLE")), make_model(moved), make_config()).changes
    assert (change.kind, change.was, change.now) == (
        ChangeKind.CLASS_CHANGED,
        "shapes.circle.Circle",
        "shapes.disc.Disc",
    )


def test_a_value_that_no_longer_exists_is_nobodys_loss():
    before = make_model(make_backend("CIRCLE", ["RED", "BLUE"]))
    after = make_model(make_backend("CIRCLE", ["RED"]), domains={"colours": ("RED",)})
    assert changes(before, after) == [(ChangeKind.VALUE_REMOVED, None, "colours", SCENARIOS, ("BLUE",))]


def test_a_new_value_is_said_once_and_gained_by_those_that_have_it():
    before = make_model(make_backend("CIRCLE"), make_backend("SQUARE"))
    domains = {"colours": ("RED", "BLUE", "GREEN")}
    after = make_model(make_backend("CIRCLE", ["RED", "GREEN"]), make_backend("SQUARE"), domains=domains)
    assert changes(before, after) == [
        (ChangeKind.GAINED, "CIRCLE", "colours", SCENARIOS, ("GREEN",)),
        (ChangeKind.VALUE_ADDED, None, "colours", SCENARIOS, ("GREEN",)),
    ]


def test_the_order_of_a_list_counts():
    lists = (ListAnswer(key="order", cell=known(["SQUARE", "CIRCLE"])),)
    found = changes(make_model(), make_model(lists=lists))
    assert [(kind, key, names) for kind, _, key, names, _ in found] == [
        (ChangeKind.CHANGED, "order", ("cuda-8.0", "cuda-9.0")),
        (ChangeKind.CHANGED, "order", ("rocm",)),
    ]


def test_a_class_that_cannot_be_imported_any_more_is_one_change_and_no_loss():
    whole = known(True, "cuda-8.0", "cuda-9.0"), unavailable("rocm", line=12)
    before = make_model(make_backend("CIRCLE", is_round=True))
    after = make_model(make_backend("CIRCLE", *3 * (whole,)))
    found = compare(before, after, make_config()).changes
    (gone,) = [each for each in found if "rocm" in each.scenarios]
    assert (gone.kind, gone.backend, gone.capability) == (ChangeKind.UNAVAILABLE, "CIRCLE", None)
    assert (gone.scenarios, str(gone.after_location)) == (("rocm",), "shapes/circle.py:12")
    assert gone.now == "ModuleNotFoundError: No module named 'accel'"
    (back,) = [each for each in compare(after, before, make_config()).changes if "rocm" in each.scenarios]
    assert (back.kind, back.was) == (ChangeKind.AVAILABLE, gone.now)


def test_a_class_whose_import_is_not_known_to_succeed_is_not_available():
    before = make_model(make_backend("CIRCLE", *3 * (unavailable(),)))
    after = make_model(make_backend("CIRCLE", *3 * (unknown("too deep"),)))
    assert {change[0] for change in changes(before, after)} == {ChangeKind.STATE}


def test_what_one_side_alone_was_asked_is_no_change_and_is_said():
    before = make_model(scenarios=("cuda-8.0", "cuda-9.0"))
    comparison = compare(before, make_model(), make_config())
    assert comparison.changes == ()
    assert comparison.uncompared == ("scenario rocm: asked after only",)
