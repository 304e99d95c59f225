"""Pages of any text: a build touches what is its own, a second one touches nothing, and a check has no complaint.

Except for one: where what is around a region makes it plain text (`<pre>`, `<?x`), readers see no table, and nothing is
compared.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from awkward_project import BY_HAND, config, model
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from docgen.checks.pipeline import Mode, run
from docgen.config import Page
from docgen.errors import DocgenError
from docgen.model.finding import Rule
from docgen.project.project import Project, Request

CONFIG = config()
PROJECT = Project(Request(Path()), CONFIG, model(), digest="fuzz")

VALUES = (
    "<!-- docgen:value backend=A_* capability=colours -->",
    "<!--docgen:value capability=round backend=_B-->",
    "<!-- docgen:value backend=C capability=colours scenario=rocm -->",
)
BEGINS = (
    "<!-- docgen:begin table=filled -->",
    "  <!--docgen:begin lists-->  ",
    "<!-- docgen:begin legend -->",
)
ENDS = ("<!-- docgen:end -->", "<!-- docgen:end -->\t", "<!-- docgen:end 12345678 -->")
ODD_LINES = (
    *(
        "",
        "",
        "text",
        "    code",
        "\tcode",
        "# heading",
        "===",
        "---",
        "> quote",
        "- item",
        "  - item",
        "1. item",
    ),
    *("| a | b |", "|---|---|", "| `x|y` | \\| |", "a | b | c", "||", "|:-:|", "| a |"),
    *("```", "````", "~~~", "``` markdown", "    ```", "> ```", "- ~~~"),
    *(
        "<div>",
        "</div>",
        "<pre>",
        "</pre>",
        "<script>",
        "<!-- comment",
        "-->",
        "<!-- docgen -->",
        "<?x",
        "<a b='",
    ),
    *(
        "[x]: y.md",
        "[^1]: note",
        "\\",
        "`",
        "``",
        "**",
        "&lt;",
        "a\x0cb",
        "a\u2028b",
        "a\x00b",
        "\x85",
        "\ufeff",
    ),
)
ANY_TEXT = st.text(alphabet="ab |`<>!-*_\\\t~#[]()&;\u2028\x0c", max_size=10)
WORDS = ANY_TEXT | st.sampled_from(["<!-- /docgen -->", *VALUES, *ENDS])


def line(*parts) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


VALUE = line(ANY_TEXT, st.sampled_from(VALUES), ANY_TEXT, st.just("<!-- /docgen -->"), ANY_TEXT)
LINE = st.sampled_from(ODD_LINES) | ANY_TEXT | VALUE | line(WORDS, WORDS)
LINES = st.lists(LINE, max_size=6)
REGION = st.tuples(
    st.sampled_from(BEGINS),
    st.lists(st.sampled_from(ODD_LINES) | ANY_TEXT, max_size=3),
    st.sampled_from(ENDS),
).map(lambda region: ["", region[0], *region[1], region[2], ""])
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def pages(draw) -> str:
    """A page with line ends of any kind, and markers among anything."""
    parts = draw(st.lists(LINES | REGION, min_size=1, max_size=6))
    mixed = draw(st.booleans())
    ending = draw(ENDINGS)
    text = "".join(each + (draw(ENDINGS) if mixed else ending) for part in parts for each in part)
    mark = "\ufeff" if draw(st.booleans()) else ""
    return mark + (text if draw(st.booleans()) else text.rstrip("\r\n"))


MARKER = re.compile(r"(<!--[ \t]*(?:docgen:|/docgen)(?:(?!-->)[^\r\n])*-->)")
OPENS = re.compile(r"<!--[ \t]*docgen:(begin|value)")
SEAL = re.compile(r"(docgen:end) [0-9a-f]{8}")


def same_outside(before: str, after: str) -> bool:
    """Tell whether two pages differ between an opening marker and the next, and in seals, alone.

    No parser is asked what a marker is: whatever looks like one parts the page.
    """
    there, here = MARKER.split(before), MARKER.split(after)
    pairs = enumerate(zip(there, here, strict=True))
    return all(
        old == new or SEAL.sub(r"\1", old) == SEAL.sub(r"\1", new) or (i and OPENS.match(here[i - 1]))
        for i, (old, new) in pairs
    )


def holds(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        page = Path(name, BY_HAND)
        page.parent.mkdir()
        Path(name, "docgen.toml").write_text("[tool.docgen]\n")
        page.write_bytes(text.encode())
        project = replace(PROJECT, request=Request(Path(name)), config=only_by_hand())
        try:
            run(project, Mode.WRITE)
        except DocgenError as error:
            event(re.sub(r"'.*?'|\d+", "_", error.what))
            assert page.read_bytes() == text.encode(), "a build that stops writes nothing"
            return
        event("built")
        built, stat = page.read_bytes(), page.stat()
        assert same_outside(text, built.decode())
        run(project, Mode.WRITE)
        assert (page.read_bytes(), page.stat()) == (built, stat), "a second build writes nothing"
        findings = run(project, Mode.CHECK).findings
        assert [each.message for each in findings if each.rule is not Rule.NOTHING_COMPARED] == []
        assert not findings or VERBATIM.search(text), "a table that readers see is compared"
        assert [path.name for path in page.parent.iterdir()] == [page.name]


def only_by_hand():
    import msgspec

    return msgspec.structs.replace(CONFIG, page=(Page(path=BY_HAND),))


VERBATIM = re.compile(r"<(script|pre|\?)")


quick = settings(max_examples=80, deadline=None)
long = settings(max_examples=4000, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))


@quick
@given(pages())
def test_any_page(text):
    holds(text)


@pytest.mark.slow
@long
@given(pages())
def test_very_many_pages(text):
    holds(text)


def test_the_measure_sees_what_is_outside():
    page = f"a\n{BEGINS[0]}\nb\n{ENDS[0]}\nc {VALUES[0]}d<!-- /docgen --> e"
    assert same_outside(page, page.replace("b\n", "B\n").replace("d<", "D<").replace("end ", "end 12345678 "))
    assert not any(same_outside(page, page.replace(part, part.upper())) for part in ("a\n", "\nc", " e"))
