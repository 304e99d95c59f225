"""Blank lines and comments that come and go move the places of answers, and ask nothing again."""

import msgspec
import pytest
from tiny_project import FILES, write_tree

from docgen.config import load_config
from docgen.errors import SourceError
from docgen.model.evidence import Evidence
from docgen.project.cache import Cache
from docgen.project.introspection import asked, introspect

SQUARE = '''# A shape of four sides.
from shapes.base import Shape
from shapes.colours import Colour

NAMES = (
    "square",
    # a comment
)
LONG = 1 + \\
    2
TEXT = f"""
# {NAMES}

# no comment
"""


class Square(Shape):
    """Not round.

    # Nor a comment.
    """

    @classmethod
    def supports_colour(cls, colour):
        # A comment.
        return colour is Colour.RED

    @classmethod
    def is_round(cls):
        return bool(LONG) and None  # never
'''
ROW = "shapes/square.py"
TREE = {**FILES, ROW: SQUARE}


@pytest.fixture
def root(tmp_path):
    return write_tree(tmp_path / "root", TREE)


class Answers:
    """Answers that are recalled where they can be, and how often they were not."""

    def __init__(self, root, directory):
        self.root, self.directory = root, directory
        self.times = 0

    def __call__(self):
        config = load_config(self.root)

        def ask(recalled):
            self.times += 1
            return asked(self.root, config, None, None, recalled)

        model, _ = Cache(self.directory).model(self.root, config, None, ask)
        return msgspec.structs.replace(model, evidence=Evidence())

    def fresh(self):
        model = introspect(self.root, load_config(self.root))
        return msgspec.structs.replace(model, evidence=Evidence())


@pytest.fixture
def answers(root, tmp_path):
    return Answers(root, tmp_path / "cache")


def below(line, more):
    return lambda text: text.replace(line, f"{line}{more}", 1)


MOVES = {
    "a comment at the top": lambda text: f"# first\n{text}",
    "a blank line at the top": lambda text: f"\n{text}",
    "the first comment goes": lambda text: text.partition("\n")[2],
    "a comment between statements": below(")\n", "# more\n"),
    "a comment in a body": below("def is_round(cls):\n", "# at the margin\n\t# and further in\n"),
    "a comment that goes": lambda text: text.replace("        # A comment.\n", ""),
    "a comment in brackets": below('"square",\n', "\n# more\n"),
    "a comment at the end": lambda text: f"{text}\n# the end\n",
    "comments that are not ASCII": lambda text: f"# ü\n{text}",
    "a comment of quotes": below(")\n", '# it\'s """ and more\n'),
    "a form feed": below(")\n", "\f\n"),
}


@pytest.mark.parametrize("edit", MOVES.values(), ids=MOVES.keys())
def test_answers_move_with_their_lines(answers, edit):
    before = answers()
    path = answers.root / ROW
    path.write_bytes(edit(SQUARE).encode())
    assert answers() == answers.fresh()
    assert answers() == answers.fresh()
    assert answers.times == 1
    path.write_bytes(SQUARE.encode())
    assert answers() == before
    assert answers.times == 1


CHANGES = {
    "a statement": lambda text: text.replace("None  # never", "True  # never"),
    "a comment behind a statement": lambda text: text.replace("# never", "# ever"),
    "a statement more": below(")\n", "MORE = 1\n"),
    "a statement less": lambda text: text.replace("from shapes.colours import Colour\n", ""),
    "a blank line in a docstring": below("Not round.\n", "\n"),
    "a comment in a text": below("# {NAMES}\n", "# more\n"),
    "a blank line less in a text": lambda text: text.replace("\n\n# no comment", "\n# no comment"),
    "a comment that names globals": below(")\n", "# globals()\n"),
    "a comment that ends for some readers": below(")\n", "# more\rMORE = 1\n"),
    "an encoding": lambda text: f"# coding: utf-8\n{text}",
}


@pytest.mark.parametrize("edit", CHANGES.values(), ids=CHANGES.keys())
def test_other_edits_ask_anew(answers, edit):
    answers()
    (answers.root / ROW).write_bytes(edit(SQUARE).encode())
    assert answers() == answers.fresh()
    assert answers.times == 2


INVALID = {
    "a null byte": b"# \0\n" + SQUARE.encode(),
    "a name of too many parts": b"# " + b".".join([b"a"] * 200) + b"\n" + SQUARE.encode(),
}


@pytest.mark.parametrize("text", INVALID.values(), ids=INVALID.keys())
def test_a_comment_that_no_reader_takes_is_an_error(answers, text):
    answers()
    (answers.root / ROW).write_bytes(text)
    with pytest.raises(SourceError):
        answers.fresh()
    with pytest.raises(SourceError):
        answers()


def test_a_statement_that_leaves_the_first_line_is_asked_anew(answers):
    """A place in the first line may be that of the file."""
    path = answers.root / ROW
    path.write_text("class Square:\n    is_round = supports_colour = lambda *_: True\n")
    answers()
    path.write_text("\n" + path.read_text())
    assert answers() == answers.fresh()
    assert answers.times == 2


def test_what_else_was_drawn_from_the_file_moves_with_it(answers):
    """Domains and lists have no rows."""
    (answers.root / ROW).write_text(f"{SQUARE}\n\ndef preferred():\n    return ['SQUARE']\n")
    path = answers.root / "shapes/world.py"
    path.write_text("dimensions = 2\nfrom shapes.square import preferred\n")
    answers()
    (answers.root / ROW).write_text("\n" + (answers.root / ROW).read_text())
    assert answers() == answers.fresh()
    assert answers.times == 1


def test_an_answer_that_names_the_file_is_asked_anew(answers):
    path = answers.root / ROW
    path.write_text(SQUARE.replace("Not round.", "Not round, see shapes/square.py:7."))
    answers()
    path.write_text("\n" + path.read_text())
    assert answers() == answers.fresh()
    assert answers.times == 2


def test_words_of_comments_count_in_packages(answers):
    """A submodule is imported where no word of the package could be its name."""
    path = answers.root / "shapes/__init__.py"
    path.write_text(SQUARE)
    registry = answers.root / "shapes/registry.py"
    registry.write_text(registry.read_text().replace("shapes.square.Square", "shapes.Square"))
    answers()
    path.write_text(f"# words\n{SQUARE}")
    assert answers() == answers.fresh()
    assert answers.times == 2


def test_only_the_rest_is_asked_of_two_edits(answers):
    answers()
    (answers.root / ROW).write_text(f"# first\n{SQUARE}")
    circle = answers.root / "shapes/circle.py"
    circle.write_text(circle.read_text().replace("return True", "return None"))
    assert answers() == answers.fresh()
    assert answers.times == 2
    (answers.root / ROW).write_text(SQUARE)
    assert answers() == answers.fresh()
    assert answers.times == 2
