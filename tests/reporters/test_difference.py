import pytest
from tiny_project import known, make_backend, make_config, make_model, not_declared, unavailable, unknown

from docgen.comparison.models import compare
from docgen.reporters.difference import difference_markdown, difference_text

SIDES = ("v1", "v2")


def report(form, before, after):
    config = make_config()
    return form(compare(make_model(*before), make_model(*after), config), config, SIDES)


def test_text():
    before = [make_backend("CIRCLE", ["RED", "BLUE"], is_round=True), make_backend("SQUARE")]
    after = [
        make_backend("CIRCLE", ["RED"], (known(True, "rocm"), known(False, "cuda-8.0", "cuda-9.0", line=7))),
        make_backend("STAR"),
    ]
    assert (
        report(difference_text, before, after)
        == """\
before  v1
after   v2

CIRCLE
  lost         Colours: blue
               shapes/circle.py:4 → shapes/circle.py:4
  lost         Round (cuda)
               shapes/circle.py:4 → shapes/circle.py:7

STAR
  added        shapes.circle.Star
               shapes/circle.py:3

SQUARE
  removed      shapes.circle.Square
               shapes/circle.py:3

2 lost, 1 added, 1 removed"""
    )


def test_markdown_puts_losses_first():
    before = [make_backend("CIRCLE", is_round=True)]
    after = [make_backend("CIRCLE", ["RED", "BLUE"])]
    assert (
        report(difference_markdown, before, after)
        == """\
## Capabilities: `v1` → `v2`

### Lost

- **CIRCLE** lost Round: `shapes/circle.py:4` → `shapes/circle.py:4`

### Gained

- **CIRCLE** gained Colours: blue: `shapes/circle.py:4` → `shapes/circle.py:4`"""
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (True, unknown("too deep"), "state        Round: ✅ → unknown (too deep)"),
        (not_declared(), False, "state        Round: not declared → ❌"),
        ([], [16, 32], "gained       Round: 16, 32"),
        ([16, 32], ["%16"], "changed      Round: 16, 32 → %16"),
    ],
)
def test_an_answer_is_said_by_its_state(before, after, said):
    text = report(difference_text, [make_backend("A", is_round=before)], [make_backend("A", is_round=after)])
    assert said in text


def test_a_class_that_comes_and_goes_is_said_once_with_the_import():
    there, gone = [make_backend("CIRCLE", is_round=True)], [row_without_class("CIRCLE")]
    reason = "ModuleNotFoundError: No module named 'accel'"
    assert f"\n  unavailable  {reason}\n" in report(difference_text, there, gone)
    assert f"\n  available    no longer {reason}\n" in report(difference_text, gone, there)
    assert report(difference_text, there, gone).endswith("\n\n1 unavailable")
    lost = report(difference_markdown, there, gone)
    assert f"### Unavailable\n\n- **CIRCLE** unavailable {reason}" in lost
    assert "### Lost" not in lost


def row_without_class(name):
    return make_backend(name, unavailable(), unavailable(), unavailable())


@pytest.mark.parametrize(
    ("form", "said"), [(difference_text, "no difference"), (difference_markdown, "No difference.")]
)
def test_nothing_is_said_to_be_nothing(form, said):
    assert report(form, [make_backend("A")], [make_backend("A")]).endswith(said)
