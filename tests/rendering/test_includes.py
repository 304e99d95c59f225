import pytest

from docgen.config.schema import Includes
from docgen.rendering.includes import line_before, with_regions

INCLUDES = Includes(line='--8<-- "gen:{name}"', regions={"filled": "table=filled", "order": "list=order"})
REGION = "<!-- docgen:begin table=filled -->\n<!-- docgen:end -->\n"
LINE = '--8<-- "gen:filled"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a\n\n{LINE}\nb\n", f"a\n\n{LINE}\n{REGION}\nb\n"),
        (f"{LINE}b\n", f"{LINE}\n{REGION}b\n"),
        # The last line of a page may have no end; the region's lines have one.
        (LINE.rstrip("\n"), f"{LINE}\n{REGION}"),
        (f"a\r\n\r\n{LINE.rstrip()}\r\n", f"a\r\n\r\n{LINE.rstrip()}\r\n\r\n" + REGION.replace("\n", "\r\n")),
        # A region that is there is kept, wherever the empty lines are, and shows what is configured.
        (f"{LINE}\n{REGION}", f"{LINE}\n{REGION}"),
        (f"{LINE}{REGION}", f"{LINE}{REGION}"),
        (f"{LINE}\n{REGION.replace('filled', 'hollow')}", f"{LINE}\n{REGION}"),
        # Other includes, code, lists and text are the author's.
        ('--8<-- "gen:other"\n', '--8<-- "gen:other"\n'),
        ('--8<-- "filled"\n', '--8<-- "filled"\n'),
        (f"```\n{LINE}```\n", f"```\n{LINE}```\n"),
        (f"    {LINE}", f"    {LINE}"),
        (f"- {LINE}", f"- {LINE}"),
        (f"see {LINE}", f"see {LINE}"),
        ("", ""),
    ],
)
def test_a_region_is_put_below_an_include_line(text, expected):
    assert with_regions(text, INCLUDES) == expected
    assert with_regions(expected, INCLUDES) == expected


@pytest.mark.parametrize("line", ["gen:name", "{name} {name}", "{name}\n"])
def test_an_include_line_tells_its_name_once(line):
    with pytest.raises(ValueError, match="not one line with"):
        Includes(line=line, regions={})


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["End.", LINE.rstrip()])
def test_a_line_below_an_added_region_is_that_of_the_page_as_it_is(newline, last):
    lines = ["# Page", "", LINE.rstrip(), "", "Words.", "", LINE.rstrip(), "", last]
    text = newline.join(lines)
    prepared = with_regions(text, INCLUDES).splitlines()
    befores = [line_before(number, text, INCLUDES) for number in range(1, len(prepared) + 1)]
    assert befores[:10] == [1, 2, 3, 3, 3, 3, 4, 5, 6, 7]
    assert befores == sorted(befores)
    assert befores[-1] == len(lines)
    assert all(
        lines[before - 1] == line
        for before, line in zip(befores, prepared, strict=True)
        if line and "docgen:" not in line
    )


def test_a_page_that_begins_with_empty_lines_keeps_its_lines():
    text = f"\n\n{LINE}b\n"
    assert [line_before(line, text, INCLUDES) for line in range(1, 8)] == [1, 2, 3, 3, 3, 3, 4]
