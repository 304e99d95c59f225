import pytest
from tiny_project import conditional, known, make_backend, make_config, make_model

from docgen.errors import PageError
from docgen.rendering.values import drifted, places, with_values

OPEN, CLOSE = "<!-- docgen:value backend=CIRCLE capability=colours -->", "<!-- /docgen -->"


def fill(text: str, *backends, scenarios=None) -> str:
    model = make_model(*backends, **({"scenarios": scenarios} if scenarios else {}))
    return with_values(text, drifted(text, "page.md", make_config(), model))


@pytest.mark.parametrize(
    "text",
    [
        "It draws {}, and more.",
        "{} at the start of a line",
        "- {}\n- other",
        "# About {}",
        "> quoted {}",
        "| a | {} | c |\n|---|---|---|\n| `x` | {} | {} |",
        "`<!-- docgen:value -->` is code, {} is not",
        "two {} in {} one",
        "<p>\nhtml {}\n</p>",
        "\ufeff{} behind a byte order mark",
        "a\r\nb {}\r\nc",
        "\\<!-- docgen:value x --> is text, {} is not",
    ],
)
def test_a_value_is_put_right_and_nothing_else(text):
    filled = fill(text.replace("{}", f"{OPEN}old{CLOSE}"))
    assert filled == text.replace("{}", f"{OPEN}All{CLOSE}")
    assert fill(filled) == filled


@pytest.mark.parametrize(
    "text", ["```\n{}\n```", "    {}", "`{}`", "- x\n\n      {}", "| a |\n|---|\n| `{}` |", "nothing"]
)
def test_code_holds_no_values(text):
    text = text.replace("{}", f"{OPEN}old{CLOSE}")
    assert places(text, "page.md") == []


def test_a_value_that_a_formatter_wrote_stays():
    backends = make_backend("CIRCLE", known(["a*b", "c"]))
    assert fill(f"x {OPEN}a\\*b,\nc{CLOSE}", backends) == f"x {OPEN}a\\*b,\nc{CLOSE}"


def test_markdown_is_escaped_and_html_where_markdown_is_not_read():
    backend = make_backend("CIRCLE", known(["a*|<b"]))
    assert fill(f"x {OPEN}{CLOSE}", backend) == f"x {OPEN}a\\*\\|&lt;b{CLOSE}"
    assert fill(f"{OPEN}{CLOSE} x", backend) == f"{OPEN}a*&#124;&lt;b{CLOSE} x"


def test_answers_that_differ_between_scenarios_say_where_they_hold():
    backend = make_backend(
        "CIRCLE",
        (known(["RED"], "cuda-8.0", "cuda-9.0"), known(["RED", "BLUE"], "rocm")),
        conditional(True, False),
    )
    assert fill(f"x {OPEN}{CLOSE}", backend) == f"x {OPEN}red; BLUE (rocm){CLOSE}".replace("BLUE", "blue")
    one = OPEN.replace(" -->", " scenario=rocm -->")
    assert fill(f"x {one}{CLOSE}", backend) == f"x {one}All{CLOSE}"
    other = "<!-- docgen:value capability=round backend=CIRCLE -->"
    assert fill(f"x {other}{CLOSE}", backend) == f"x {other}✅ or ❌{CLOSE}"


def test_a_scenario_that_this_run_does_not_ask_about_is_left_alone():
    text = f"x {OPEN.replace(' -->', ' scenario=rocm -->')}old{CLOSE}"
    assert fill(text, make_backend("CIRCLE", known(["RED"], "cuda-8.0")), scenarios=("cuda-8.0",)) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"a\n\nb {OPEN} c", "page.md:3: value does not end"),
        (f"a {OPEN} b\n\nc {CLOSE}", "page.md:1: value does not end"),
        (f"| a | b |\n|---|---|\n| {OPEN} | {CLOSE} |", "page.md:3: value does not end"),
        (f"a\nb {CLOSE}", "page.md:2: end of a value that does not begin"),
        (f"a {CLOSE}{OPEN}", "page.md:1: end of a value that does not begin"),
        (f"a {OPEN}{OPEN}b{CLOSE}{CLOSE}", "page.md:1: value does not end"),
        (f"a {OPEN}`{CLOSE} prose {OPEN}`{CLOSE}", "page.md:1: a marker in code stands before"),
        (f"a {OPEN}b{CLOSE}{CLOSE}", "page.md:1: end of a value"),
        (f"a <!-- docgen:value capability=colours -->{CLOSE}", "page.md:1: value names no backend"),
        (f"a <!-- docgen:value backend=CIRCLE -->{CLOSE}", "page.md:1: value names no capability"),
        (
            f"a {OPEN.replace(' -->', ' backend=X -->')}{CLOSE}",
            "page.md:1: value names more than one backend",
        ),
        (f"a {OPEN.replace('CIRCLE', '')}{CLOSE}", "page.md:1: value names no backend"),
        (
            f"a {OPEN.replace('backend', 'backnd')}{CLOSE}",
            "page.md:1: unknown word of a value 'backnd', did you mean",
        ),
        (
            f"a {OPEN.replace(' -->', ' scenario=rocn -->')}{CLOSE}",
            "page.md:1: unknown scenario 'rocn', did you mean 'rocm'?",
        ),
        (
            f"a {OPEN.replace('CIRCLE', 'CRICLE')}{CLOSE}",
            "page.md:1: unknown backend 'CRICLE', did you mean 'CIRCLE'?",
        ),
        (f"a <!-- docgen:vlaue -->{CLOSE}", "page.md:1: unknown marker 'vlaue', did you mean 'value'?"),
        (
            f"a {OPEN}b<!-- /docgen:value -->",
            "page.md:1: unknown marker '/docgen:value', did you mean '/docgen'?",
        ),
        (f"a <!-- docgen:value\nbackend=X -->{CLOSE}", "page.md:1: marker that does not end on its line"),
        (f"&lt;!-- docgen:value x --> {OPEN}b{CLOSE} &lt;!-- /docgen -->", "page.md:1: markers among text"),
    ],
)
def test_a_broken_value_is_an_error_with_its_line(text, message):
    with pytest.raises(PageError) as error:
        fill(text)
    assert str(error.value).startswith(message)
    assert error.value.remedy
