import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import PageError
from docgen.rendering.markers import Filled, fill_regions, regions

BEGIN, END = "<!-- docgen:begin legend -->", "<!-- docgen:end -->"


def filled(text: str, content: str = "{region.kind}={region.name}") -> Filled:
    return fill_regions(text, "page.md", lambda region: content.format(region=region))


def fill(text: str) -> str:
    """The page with its regions filled, the seals left out."""
    return re.sub(r"(docgen:end) [0-9a-f]{8}", r"\1", filled(text).text)


def test_a_region_is_filled_and_the_rest_is_kept():
    assert fill(f"before\n\n{BEGIN}\nold\n{END}\nafter") == f"before\n\n{BEGIN}\n\nlegend=\n\n{END}\nafter"


def test_a_region_may_name_what_it_shows():
    assert "table=standard" in fill(f"<!-- docgen:begin table=standard -->\n{END}")


def test_filling_twice_is_filling_once():
    once = filled(f"{BEGIN}\n{END}").text
    assert filled(once) == Filled(once, ())


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff# Title\r\n\r\n{BEGIN}\r\n{END}\r\n\r\nno newline at the end",
        f"a\n{BEGIN}\n{END}\n\r\nmixed\r\n",
        f"form feed \x0c and \u2028 are no line ends\n{BEGIN}\n{END}\n",
    ],
)
def test_what_is_outside_stays_to_the_byte(text):
    after = fill(text)
    assert after.split(BEGIN)[0] == text.split(BEGIN)[0]
    assert after.split(END)[1] == text.split(END)[1]


def test_a_byte_order_mark_before_a_marker_is_no_text():
    assert fill(f"\ufeff{BEGIN}\n{END}") == f"\ufeff{BEGIN}\n\nlegend=\n\n{END}"


OLD = f"{BEGIN}\n\n- one\n- two\n\n{END}\n"


def test_a_region_that_the_code_left_behind_is_filled():
    sealed = filled(OLD, "- one\n- two").text
    assert filled(sealed, "- one") == Filled(filled(f"{BEGIN}\n{END}\n", "- one").text, ())


def test_a_region_that_somebody_edited_is_told():
    sealed = filled(OLD, "- one\n- two").text.replace("- two", "- three")
    assert [region.line for region in filled(sealed, "- one\n- two").edited] == [1]
    assert [region.line for region in filled(sealed, "- one").edited] == [1]


def test_an_edit_that_says_what_the_code_says_is_in_nobodys_way():
    sealed = filled(OLD, "- one\n- two").text.replace("- two", "- three")
    assert filled(sealed, "- one\n- three").edited == ()


def test_a_region_without_a_seal_is_filled():
    assert filled(OLD, "- three").edited == ()


def test_a_region_that_a_formatter_wrote_stays_as_it_is():
    formatted = filled(OLD, "- one\n- two").text.replace("- one\n- two", "* one\n\n* two")
    assert filled(formatted, "- one\n- two") == Filled(formatted, ())


def test_a_region_takes_the_line_ends_of_its_marker():
    assert fill(f"{BEGIN}\r\n{END}\n") == f"{BEGIN}\r\n\r\nlegend=\r\n\r\n{END}\n"


@pytest.mark.parametrize(
    "block",
    [
        f"```\n{BEGIN}\n{END}\n```",
        f"~~~~ markdown\n{BEGIN}\n~~~~",
        f"- item\n\n  ```\n  {BEGIN}\n  ```",
        f"    {BEGIN}",
        f"`{BEGIN}`",
    ],
)
def test_code_holds_no_markers(block):
    text = f"{block}\n\n{BEGIN}\n{END}\n"
    assert fill(text) == f"{block}\n\n{BEGIN}\n\nlegend=\n\n{END}\n"


def test_markers_inside_other_html_are_markers():
    assert len(regions(f"<details>\n{BEGIN}\nx\n{END}\n</details>", "page.md")) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"a\n\n{BEGIN}\n", "page.md:3: region does not end"),
        (f"a\n\n{END}\n", "page.md:3: end of a region that does not begin"),
        (f"{END}\n{BEGIN}\n", "page.md:1: end of a region"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n{END}", "page.md:2: region inside the region of line 1"),
        (f"{BEGIN}\n{END}\n{END}", "page.md:3: end of a region"),
        (f"text {BEGIN}\n", "page.md:1: marker that shares its line"),
        (f"{BEGIN} text\n{END}", "page.md:1: marker that shares its line"),
        ("a\n\nb c <!-- docgen:end --> d", "page.md:3: marker that shares its line"),
        (f"{BEGIN}\n```\n{END}\n\nprose\n\n{BEGIN}\n```\n{END}", "page.md:1: a marker in code stands before"),
        (f"{BEGIN} {BEGIN}\n{END}", "page.md:1: marker that shares its line"),
        (
            f"{BEGIN}\n<!-- docgen:value backend=A capability=b -->c<!-- /docgen -->\n{END}",
            "page.md:2: value inside",
        ),
        (f"a\n\n{BEGIN}\n<!-- docgen:end zzz -->", "page.md:4: 'zzz' is no checksum"),
        (f"a\n\n<!-- docgen:begin\nlegend -->\n{END}", "page.md:3: marker that does not end on its line"),
        (f"<!-- docgen:begin legend\n{END}", "page.md:1: marker that does not end on its line"),
        (f"<!-- docgen:begin legnd -->\n{END}", "page.md:1: unknown region 'legnd', did you mean 'legend'?"),
        (
            f"<!-- docgen:beginn legend -->\n{END}",
            "page.md:1: unknown marker 'beginn', did you mean 'begin'?",
        ),
    ],
)
def test_a_broken_marker_is_an_error_with_its_line(text, message):
    with pytest.raises(PageError) as error:
        fill(text)
    assert str(error.value).startswith(message)
    assert error.value.remedy


LINES = st.lists(
    st.sampled_from(
        ["text", "", "```", "~~~", "| a | b |", "|---|---|", "- x", "    code", "<div>", "> q", "# h"]
    )
    | st.text(alphabet="ab|`<>-*\t \u2028\x0c", max_size=12),
    max_size=8,
)


@given(LINES, LINES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_text_around_a_region_is_kept(before, after, newline, final):
    text = newline.join([*before, "", BEGIN, END, "", *after]) + (newline if final else "")
    try:
        once = filled(text).text
    except PageError:
        return  # the text around made the markers text, or shared their line
    head, _, tail = text.partition(BEGIN + newline)
    assert once.startswith(head + BEGIN)
    assert once.endswith(tail.removeprefix(END))
    assert filled(once).text == once


TABLE = "| a | b |\n| - | - |\n| c | d |\n"


@pytest.mark.parametrize(
    ("page", "filled"),
    [
        (
            f"- item\n\n  {BEGIN}\n  {END}\n\n- other\n",
            f"- item\n\n  {BEGIN}\n\n  | a | b |\n  | - | - |\n  | c | d |\n\n  {END}\n\n- other\n",
        ),
        (
            f"1. item\n\n    {BEGIN}\n    {END}\n\nb\n",
            f"1. item\n\n    {BEGIN}\n\n    | a | b |\n    | - | - |\n    | c | d |\n\n    {END}\n\nb\n",
        ),
        (f"- {BEGIN}\n  {END}\n", f"- {BEGIN}\n\n  | a | b |\n  | - | - |\n  | c | d |\n\n  {END}\n"),
        (f"> {BEGIN}\n> {END}\n", f"> {BEGIN}\n>\n> | a | b |\n> | - | - |\n> | c | d |\n>\n> {END}\n"),
    ],
)
def test_a_region_in_a_list_or_a_quotation_stays_there(page, filled):
    result = fill_regions(page, "p.md", lambda _region: TABLE)
    assert re.sub(" [0-9a-f]{8} -->", " -->", result.text) == filled
    again = fill_regions(result.text, "p.md", lambda _region: TABLE)
    assert (again.text, again.edited) == (result.text, ())
    other = fill_regions(result.text, "p.md", lambda _region: TABLE.replace("d", "e"))
    assert (other.text.replace(" e ", " d ").count(" d "), other.edited) == (1, ())
    edited = fill_regions(result.text.replace(" d ", " x "), "p.md", lambda _region: TABLE)
    assert len(edited.edited) == 1
