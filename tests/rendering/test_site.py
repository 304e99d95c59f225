"""Pages of a site: what their markers ask for is shown, and everything else stays."""

from pathlib import Path

import pytest
from tiny_project import known, make_backend, make_config, make_model

from docgen.config import Table
from docgen.errors import PageError
from docgen.rendering.directories import template_folders
from docgen.rendering.links import no_links
from docgen.rendering.site import SitePages

MARKER = "<!-- docgen:table shapes -->"
OLD = "old\n"
CELL = "<!-- docgen:cell backend=CIRCLE capability=colours -->"
TABLE = """| Backend | Round |
| ------- | ----- |
| CIRCLE  | ✅    |
| SQUARE  | ❌    |"""


def shown(text: str, *backends) -> str:
    config = make_config(table=(Table(name="shapes", title="Shapes", columns=("round",)),))
    site = SitePages(config, make_model(*backends), template_folders(Path(), None), no_links)
    return site.shown(text, "docs/guide.md")


@pytest.mark.parametrize("marker", [MARKER, "<!-- docgen:table=shapes -->", "<!--docgen:table shapes-->"])
def test_a_table_stands_apart_from_what_is_around_it(marker):
    assert shown(f"a\n{marker}\nb\n") == f"a\n\n{TABLE}\n\nb\n"


@pytest.mark.parametrize(
    ("asks", "expected"),
    [
        ("list order", "- **cuda**: CIRCLE, SQUARE\n- **rocm**: none"),
        ("list=order", "- **cuda**: CIRCLE, SQUARE\n- **rocm**: none"),
        ("lists", "### Order\n\n- **cuda**: CIRCLE, SQUARE\n- **rocm**: none"),
        ("legend", "- **✅**: supported\n"),
        ("refusals", ""),
    ],
)
def test_other_pieces(asks, expected):
    assert shown(f"<!-- docgen:{asks} -->").startswith(f"\n{expected}")


@pytest.mark.parametrize(
    "text",
    [
        "It draws {}, too.",
        "{} it draws",
        "- {}",
        "| a |\n| --- |\n| {} |",
        "<p>\n{}\n</p>",
        "!!! note\n    {} x",
        "{} and {}",
    ],
)
def test_an_answer_stands_in_a_line(text):
    assert shown(text.replace("{}", CELL)) == text.replace("{}", "All")


def test_an_answer_is_read_as_text_in_markdown_and_in_html():
    star = make_backend("CIRCLE", known(["*a*", "<b>"]))
    assert shown(f"x {CELL}", star) == r"x \*a\*, &lt;b>"
    assert shown(f"<p>{CELL}</p>", star) == "<p>&#42;a&#42;, &lt;b&gt;</p>"
    assert shown(f"{CELL} x", star) == "&#42;a&#42;, &lt;b&gt; x"


@pytest.mark.parametrize("scenario", ["", " scenario=rocm"])
def test_an_answer_may_be_one_of_a_scenario(scenario):
    circle = make_backend("CIRCLE", (known(["RED"], "cuda-8.0", "cuda-9.0"), known(["BLUE"], "rocm")))
    expected = "blue" if scenario else "red (cuda); blue (rocm)"
    assert shown(CELL.replace(" -->", f"{scenario} -->") + ".", circle) == f"{expected}."


@pytest.mark.parametrize(
    "text",
    [
        "```\n{}\n```",
        "~~~ html\n{}\n~~~",
        "a\n\n    {}\n",
        "`{}`",
        "!!! note\n    ~~~\n    {}\n    ~~~\n",
        "- x\n\n  ```\n  {}\n  ```\n",
        "nothing",
    ],
)
@pytest.mark.parametrize("marker", [MARKER, CELL, "<!-- docgen:nonsense -->"])
def test_code_is_text(text, marker):
    page = text.replace("{}", marker)
    assert shown(page) == page


@pytest.mark.parametrize(
    ("before", "indent"),
    [
        ("- x\n\n", "  "),
        ("!!! note\n\n", "    "),
        ('=== "A"\n', "    "),
        ("- x\n\n    ??? tip\n\n", "        "),
    ],
)
def test_a_table_in_a_block_is_indented_as_the_block_is(before, indent):
    text = f"{before}{indent}{MARKER}\n\nafter\n"
    table = "\n".join(indent + line for line in TABLE.split("\n"))
    assert shown(text) == f"{before}\n{table}\n\n\nafter\n"


def test_what_builds_fill_is_filled_as_well():
    value = "<!-- docgen:value backend=SQUARE capability=round -->{}<!-- /docgen -->"
    region = "<!-- docgen:begin table=shapes -->\n{}<!-- docgen:end -->\n"
    table = f"\n{TABLE}\n\n"
    old = f"A {value.format('old')}.\n\n{region.format(OLD)}"
    assert shown(old) == f"A {value.format('❌')}.\n\n{region.format(table)}"


def test_a_block_in_a_region_goes_with_the_region():
    region = "<!-- docgen:begin table=shapes -->\n{}<!-- docgen:end -->\n"
    assert shown(region.format("!!! note\n    old docgen\n\n")) == region.format(f"\n{TABLE}\n\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a\n<!-- docgen:table shaeps -->",
            "docs/guide.md:2: no table 'shaeps', did you mean 'shapes'?; to fix: use one of shapes",
        ),
        ("<!-- docgen:list ordr -->", "docs/guide.md:1: no list 'ordr', did you mean 'order'?"),
        ("a\n\n<!-- docgen:legnd -->", "docs/guide.md:3: unknown marker 'legnd', did you mean 'legend'?"),
        (
            "<!-- docgen:cell backend=CIRCEL capability=round -->",
            "docs/guide.md:1: unknown backend 'CIRCEL', did you mean 'CIRCLE'?",
        ),
        (
            "<!-- docgen:cell backend=CIRCLE capability=rund -->",
            "docs/guide.md:1: unknown capability 'rund', did you mean 'round'?",
        ),
        ("<!-- docgen:cell backend=CIRCLE -->", "docs/guide.md:1: value names no capability"),
        (f"a {MARKER}", "docs/guide.md:1: marker that shares its line with text"),
        (f"- {MARKER}", "docs/guide.md:1: marker that shares its line with text"),
        (
            f"<!-- docgen:begin legend -->\n{MARKER}\n<!-- docgen:end -->",
            "docs/guide.md:2: marker inside the region of line 1",
        ),
        (f"{MARKER}\n\n!!! note\n\n    a\n\n    <!-- docgen:table x -->", "docs/guide.md:7: no table 'x'"),
    ],
)
def test_a_broken_marker_is_an_error_with_its_line(text, message):
    with pytest.raises(PageError) as error:
        shown(text)
    assert str(error.value).startswith(message)
