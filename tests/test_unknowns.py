"""Unknown answers, as findings."""

from tiny_project import known, make_backend, make_config, make_model, place, unknown

from docgen.checks.unknowns import unknown_answers
from docgen.model.finding import Finding, Rule, Severity
from docgen.model.support import ListAnswer


def said(model):
    return [(each.message, each.backend, each.capability) for each in unknown_answers(make_config(), model)]


def test_a_known_model_has_none():
    assert said(make_model()) == []


def test_each_answer_with_its_scenarios_reason_and_place():
    half = (unknown("a loop", "cuda-8.0", "cuda-9.0", line=7), known(True, "rocm"))
    model = make_model(make_backend("CIRCLE", is_round=half, hollow=unknown("a file")))
    assert said(model) == [
        ("CIRCLE, Round: not known (cuda): a loop", "CIRCLE", "round"),
        ("CIRCLE, Hollow: not known (all scenarios): a file", "CIRCLE", "hollow"),
    ]
    first, _ = unknown_answers(make_config(), model)
    assert (first.rule, first.severity, first.code_location) == (
        Rule.UNKNOWN_CELL,
        Severity.WARNING,
        place(7),
    )


def test_lists_have_answers_too():
    model = make_model(lists=(ListAnswer(key="order", cell=unknown("a loop")),))
    assert said(model) == [("Order: not known (all scenarios): a loop", None, "order")]


def test_a_backend_without_a_class_is_told_once():
    dangling = Finding(
        rule=Rule.DANGLING_REGISTRY_ENTRY, severity=Severity.ERROR, message="no class", backend="CIRCLE"
    )
    model = make_model(make_backend("CIRCLE", hollow=unknown("there is no class")), findings=(dangling,))
    assert said(model) == []
