"""Lines of a file that count: not blank ones, comments, and bodies of functions that nobody read."""

import ast
from array import array

import pytest

from docgen.project.layouts import layout_of
from docgen.static.source.function_bodies import FunctionBodies, spans_in


def counted(layout):
    rows = array("I", layout.numbers)
    return [n for first, end in zip(rows[::2], rows[1::2], strict=True) for n in range(first, end)]


NUMBERS = {
    "": [1],
    "a = 1": [1],
    "a = 1\n": [1, 2],
    "\n\n": [3],
    "# a\n\na = 1\n": [3, 4],
    "a = 1\n  # b\n\t\f\nb = 2\n\nc = 3": [1, 4, 6],
    "a = 1\n# b": [1, 2],
    'a = """\n# b\n\n"""\n\nb = 1\n': [1, 2, 3, 4, 6, 7],
    "a = '''\n# b\n'''  # '''\n# c\nb = 1\n": [1, 2, 3, 5, 6],
    "# it's\n\na = 'b'\n": [3, 4],
    "a = r'\\'\n\nb = '\\''\n# c\n": [1, 3, 5],
    "a = 1 + \\\n\n\nb = 1\n": [1, 2, 4, 5],
    "a = '# b'\n'''\n# c\n''' '''\n# d\n'''\n# e\n": [1, 2, 3, 4, 5, 6, 8],
}


@pytest.mark.parametrize(("text", "numbers"), NUMBERS.items(), ids=map(repr, NUMBERS))
def test_lines_that_count(text, numbers):
    assert counted(layout_of(text.encode())) == numbers


BODIES = {
    "def f():\n    return 1\na = 1\n": [1, 3, 4],
    "def f(): return 1\na = 1\n": [1, 2, 3],
    "def f(\n    a,\n):\n    # no\n    return 1\n\n\nb = 1\n": [1, 2, 3, 8, 9],
    "def f():\n    @a\n    def g():\n        pass\nb = 1\n": [1, 5, 6],
    "if a:\n    def f():\n        pass\nelse:\n    async def f():\n        pass\n": [1, 2, 4, 5, 7],
    "class A:\n    a = 1\n    def f(self):\n        return '''\n# a\n'''\n    b = 1\n": [1, 2, 3, 7, 8],
}


@pytest.mark.parametrize(("text", "numbers"), BODIES.items(), ids=map(repr, BODIES))
def test_lines_that_count_where_no_body_was_read(text, numbers):
    bodies = FunctionBodies(spans_in(ast.parse(text).body))
    assert counted(layout_of(text.encode(), bodies)) == numbers


def test_a_body_that_was_read_counts_and_comments_count_where_there_are_no_rows():
    text = b"def f():\n    return 1\n\n# a\ndef g():\n    # b\n    return 1\n"
    bodies = FunctionBodies(spans_in(ast.parse(text).body), read={0})
    assert counted(layout_of(text, bodies)) == [1, 2, 5, 8]
    assert counted(layout_of(text, bodies, has_rows=False)) == [1, 2, 3, 4, 5, 6, 8]


def test_a_comment_behind_a_word_that_ends_in_f_is_no_text():
    assert counted(layout_of(b"a = b if# {\\\nc else d\n# e\n")) == [1, 2, 4]


@pytest.mark.parametrize(
    "text", [b'a = f"{b["c"]}"\n', b'a = rf"{"\n', b"a = 1\r\n", b"# vars()\n", b"# \xff\n"], ids=repr
)
def test_files_that_no_scan_tells_have_no_layout(text):
    assert layout_of(text) is None
