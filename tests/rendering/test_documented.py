import pytest

from docgen.rendering.documented import read_page

PAGE = """# Top

## First

| Backend      | Sink          | Types     |
| ------------ | ------------- | --------- |
| [A](a.py#L3) | ?<sup>1</sup> | x<br>y    |
| B            | ✅            | a \\| *b* |

1. why ([a.py:8](a.py#L8))

Text.
"""


def test_cells_are_read_with_their_lines():
    (table,) = read_page(PAGE).tables
    assert (table.heading, table.line, table.columns) == ("First", 5, ("Backend", "Sink", "Types"))
    assert [(row.line, [cell.shown for cell in row.cells]) for row in table.rows] == [
        (7, ["A", "? [why (a.py:8)]", "x; y"]),
        (8, ["B", "✅", "a | b"]),
    ]


def test_text_around_tables_is_read_without_the_notes_of_cells():
    assert [(block.line, block.text.shown) for block in read_page(PAGE).blocks] == [
        (1, "Top"),
        (3, "First"),
        (12, "Text."),
    ]


def test_comments_are_not_seen():
    page = read_page("a <!-- docgen:value x -->b<!-- /docgen --> c")
    assert [block.text.shown for block in page.blocks] == ["a b c"]


def test_a_list_that_no_cell_refers_to_is_text():
    page = read_page("| a |\n|---|\n| b |\n\n1. step\n")
    assert [block.text.shown for block in page.blocks] == ["step"]


@pytest.mark.parametrize(
    "same",
    [
        PAGE.replace("#L3", "#L33"),
        PAGE.replace("a.py:8](a.py#L8)", "a.py:9](a.py#L9)"),
        PAGE.replace("| ------------ | ------------- | --------- |", "|:-|-:|---|"),
        PAGE.replace("| B            | ✅            |", "|B|✅|"),
        PAGE.replace("*b*", "_b_"),
        PAGE.replace("\n", "\r\n"),
        "\ufeff" + PAGE,
    ],
)
def test_form_and_line_numbers_make_no_difference(same):
    assert said(same) == said(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("(a.py#L3)", "(b.py#L3)"),
        PAGE.replace("why", "because"),
        PAGE.replace("x<br>y", "x"),
        PAGE.replace("Text.", "Texts."),
        PAGE.replace("✅", "❌"),
        PAGE.replace("## First", "# First"),
    ],
)
def test_what_is_said_makes_a_difference(other):
    assert said(other) != said(PAGE)


def said(markdown: str) -> object:
    page = read_page(markdown)
    cells = [[cell.full for cell in row.cells] for table in page.tables for row in table.rows]
    return cells, [(block.kind, block.text.full) for block in page.blocks]


@pytest.mark.parametrize(
    "text", ["", "\x00", "|", "| a |\n| - |", "---\ntitle: x\n---\n", "1. a\n2. b", "```"]
)
def test_every_text_is_a_page(text):
    read_page(text)


def test_the_paragraph_above_a_table_is_its_caption():
    (table,) = read_page("# H\n\nSome words\n\n| a |\n| - |\n| b |\n").tables
    assert table.caption == "Some words"
    (first,) = read_page("| a |\n| - |\n| b |\n\nEnd\n").tables
    assert first.caption == ""
