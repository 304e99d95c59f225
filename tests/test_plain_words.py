"""Plain English: docstrings begin with a noun or a verb, and neither code nor docs speak in house idioms."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ("backends", "docgen", "tests", ".ci")
"""Directories of Python files."""
MESSAGES = ("backends", "docgen")
"""Directories whose strings reach users."""
PAGES = (
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "docs/**/*.md",
    "templates/*.j2",
    "docgen/profiles/*.toml",
)
"""Patterns of texts that are not Python."""

STARTS = ("What", "Who", "Whom", "Whose", "Whether", "How", "Which", "When", "Where", "Why")
"""Words that open a clause in place of a noun or a verb."""

TERMS = {
    r"mend(s|ed|ing)?": "fix",
    r"pass(ed|es) over": "reject, or leave out",
    r"(cannot|could not|can not) be told": "is unknown, or cannot be distinguished",
    r"(told|tells?|telling) apart": "distinguish",
    r"told of": "reported",
    r"handed on": "passed on",
    r"anew|afresh": "again",
    r"lean(s|ed|ing)? on": "depend on",
    r"(hold|holds|held|holding) (\w+ ){0,4}against": "compare with, or check against",
    r"work(s|ed)? out": "compute, or evaluate",
    r"what (becomes?|became|comes?|came) of": "the result of",
    r"taken? apart|taking apart": "parse, or split",
    r"person at the keyboard": "user",
    r"parted": "split, or separated",
    r"grave": "severe",
    r"clouds?": "havoc",
    r"obstacles?": "blocker",
}
"""House idioms, as patterns of whole words, and the plain words for them."""

ALLOWED: dict[str, str] = {}
"""Places, as `path:line`, that may break these rules, each with the reason."""

_IDIOM = re.compile(
    "|".join(rf"(?P<t{number}>\b(?:{term})\b)" for number, term in enumerate(TERMS)), re.IGNORECASE
)
_START = re.compile(rf"\s*({'|'.join(STARTS)})\b")
_MAY_START = re.compile(rf'"""\s*({"|".join(STARTS)})\b')


def idioms(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line, counted from 0, and the plain words for each idiom in a text, also across line ends."""
    for found in _IDIOM.finditer(re.sub(r"\n", " ", text)):
        number = int(str(found.lastgroup)[1:]) if found.lastgroup else 0
        yield text.count("\n", 0, found.start()), f"{found[0]!r}: say {list(TERMS.values())[number]!r}"


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the docstrings in a module, including those of attributes: strings that are statements."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments in a module, with their lines; those on consecutive lines are one text."""
    first, texts = 0, list[str]()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if texts and token.start[0] != first + len(texts):
                yield first, "\n".join(texts)
                texts = []
            first = first if texts else token.start[0]
            texts.append(token.string.lstrip("# "))
    if texts:
        yield first, "\n".join(texts)


def faults(source: str, *, messages: bool) -> Iterator[tuple[int, str]]:
    """Yield the lines of a module, counted from 1, that break a rule, and the rule."""
    if not _MAY_START.search(source) and not _IDIOM.search(re.sub(r"\s*\n\s*(# )?", " ", source)):
        return
    tree = ast.parse(source)
    prose = list(docstrings(tree))
    for docstring in prose:
        if found := _START.match(str(docstring.value)):
            yield docstring.lineno, f"docstring begins with {found[1]!r}: begin with a noun or a verb"
    texts = [(node.lineno, re.sub(r"\n +", "\n", str(node.value))) for node in prose]
    texts += comments(source)
    if messages:
        strings = (
            node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        texts += [(node.lineno, str(node.value)) for node in strings if node not in prose]
    for first, text in texts:
        yield from ((first + line, fault) for line, fault in idioms(text))


def found_in(path: Path) -> list[str]:
    """List the faults of a file as `path:line: fault`, without those that are allowed."""
    name = path.relative_to(ROOT).as_posix()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        found = faults(text, messages=name.startswith(MESSAGES))
    else:
        found = ((line + 1, fault) for line, fault in idioms(text))
    return [f"{name}:{line}: {fault}" for line, fault in found if f"{name}:{line}" not in ALLOWED]


@pytest.mark.parametrize("room", CODE)
def test_code_is_in_plain_english(room: str) -> None:
    here = Path(__file__)
    assert [
        fault for path in sorted((ROOT / room).rglob("*.py")) if path != here for fault in found_in(path)
    ] == []


@pytest.mark.parametrize("pattern", PAGES)
def test_pages_are_in_plain_english(pattern: str) -> None:
    assert [fault for path in sorted(ROOT.glob(pattern)) for fault in found_in(path)] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""Whether it rains."""\n', [1]),
        ('"""Cells of a backend."""\n', []),
        ('class A:\n    x = 1\n    """What it is."""\n', [3]),
        ('def f():\n    """Tell whether it rains."""\n', []),
        ('"""Cells that are held\nagainst the code."""\n', [1]),
        ("x = 1  # mended\n", [1]),
        ("# Read\n# anew.\n", [2]),
        ('x = "mend it"\n', [1]),
        ('def f(y):\n    return f"{y} cannot be told"\n', [2]),
        ('x = """\nWhat a text holds\n"""\n', []),
    ],
)
def test_faults_are_found(source: str, lines: list[int]) -> None:
    assert [line for line, _ in faults(source, messages=True)] == lines


def test_strings_of_tests_are_data() -> None:
    assert list(faults('x = "mend it"\n', messages=False)) == []
