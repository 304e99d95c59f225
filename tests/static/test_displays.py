"""Displays, calls and comparisons with something unknown in them: what is evaluated after it has its effects."""

import pytest

BASE = """
import numpy
seen = []
def go(value=1):
    seen.append(value)
    return value
def take(*values, **named): return values
class Held: sizes = [1]
"""
EFFECTS = {
    "list": "x = [*numpy.sizes(), go()]",
    "tuple": "x = (*numpy.sizes(), go())",
    "set": "x = {*numpy.sizes(), go()}",
    "element-of-a-set": "x = {numpy.size, go()}",
    "dictionary": "x = {**numpy.table(), 'a': go()}",
    "key": "x = {numpy.size: 2, 'a': go()}",
    "later-key": "x = {'a': 2, **{'b': 3}, numpy.size: 2, **{'c': go()}}",
    "arguments": "x = take(*numpy.sizes(), go())",
    "arguments-and-keyword": "x = take(*numpy.sizes(), b=go())",
    "keywords": "x = take(**numpy.table(), b=go())",
    "set-that-is-no-order": "x = [*{1, 'a'}, go()]",
}


@pytest.mark.parametrize("text", EFFECTS.values(), ids=EFFECTS)
def test_what_comes_after_something_unknown_has_its_effects(text, package):
    assert package({"pkg/main.py": f"{BASE}\n{text}\n"}).evaluated("pkg.main.seen").value == [1]


@pytest.mark.parametrize("text", EFFECTS.values(), ids=EFFECTS)
def test_under_a_handler_the_effect_hangs_on_what_comes_before(text, package):
    text = f"{BASE}\ntry:\n    {text}\nexcept Exception: pass\n"
    answer = package({"pkg/main.py": text}).evaluated("pkg.main.seen")
    assert answer.kind in {"known", "conditional", "unknown"}
    assert answer.value != [] or answer.kind != "known"


@pytest.mark.parametrize(
    "text", ["[*numpy.sizes(), Held]", "{'a': Held, **numpy.table()}", "{Held, *numpy.sizes()}"]
)
def test_code_outside_may_reach_what_stands_in_it(text, package):
    written = package({"pkg/main.py": f"{BASE}\nnumpy.use({text})\n"})
    assert written.evaluated("pkg.main.Held.sizes").kind == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{[], go()}", [1]),
        ("{*[], [], go()}", []),
        ("{[]: go(), 2: go(2)}", [1, 2]),
        ("{[]: go(), **{}, 2: go(2)}", [1]),
        ("take(*3, go())", []),
    ],
)
def test_elements_are_evaluated_before_they_are_hashed_as_in_python(text, expected, package):
    program = f"{BASE}\ntry:\n    {text}\nexcept TypeError: pass\n"
    names = {}
    exec(program.replace("import numpy", ""), names)  # noqa: S102 - the test's own text
    assert names["seen"] == expected
    assert package({"pkg/main.py": program}).evaluated("pkg.main.seen").value == expected
