import pytest
from tiny_project import make_backend, make_config, make_model, place, unknown

from docgen.config import Page
from docgen.errors import PageError, TemplateError
from docgen.model.support import Refusal
from docgen.rendering.directories import template_folders
from docgen.rendering.links import relative_links
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import Pages

WHOLE = Page(path="docs/shapes.md", template="attention_backends.md.j2")
BY_HAND = Page(path="docs/shapes.md")


@pytest.fixture
def expect(tmp_path):
    """Return what a page of the model should hold, for its text now and the project's own templates."""

    def expect(page: Page, text: str | None = None, model=None, **templates: str) -> str:
        for name, template in templates.items():
            (tmp_path / f"own/{name}.md.j2").parent.mkdir(exist_ok=True)
            (tmp_path / f"own/{name}.md.j2").write_text(template)
        if text is not None:
            PageFile.read(tmp_path, page.path).write(text)
        directories = template_folders(tmp_path, "own" if templates else None)
        pages = Pages(make_config(), model or make_model(), directories)
        return pages.state(page, PageFile.read(tmp_path, page.path), relative_links(page.path)).expected

    return expect


PAGE = """<!-- Written by docgen. Edit the code or the template, then run `docgen build`. -->

# Attention backends

What each attention backend declares, read from its class.

## Filled shapes

| Backend                            | Colours       | Round |
| ---------------------------------- | ------------- | ----- |
| [CIRCLE](../shapes/circle.py#L3)   | All           | ✅    |
| [SQUARE\\_](../shapes/circle.py#L3) | ?<sup>1</sup> | ❌    |

1. calls x ([shapes/circle.py:8](../shapes/circle.py#L8))

## Legend

- **✅**: supported
- **❌**: not supported: the code says no
- **?**: not known from the source; the note gives the reason and the place
- **All**: every value that the code knows
- **¹**: see the note of that number below the table
- **cuda**: the scenarios cuda-8.0, cuda-9.0

Columns:

- **Round**: Has a `radius`.

## Selection

### Order

- **cuda**: CIRCLE, SQUARE
- **rocm**: none

## Why not

### SQUARE\\_: Round

It has corners.

Four of them.

Source: [shapes/circle.py:7](../shapes/circle.py#L7)
"""


def test_the_whole_page(expect):
    refusal = Refusal("round", "It has corners.\n\nFour of\nthem.", place(7))
    model = make_model(
        make_backend("CIRCLE", ["RED", "BLUE"], is_round=True),
        make_backend("SQUARE_", unknown("calls x"), refusals=(refusal,)),
    )
    assert expect(WHOLE, model=model) == PAGE


def test_a_region_holds_the_same_table_as_the_whole_page(expect):
    text = expect(BY_HAND, "# Mine\n\n<!-- docgen:begin table=filled -->\n<!-- docgen:end -->\n\nEnd")
    head, _, rest = text.partition("-->\n\n")
    table, _, tail = rest.partition("\n\n<!--")
    assert head.startswith("# Mine")
    assert tail.endswith("End")
    assert table in expect(WHOLE)


@pytest.mark.parametrize("kind", ["table=filled", "legend", "lists", "refusals"])
def test_every_kind_of_region_can_be_filled(expect, kind):
    assert expect(BY_HAND, f"<!-- docgen:begin {kind} -->\n<!-- docgen:end -->\n")


def test_an_unknown_table_is_an_error_with_the_nearest_name(expect):
    with pytest.raises(PageError, match=r"docs/shapes\.md:3: no table 'fillet', did you mean 'filled'\?"):
        expect(BY_HAND, "a\n\n<!-- docgen:begin table=fillet -->\n<!-- docgen:end -->")


def test_a_page_by_hand_without_markers_is_an_error(expect):
    with pytest.raises(
        PageError, match=r"docs/shapes\.md:1: no markers in a page without a template; to fix: "
    ):
        expect(BY_HAND, "nothing\n")


def test_a_page_that_reads_otherwise_once_it_is_filled_is_an_error(expect):
    region = "<!-- docgen:begin legend -->\n<pre>\n<!-- docgen:end -->\n\n"
    value = ";<!-- docgen:value backend=CIRCLE capability=colours --><!-- /docgen -->\n"
    with pytest.raises(
        PageError, match=r"docs/shapes\.md:1: the page reads otherwise once .*; to fix: close what"
    ):
        expect(BY_HAND, region + value, make_model(make_backend("CIRCLE", ["*a*"])))


def test_a_whole_page_that_a_formatter_wrote_stays_as_it_is(expect):
    formatted = expect(WHOLE).replace("- **", "* **").replace(" |\n", "|\n")
    assert expect(WHOLE, formatted) == formatted


def test_a_page_by_hand_must_be_there(expect):
    with pytest.raises(PageError, match=r"^docs/shapes\.md:1: no such page; to fix: "):
        expect(BY_HAND)


def test_the_projects_templates_come_first_and_can_use_the_shipped_ones(expect):
    page = Page(path="docs/shapes.md", template="mine.md.j2")
    text = expect(page, mine='Mine\n{% include "partials/lists.md.j2" %}')
    assert text.startswith("Mine\n### Order")


VALUE = "a <!-- docgen:value backend={} capability=colours -->{}<!-- /docgen --> b\n"


def test_values_and_regions_that_a_template_asks_for_are_filled(expect):
    page = Page(path="docs/shapes.md", template="mine.md.j2")
    region = "\n<!-- docgen:begin list=order -->\n<!-- docgen:end -->\n"
    text = expect(page, mine=VALUE.format("CIRCLE", "") + region)
    assert text.startswith(VALUE.format("CIRCLE", "All"))
    assert "CIRCLE, SQUARE\n- **rocm**: none\n\n<!-- docgen:end " in text
    assert expect(page, text, mine=VALUE.format("CIRCLE", "red") + region) == text


def test_a_value_in_a_loop_of_a_template_is_filled(expect):
    page = Page(path="docs/shapes.md", template="mine.md.j2")
    mine = (
        "{% for row in page.tables[0].rows %}\n- "
        + VALUE.format("{{ row.backend.name }}", "")
        + "{% endfor %}\n"
    )
    assert expect(page, mine=mine) == f"- {VALUE.format('CIRCLE', 'All')}- {VALUE.format('SQUARE', 'red')}"


def test_a_value_of_a_template_that_there_is_not_is_an_error(expect):
    with pytest.raises(
        PageError,
        match=r"^docs/shapes\.md:2: unknown backend 'CIRCEL', did you mean 'CIRCLE'\?, "
        r"on the page that the template mine\.md\.j2 makes; to fix: use one of CIRCLE, SQUARE",
    ):
        expect(Page(path="docs/shapes.md", template="mine.md.j2"), mine="a\n" + VALUE.format("CIRCEL", ""))


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ page.nothing }}", r"mine\.md\.j2.*no attribute 'nothing'"),
        ("a\n{% for %}", r"mine\.md\.j2:2: "),
        ('{% include "gone.md.j2" %}', r"no template 'gone\.md\.j2'"),
    ],
)
def test_a_broken_template_is_an_error(expect, template, message):
    with pytest.raises(TemplateError, match=message):
        expect(Page(path="docs/shapes.md", template="mine.md.j2"), mine=template)


SITE_MARKERS = "<!-- docgen:table filled -->\n\n<!-- docgen:cell backend=CIRCLE capability=round -->\n<!-- docgen:lists -->\n"


def test_markers_of_a_site_stay_as_they_are(expect):
    text = f"{SITE_MARKERS}\n<!-- docgen:begin list=order -->\n<!-- docgen:end -->\n"
    expected = expect(BY_HAND, text)
    assert expected.startswith(SITE_MARKERS)
    assert "CIRCLE, SQUARE" in expected


def test_markers_of_a_site_alone_are_nothing_for_a_build(expect):
    with pytest.raises(PageError, match="no markers in a page without a template"):
        expect(BY_HAND, SITE_MARKERS)
