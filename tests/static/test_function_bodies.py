"""Reading the body of a function is seen, in every way that there is; reading its head is not."""

import ast
import copy

import pytest

from docgen.static.source.function_bodies import FunctionBodies, Watch, without_comments
from docgen.static.source.nodes import children, executed, walk

TEXT = """
@call
def first(a, b=1):
    "Text."
    return a

class Holder:
    async def second(self):
        def inner(): pass

if a:
    def third(): pass
else:
    for b in c:
        def fourth(): pass
"""


@pytest.fixture
def watched():
    statements, bodies = ast.parse(TEXT).body, FunctionBodies()
    bodies.watch(statements)
    return statements, bodies


def match(node):
    match node:
        case ast.FunctionDef(body=[*_]):
            return


LOOKS = {
    "its body": lambda node: node.body,
    "its body by name": lambda node: getattr(node, "body", None),
    "its children": children,
    "all below": walk,
    "all below, by Python": lambda node: [*ast.walk(node)],
    "its text": ast.unparse,
    "its fields": ast.dump,
    "its docstring": ast.get_docstring,
    "a pattern": match,
    "a copy": copy.copy,
    "a deep copy": copy.deepcopy,
    "its compiled form": lambda node: compile(ast.Module([node], []), "module", "exec"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_look_into_a_body_is_seen_once(watched, look):
    statements, bodies = watched
    assert isinstance(statements[0], ast.FunctionDef)
    look(statements[0])
    assert bodies.read == {0}
    assert type(statements[0]) is ast.FunctionDef
    assert len(statements[0].body) == 2


@pytest.mark.parametrize("take", [copy.copy, copy.deepcopy])
def test_a_copy_is_a_plain_node(watched, take):
    statements, bodies = watched
    assert ast.dump(take(statements[0])) == ast.dump(ast.parse(TEXT).body[0])
    assert bodies.read == {0}


HEADS = {
    "its name": lambda node: node.name,
    "its parameters": lambda node: ast.dump(node.args),
    "its decorators": lambda node: node.decorator_list,
    "what its definition runs": executed,
    "its line": lambda node: node.lineno,
}


@pytest.mark.parametrize("look", HEADS.values(), ids=HEADS)
def test_a_look_at_a_head_is_none_into_the_body(watched, look):
    statements, bodies = watched
    look(statements[0])
    assert bodies.read == set()


def test_functions_are_numbered_in_the_order_of_the_text(watched):
    statements, bodies = watched
    assert [first for first, _, _ in bodies.spans] == [4, 9, 12, 15]
    for number, node in enumerate([statements[0], statements[1].body[0], statements[2].body[0]]):
        walk(node)
        assert bodies.read == {*range(number + 1)}
    assert type(statements[1].body[0]) is ast.AsyncFunctionDef


def test_a_module_that_is_parsed_again_is_watched_on():
    watch = Watch()
    watch.is_on = True
    for number in (0, 1):
        body = ast.parse(TEXT).body
        watch.begin("a.py", body)
        walk([body[0], body[1]][number])
    assert watch.found["a.py"].read == {0, 1}
    assert not watch.found["a.py"].is_whole
    watch.begin("a.py", ast.parse(f"\n{TEXT}").body)
    assert watch.found["a.py"].is_whole


def test_what_processes_read_is_put_together():
    watch, other = Watch(), Watch()
    watch.is_on = other.is_on = True
    for each, at in ((watch, 0), (other, 1)):
        body = ast.parse(TEXT).body
        each.begin("a.py", body).words.add(str(at))
        walk(body[at])
    other.read_text("b.py")
    watch.take(other.found)
    assert (watch.found["a.py"].read, watch.found["a.py"].words) == ({0, 1}, {"0", "1"})
    assert watch.found["b.py"].is_whole


def test_lines_that_are_nothing_but_a_comment_are_left_out_of_a_text():
    text = b"# a\n\t# b\na = 1  # c\n\n  # d\nb = '#'\n#"
    assert without_comments(text).split(b"\n") == [b"", b"a = 1  # c", b"", b"b = '#'"]
