"""In which scenarios there is a class to ask."""

from tiny_project import known, make_backend, unavailable, unknown

from docgen.model.availability import askable, available
from docgen.model.availability import unavailable as refused

SPLIT = (known(True, "cuda-8.0"), unknown("why", "cuda-9.0"), unavailable("rocm"))


def test_answers_of_classes_that_are_there():
    assert askable(SPLIT) == SPLIT[:2]


def test_an_unknown_answer_proves_neither_that_a_class_is_there_nor_that_it_is_not():
    backend = make_backend("A", SPLIT, SPLIT, SPLIT)
    assert available(backend) == {"cuda-8.0"}
    assert refused(backend) == {"rocm": SPLIT[2]}


def test_one_answer_takes_a_class():
    backend = make_backend("A", SPLIT, SPLIT, known(True))
    assert available(backend) == {"cuda-8.0", "cuda-9.0", "rocm"}
    assert refused(backend) == {}
