"""Histories of models: threads of answers, turns, and since when."""

import json

import msgspec
import pytest
from tiny_project import SCENARIOS, make_backend, make_config, make_model

from docgen.comparison.history import Told
from docgen.comparison.threads import backend_histories
from docgen.model.cell import Cell
from docgen.model.history import EventKind, History
from docgen.model.location import Location
from docgen.model.undecided import Undecided
from docgen.rendering.turns import events, since
from docgen.reporters.history import history_markdown, history_record, history_text

PLACE = Location("shapes/circle.py", 4)


def unknown(reason="a file") -> Cell:
    return Cell.unknown(reason, PLACE, SCENARIOS)


def unavailable() -> Cell:
    return Cell.unavailable("No module named 'gpu'", PLACE, SCENARIOS)


def told(*models) -> Told:
    config = make_config()
    releases = tuple(f"{number}.0" for number in range(1, len(models) + 1))
    backends = backend_histories(models, config.capability, SCENARIOS)
    return Told(History(releases, SCENARIOS, backends), config)


def rounds(*answers) -> Told:
    """A history of one backend whose only question with turns is whether it is round."""
    return told(*(make_model(make_backend("CIRCLE", is_round=answer)) for answer in answers))


def turns(found: Told) -> list[tuple]:
    return [(event.kind.value, event.since, event.release) for event in events(found.history)]


@pytest.mark.parametrize(
    ("answers", "expected", "span"),
    [
        ((False, False), [], ("", "")),
        ((False, True), [("gained", 0, 1)], ("2.0", "")),
        ((True, True), [], ("≤ 1.0", "")),
        ((True, False), [("lost", 0, 1)], ("", "2.0")),
        ((True, False, True), [("lost", 0, 1), ("gained", 1, 2)], ("3.0", "")),
        # What is not known is no loss, and is no proof of a day either.
        ((True, unknown(), True), [("unknown", 0, 1), ("known", 0, 2)], ("≤ 3.0", "")),
        ((True, unknown(), False), [("unknown", 0, 1), ("lost", 0, 2)], ("", "≤ 3.0")),
        ((unknown(), True), [("known", 0, 1)], ("≤ 2.0", "")),
        ((unknown("a"), unknown("b")), [], ("", "")),
    ],
)
def test_turns_of_an_answer(answers, expected, span):
    found = rounds(*answers)
    assert turns(found) == expected
    (record,) = [
        each for each in history_record(found)["backends"][0]["answers"] if each["capability"] == "round"
    ]
    assert (record["since"] or "", record["lost_in"] or "") == span


def test_a_class_that_cannot_be_imported_is_told_once_and_is_no_loss():
    gone = make_backend("CIRCLE", unavailable(), unavailable(), unavailable())
    here = make_backend("CIRCLE", is_round=True)
    found = told(make_model(here), make_model(gone), make_model(here))
    assert turns(found) == [("unavailable", 0, 1), ("available", 1, 2)]


def test_a_loss_behind_an_import_that_fails_is_a_loss():
    gone = make_backend("CIRCLE", unavailable(), unavailable(), unavailable())
    found = told(
        make_model(make_backend("CIRCLE", is_round=True)),
        make_model(gone),
        make_model(make_backend("CIRCLE")),
    )
    assert ("lost", 0, 2) in turns(found)


def test_backends_come_and_go_without_losses():
    circle, square = make_backend("CIRCLE", is_round=True), make_backend("SQUARE")
    found = told(make_model(circle, square), make_model(circle), make_model(circle, square))
    assert [(event.kind.value, event.backend, event.release) for event in events(found.history)] == [
        ("removed", "SQUARE", 1),
        ("added", "SQUARE", 2),
    ]


def test_a_renamed_class_stays_one_row():
    old = make_backend("CIRCLE", is_round=True)
    new = msgspec.structs.replace(make_backend("DISC", is_round=False), object=old.object)
    found = told(make_model(old), make_model(new))
    assert [each.names for each in found.history.backends] == [("CIRCLE", "DISC")]
    assert [(event.kind, event.backend) for event in events(found.history)] == [
        (EventKind.RENAMED, "DISC"),
        (EventKind.LOST, "DISC"),
    ]
    assert "renamed      in 2.0 CIRCLE → DISC" in history_text(found)


def test_values_of_a_domain_have_threads_of_their_own():
    part = Cell.in_part(("RED",), (Undecided("BLUE", "a file"),), PLACE, SCENARIOS)
    found = told(
        make_model(make_backend("CIRCLE", ["RED", "BLUE"])),
        make_model(make_backend("CIRCLE", part)),
        make_model(make_backend("CIRCLE", [])),
    )
    assert [(e.kind.value, e.thread.value, e.since, e.release) for e in events(found.history)] == [
        ("lost", "RED", 1, 2),
        ("unknown", "BLUE", 0, 1),
        ("lost", "BLUE", 0, 2),
    ]


def test_a_value_that_a_release_did_not_know_is_no_loss():
    before = make_model(make_backend("CIRCLE", ["RED"]), domains={"colours": ("RED",)})
    after = make_model(make_backend("CIRCLE", ["RED", "BLUE"]))
    found = told(before, after)
    assert turns(found) == []
    (blue,) = [thread for thread in found.history.backends[0].threads if thread.value == "BLUE"]
    assert since(blue) == (1, True)
    assert blue.moments[0].reason == "no such value"


def test_scenarios_of_one_history_stand_together():
    cells = (
        msgspec.structs.replace(make_backend("X", is_round=True).cells["round"][0], scenarios=SCENARIOS[:1]),
        msgspec.structs.replace(make_backend("X", is_round=False).cells["round"][0], scenarios=SCENARIOS[1:]),
    )
    found = told(
        make_model(make_backend("CIRCLE", is_round=True)), make_model(make_backend("CIRCLE", is_round=cells))
    )
    (event,) = events(found.history)
    assert (event.kind, event.scenarios) == (EventKind.LOST, SCENARIOS[1:])


def test_the_table_has_a_column_for_each_release():
    text = history_markdown(rounds(True, unknown(), False))
    assert "| Backend | Capability | Where | Since | Lost in | 1.0 | 2.0 | 3.0 |" in text
    assert "| CIRCLE | Round |  |  | ≤ 3.0 | ✅ | ? | ❌ |" in text
    assert "? not known" in text
    assert text.startswith("## Capabilities: `1.0` → `3.0`\n\n| Backend")
    assert "\n\nNothing came or went.\n\n" in history_markdown(rounds(True, True))


def test_the_record_is_plain_data():
    record = json.loads(json.dumps(history_record(rounds(True, False))))
    assert record["releases"] == ["1.0", "2.0"]
    assert record["events"] == [
        {
            "kind": "lost",
            "release": "2.0",
            "after": "1.0",
            "backend": "CIRCLE",
            "capability": "round",
            "value": None,
            "scenarios": list(SCENARIOS),
        }
    ]


def test_since_when_has_a_column_for_each_question_of_yes_and_no():
    found = told(
        make_model(make_backend("CIRCLE", ["RED"]), domains={"colours": ("RED",)}),
        make_model(make_backend("CIRCLE", ["RED", "BLUE"], is_round=True), make_backend("SQUARE")),
    )
    table = history_markdown(found).partition("## Since when\n\n")[2]
    assert table.splitlines() == [
        "| Backend | Since | Colours | Round |",
        "| --- | --- | --- | --- |",
        "| CIRCLE | ≤ 1.0 | ≤ 1.0: red<br>2.0: blue | 2.0 |",
        "| SQUARE | 2.0 | 2.0: red |  |",
    ]
