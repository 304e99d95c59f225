import pytest
from markdown_it import MarkdownIt

from docgen.model.location import Location
from docgen.rendering.answers import Alternative, Note
from docgen.rendering.links import no_links, relative_links, url_links
from docgen.rendering.markdown import aligned, code, escape, note_text, prose
from docgen.rendering.words import YES


@pytest.mark.parametrize(
    "text", ["a_b_c", "_a_", "*a*", "[a](b)", "a < b & c", "&lt;", "`x`", r"\*", "<b>", "fp8_*"]
)
def test_escaped_text_reads_as_it_is_written(text):
    inline = MarkdownIt("commonmark").parseInline(escape(text))[0]
    assert [child.type for child in inline.children if child.type not in {"text", "text_special"}] == []
    assert "".join(child.content for child in inline.children) == text


def test_names_with_underscores_stay_legible():
    assert escape("fp8_e4m3") == "fp8_e4m3"


@pytest.mark.parametrize(
    ("text", "expected"), [("x", "`x`"), ("a`b", "``a`b``"), ("`x`", "`` `x` ``"), ("a\n b", "`a b`")]
)
def test_code(text, expected):
    assert code(text) == expected


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        ("One.\n\nTwo\n  lines.", "One.\n\nTwo lines."),
        ("Uses ``a_*`` and `b`.", "Uses `a_*` and `b`."),
        ("See :meth:`supports_sink`, *so*.", r"See `supports_sink`, \*so\*."),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("# no heading", r"\# no heading"),
        ("-1 is a number", "-1 is a number"),
    ],
)
def test_a_docstring_becomes_paragraphs(docstring, expected):
    assert prose(docstring) == expected


def test_a_table_is_aligned_and_its_pipes_escaped():
    assert aligned([["A", "B"], ["a|b", "✅"]]) == "| A    | B   |\n| ---- | --- |\n| a\\|b | ✅  |"


def test_links():
    here = Location("pkg/a b.py", 3)
    assert relative_links("docs/deep/x.md")(here) == "../../pkg/a%20b.py#L3"
    assert relative_links("x.md")(here) == "pkg/a%20b.py#L3"
    assert url_links("https://h/r/blob/main/")(here) == "https://h/r/blob/main/pkg/a%20b.py#L3"


def test_notes_give_the_reason_and_the_place():
    here = Location("a.py", 3)
    assert note_text(Note(here, reason="calls *x*"), no_links) == r"calls \*x\* (a.py:3)"
    conditional = Note(here, alternatives=(Alternative((YES,), "a | b"),))
    assert note_text(conditional, relative_links("x.md")) == "✅ when `a | b` ([a.py:3](a.py#L3))"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a `b` c", "a `b` c"),
        ("``b`c``", "``b`c``"),
        ("see :class:`A` and :py:meth:`b`", "see `A` and `b`"),
        ("x:class:`A`", "x`A`"),
        ("a : `b`", "a : `b`"),
        ("`a ``b`` c", r"\`a `b` c"),
        ("```a`` `", r"\`\`\`a\`\` \`"),
    ],
)
def test_code_spans_of_a_docstring(text, shown):
    assert prose(text) == shown


@pytest.mark.parametrize("text", ["`" * 100_000 + "a", "` `` " * 20_000, ":a" * 50_000, "a" + " " * 100_000])
def test_a_long_docstring_takes_time_by_its_length(text):
    assert prose(text)  # hours, or minutes, by the square of it
