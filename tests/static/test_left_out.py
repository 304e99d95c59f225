"""Modules without the bodies that an earlier run did not read are, but for these, the modules that Python parses."""

import ast
from array import array

import pytest

from docgen.digests import digest
from docgen.static.source.function_bodies import FunctionBodies, Watch, spans_in
from docgen.static.source.left_out import Unread, outermost, statements_without

TEXTS = {
    "functions": "def f():\n    return 1\n\n\nasync def g(a=1):\n\n    # no\n    return [\n        a]\n",
    "no end of the last line": "def f():\n    if a:\n        return 1",
    "a body of one line, tabs and a comment": "class A:\n\tdef f(self):\n\t\treturn 1  # one\n\ta = 1\n",
    "texts of several lines": "def f():\n    '''A\ndef g():\n    pass\n'''\n    return '''\n'''; a = 1\nb = 2\n",
    "functions below conditions": "if a:\n    def f():\n        b\n        c\nelse:\n    def g():\n        b\nd = 1\n",
    "a function that begins with a decorated one": "def f():\n    @g(\n        1)\n    def h():\n        pass\na = 1\n",
    "names of other alphabets": "class Ä:\n    def é(self):\n        'é'; return é\n    ü = 1\n",
}


def bodies_of(text):
    """The bodies that begin on a line of their own, as a layout keeps them."""
    spans = spans_in(ast.parse(text).body)
    return array("I", [n for at, (first, _, last) in enumerate(spans) for n in (at, first, last)]).tobytes()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_all_is_as_python_parses_it_once_the_bodies_are_read(text):
    whole, statements = ast.parse(text).body, statements_without(text.encode(), bodies_of(text))
    FunctionBodies().watch(statements)
    for function in outermost(statements):
        assert function.body
    assert dumped(statements) == dumped(whole)


def dumped(statements):
    """The text of a tree, with the lines of its nodes and the columns in which they begin."""
    tree = ast.Module(statements, [])
    for node in ast.walk(tree):
        if hasattr(node, "end_col_offset"):
            node.end_col_offset = 0
    return ast.dump(tree, include_attributes=True)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_lines_of_what_is_left_are_those_of_the_text(text):
    statements = statements_without(text.encode(), bodies_of(text))
    spans = [(first, last) for first, _, last in spans_in(statements)]
    assert spans == [(first, last) for first, _, last in spans_in(ast.parse(text).body)]
    below = [node for node in ast.walk(ast.Module(statements, [])) if isinstance(node, ast.ClassDef | ast.If)]
    whole = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef | ast.If)]
    kept = {(type(node), node.lineno, node.end_lineno) for node in below}
    assert kept <= {(type(node), node.lineno, node.end_lineno) for node in whole}


def test_nothing_is_left_out_of_a_text_that_has_changed_and_where_bodies_are_not_counted():
    text = TEXTS["functions"]
    watch = Watch()
    watch.unread = {"a.py": Unread(digest(text.encode()), bodies_of(text))}

    def left_out(source):
        return [hasattr(node, "whole") for node in outermost(watch.statements("a.py", source))]

    assert left_out(text.encode()) == [False, False]
    watch.is_on = True
    assert left_out(text.encode()) == [True, True]
    assert left_out(text.encode() + b"\n") == [False, False]
    assert watch.statements("b.py", b"def f():\n    return 1\n")[0].body[0].lineno == 2
