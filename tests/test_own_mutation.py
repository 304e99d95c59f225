"""The script that mutates docgen itself: its mutants are programs that differ, and the committed page holds its record."""

import ast

import own_mutation
from recorded import with_region

TEXT = '''def f(a: int = 0) -> bool:
    """Doc."""
    if not a and "é" in "é" or a < 1:
        return a + 1 == 2
    return None
'''


def test_every_edit_is_a_program_that_differs():
    found = own_mutation.mutants("p.py", TEXT)
    assert {each.edit.partition(" -> ")[2] for each in found} >= {
        "(a - 1)",
        "(a + 1 != 2)",
        "(a <= 1)",
        "return None",
    }
    assert all(ast.parse(each.text) and each.text != TEXT for each in found)
    assert all(each.text.splitlines()[:2] == TEXT.splitlines()[:2] for each in found)


def test_a_sample_is_the_same_for_the_same_seed():
    first = own_mutation.drawn(6, 3)
    assert first == own_mutation.drawn(6, 3)
    assert first != own_mutation.drawn(6, 4)


def test_the_committed_page_is_of_the_record():
    text = own_mutation.PAGE.read_text(encoding="utf-8")
    assert with_region(text, "mutation", own_mutation.table(own_mutation.kept())) == text
