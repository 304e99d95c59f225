import pytest
from tiny_project import COLOURS, ROUND, SCENARIOS, conditional, known, not_declared, unavailable, unknown

from docgen.config import Capability
from docgen.model.cell import Cell, Condition
from docgen.rendering.answers import answer
from docgen.rendering.links import no_links
from docgen.rendering.markdown import answer_text, note_text, numbered
from docgen.rendering.scenarios import ScenarioWords

SIZES = Capability(key="sizes", header="Sizes", probe="cls.sizes()", unrestricted="Any")


def text(cells, capability=ROUND) -> str:
    said = answer(cells, capability, ("RED", "BLUE"), ScenarioWords(SCENARIOS))
    return answer_text(said, numbered(part.note for part in said.parts if part.note))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((known(True),), "✅"),
        ((known(True, "rocm"), known(False, "cuda-8.0", "cuda-9.0")), "✅ (rocm)<br>❌ (elsewhere)"),
        ((known(True, "cuda-8.0", "cuda-9.0", line=1), known(True, "rocm", line=2)), "✅"),
        ((unknown("why"),), "?<sup>1</sup>"),
        ((unknown("why", "rocm"), known(False, *SCENARIOS[:2])), "?<sup>1</sup> (rocm)<br>❌ (elsewhere)"),
        ((conditional(True, False),), "✅ or ❌<sup>1</sup>"),
        ((conditional(True, True),), "✅<sup>1</sup>"),
        ((not_declared(),), "–"),
        (
            (known(False, "rocm"), unavailable(*SCENARIOS[:2])),
            "❌ (rocm)<br>unavailable<sup>1</sup> (cuda)",
        ),
        ((unavailable(),), "unavailable<sup>1</sup>"),
        (
            (known(True, "cuda-8.0"), known(False, "cuda-9.0"), unavailable("rocm")),
            "✅ (cuda-8.0)<br>❌ (elsewhere)<br>unavailable<sup>1</sup> (rocm)",
        ),
        (
            (unavailable("rocm"), known(False, *SCENARIOS[:2])),
            "❌ (cuda)<br>unavailable<sup>1</sup> (rocm)",
        ),
    ],
)
def test_truths(cells, expected):
    assert text(cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((known(["RED", "BLUE"]),), "All"),
        ((known(["RED"], *SCENARIOS[:2]), known(["RED", "BLUE"], "rocm")), "red<br>blue (rocm)"),
        ((known([], *SCENARIOS[:2]), known(["BLUE"], "rocm")), "blue (rocm)"),
        ((known(["BLUE"], *SCENARIOS[:2]), known(["RED"], "rocm")), "red (rocm)<br>blue (cuda)"),
        ((known([], *SCENARIOS[:2], line=1), known([], "rocm", line=2)), "None"),
        ((conditional(["RED"], []),), "red or None<sup>1</sup>"),
        (
            (known(["RED", "BLUE"], "rocm"), known(["RED"], "cuda-8.0"), unknown("why", "cuda-9.0")),
            "red (cuda-8.0, rocm)<br>blue (rocm)<br>?<sup>1</sup> (cuda-9.0)",
        ),
        (
            (known([], "rocm", line=1), known([], "cuda-8.0", line=2), unknown("why", "cuda-9.0")),
            "None (cuda-8.0, rocm)<br>?<sup>1</sup> (cuda-9.0)",
        ),
        (
            (known(["RED", "BLUE"], "cuda-8.0"), known(["RED"], "cuda-9.0"), unavailable("rocm")),
            "red (cuda)<br>blue (cuda-8.0)<br>unavailable<sup>1</sup> (rocm)",
        ),
        ((known(["RED"], "rocm"), unknown("why", *SCENARIOS[:2])), "red (rocm)<br>?<sup>1</sup> (elsewhere)"),
    ],
)
def test_lists_are_marked_by_element(cells, expected):
    assert text(cells, COLOURS) == expected


def test_a_list_that_restricts_nothing_somewhere_is_said_whole():
    cells = (known([], *SCENARIOS[:2]), known([16, 32], "rocm"))
    assert text(cells, SIZES) == "16, 32 (rocm)<br>Any (elsewhere)"


def test_an_empty_list_is_no_value_unless_it_is_configured_to_restrict_nothing():
    plain = Capability(key="sizes", header="Sizes", probe="cls.sizes()")
    cells = (known([], *SCENARIOS[:2]), known([16, 32], "rocm"))
    assert text(cells, plain) == "16, 32 (rocm)"
    assert text((known([]),), plain) == "None"


def test_the_note_of_an_unavailable_class_is_the_import_that_fails():
    (part,) = answer((unavailable(line=12),), ROUND, None, ScenarioWords(SCENARIOS)).parts
    assert part.note is not None
    said = note_text(part.note, no_links)
    assert said == "cannot be imported: ModuleNotFoundError: No module named 'accel' (shapes/circle.py:12)"


def test_every_scenario_of_a_differing_answer_is_covered():
    said = answer(
        (known("a", "cuda-8.0"), known("b", "cuda-9.0"), known("c", "rocm")),
        SIZES,
        None,
        ScenarioWords(SCENARIOS),
    )
    assert [part.where for part in said.parts] == ["cuda-8.0", "cuda-9.0", "elsewhere"]


def test_of_a_long_condition_beginning_and_end_are_shown():
    common = " and ".join(f"probe_{n}()" for n in range(40))
    alternatives = tuple(Condition(f"{common} and {last}", value) for last, value in (("a", 1), ("b", 2)))
    cell = Cell.conditional(alternatives, None, SCENARIOS)
    (part,) = answer((cell,), SIZES, None, ScenarioWords(SCENARIOS)).parts
    assert part.note is not None
    shown = [each.when for each in part.note.alternatives]
    assert [when[-6:] for when in shown] == [" and a", " and b"]
    assert all(when.startswith("probe_0() and probe_1()") and len(when) < 250 for when in shown)
