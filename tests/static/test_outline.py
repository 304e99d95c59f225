"""The imports at the top of a module, read without the rest of it."""

import ast

import pytest

from docgen.static.source.outline import digest_of_imports, imports

TEXTS = {
    "plain": "import a\nfrom b import c\n\ndef f():\n    import d\n",
    "several_lines": "from a import (\n    b,\n    c,\n)\nx = 1\n",
    "comment_with_a_parenthesis": "from a import (\n    b,  # :)\n    c,\n)\nimport d\n",
    "continued": "import a, \\\n    b\nimport c\n",
    "in_a_text": "x = '''\nimport a\n'''\nimport b\n",
    "last_in_a_text": "import b\nx = '''\nimport a\n'''\n",
    "looks_like_one": "important = 1\nfrom_here = 2\n",
    "guarded": "try:\n    import a\nexcept ImportError:\n    pass\n",
    "two_on_a_line": "import a; import b\nimport c\n",
    "none": "x = 1\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_they_are_those_of_the_whole_module(text):
    whole = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [(n.lineno, ast.dump(n)) for n in imports(text.encode())] == [
        (n.lineno, ast.dump(n)) for n in whole
    ]


def test_what_stands_below_the_last_is_not_read():
    assert len(imports(b"import a\n\nx =\n")) == 1


def test_what_is_not_python_above_it_is_said():
    with pytest.raises(SyntaxError):
        imports(b"x =\nimport a\n")


IMPORTS = "import a, b as c\nfrom ..d import (e, f as g)\nfrom h import *\n"


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        ("\n\nimport a, b as c\nfrom ..d import (\n    e,\n    f as g\n)\nfrom h import *\nx = 1\n", True),
        (IMPORTS.replace("a", "aa", 1), False),
        (IMPORTS.replace("b as c", "b"), False),
        (IMPORTS.replace("..d", ".d"), False),
        (IMPORTS.replace("..d", ".."), False),
        (IMPORTS.replace("f as g", "f"), False),
        (IMPORTS.replace("from h import *", "import h"), False),
        ("".join(reversed(IMPORTS.splitlines(keepends=True))), False),
    ],
)
def test_a_digest_is_the_same_for_the_same_imports_however_they_are_laid_out(text, is_same):
    digests = [digest_of_imports("", imports(each.encode())) for each in (IMPORTS, text)]
    assert (digests[0] == digests[1]) is is_same
