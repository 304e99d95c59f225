"""Digests depend on a text's meaning to Python, and on nothing that Python ignores."""

import pytest

from docgen.verify.syntax_digest import syntax_digest

SOURCE = b'''"""About."""
import os


def area(side, *, scale=1):
    """Docs."""
    # why
    if side > 0:
        pass
    return side * side * scale  # how
'''

SAME = {
    "a comment": SOURCE.replace(b"# why", b"# another reason"),
    "a docstring": SOURCE.replace(b'"""Docs."""', b'"""Other docs."""'),
    "no docstring": SOURCE.replace(b'    """Docs."""\n', b"").replace(b'"""About."""\n', b""),
    "quotes and brackets": SOURCE.replace(b"side * side * scale", b"((side * side) * scale)"),
    "lines": SOURCE.replace(b"area(side, *, scale=1)", b"area(\n    side,\n    *,\n    scale=1,\n)"),
    "indentation": SOURCE.replace(b"    ", b"  "),
    "line ends": SOURCE.replace(b"\n", b"\r\n"),
    "a text that stands for itself": SOURCE.replace(b"import os", b"import os\n'about os'"),
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_the_same_program(other):
    assert syntax_digest(other) == syntax_digest(SOURCE)


OTHER = {
    "an operator": SOURCE.replace(b"side * side", b"side + side"),
    "a default": SOURCE.replace(b"scale=1", b"scale=1.0"),
    "a truth for a number": SOURCE.replace(b"scale=1", b"scale=True"),
    "a name": SOURCE.replace(b"import os", b"import os as o"),
    "order": SOURCE.replace(b"side * side * scale", b"side * (side * scale)"),
    "a text that is returned": SOURCE.replace(b"return side", b"return 'Docs.' or side"),
    "nothing": b"",
    "no Python": SOURCE + b")",
    "a decorator": SOURCE.replace(b"def area", b"@staticmethod\ndef area"),
}


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER)
def test_another_program(other):
    assert syntax_digest(other) != syntax_digest(SOURCE)


def test_texts_are_no_structure():
    assert syntax_digest(b"x = ')'") != syntax_digest(b"x = ''")
    assert syntax_digest(b"f('a', 'b')") != syntax_digest(b"f('a\\0b')")


def test_texts_that_are_not_python_are_told_apart():
    assert syntax_digest(b"(") != syntax_digest(b"[")


def test_a_long_expression_is_no_trouble():
    assert syntax_digest(b"x = " + b" + ".join([b"1"] * 500))


def test_digests_do_not_hang_on_the_version_of_python():
    """Evidence is committed, and read by every Python: a digest that moves would make all of it stale."""
    assert syntax_digest(SOURCE) == "08d0856e581759a916b3b209"
