import io

import pytest
from rich.cells import cell_len
from tiny_project import conditional, known, make_backend, make_config, make_model, unavailable, unknown

from docgen.config import Capability
from docgen.rendering.context import page_context
from docgen.reporters.terminal import Terminal


@pytest.fixture
def draw(monkeypatch):
    def draw(*backends, width: int = 100, locations: bool = False, encoding: str = "utf-8", **config) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        return Terminal(stream, locations=locations).draw(
            page_context(make_config(**config), make_model(*backends))
        )

    return draw


def test_rows_lists_and_notes(draw):
    text = draw(make_backend("CIRCLE", unknown("calls *x*"), is_round=conditional(True, False)))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "CIRCLE ? [1] ✅ or ❌ [2]" in lines
    assert "[1] calls *x*" in lines
    assert "[2] ✅ when flag == 0; ❌ when flag == 1" in lines
    assert "cuda: CIRCLE, SQUARE" in lines
    assert "circle.py" not in text


def test_locations_are_shown_on_demand(draw):
    text = draw(make_backend("CIRCLE", unknown("why")), locations=True)
    assert "shapes/circle.py:3" in text
    assert "[1] why  (shapes/circle.py:8)" in text


def test_without_places_one_reason_is_one_note(draw):
    backend = make_backend("CIRCLE", unknown("why", line=1), is_round=unknown("why", line=2))
    assert "[2]" not in draw(backend)
    assert "[2] why  (shapes/circle.py:2)" in draw(backend, locations=True)


def test_scenarios_stand_on_lines_of_their_own(draw):
    text = draw(
        make_backend("CIRCLE", (known(["RED"], "rocm"), known(["RED", "BLUE"], "cuda-8.0", "cuda-9.0")))
    )
    assert "blue (cuda)" in text


@pytest.mark.parametrize("width", [40, 60, 93, 100, 107, 200])
def test_the_table_fits_the_terminal(draw, width):
    many = tuple(Capability(key=f"c{i}", header=f"Uncuttable-{i}", probe="cls.x()") for i in range(12))
    cells = {capability.key: (known(["RED", "BLUE", "GREEN"] * 4),) for capability in many}
    backend = make_backend("CIRCLE")
    backend = type(backend)(name=backend.name, object=None, location=backend.location, cells=cells)
    text = draw(backend, width=width, capability=many, table=())
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert all(f"Uncuttable-{i}" in text for i in range(12))


def test_a_console_without_utf8_gets_ascii(draw):
    text = draw(make_backend("CIRCLE", is_round=True), make_backend("SQUARE"), encoding="ascii")
    assert text.isascii()
    assert "yes" in text
    assert "no" in text


def test_an_unavailable_class_is_said_in_a_word_with_its_import(draw):
    text = draw(make_backend("CIRCLE", is_round=unavailable(line=7)), locations=True, encoding="ascii")
    assert "unavailable [1]" in text
    assert "cannot be imported: ModuleNotFoundError: No module named 'accel'  (shapes/circle.py:7)" in text


def test_square_brackets_in_names_are_text(draw):
    assert "[red]X[/red]" in draw(make_backend("[red]X[/red]"))
