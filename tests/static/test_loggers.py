"""Loggers, to which trees add methods of their own."""

import pytest

FILES = {
    "pkg/log.py": """
import logging
import types

def once(self, text): self.info(text)

def make(name):
    made = logging.getLogger(name)
    setattr(made, "info_once", types.MethodType(once, made))
    return made
""",
    "pkg/main.py": """
from pkg.log import make
logger = make(__name__)

def answer():
    logger.info_once("chosen")
    return 3
""",
}


@pytest.mark.usefixtures("_large_trees")
def test_a_method_that_is_added_to_a_logger_is_taken_to_succeed_where_imports_do_not_run(package):
    assert package(FILES).evaluated("pkg.main.answer()").value == 3


def test_it_is_not_known_to_be_wrong_where_they_run(package):
    written = package(FILES)
    assert written.evaluated("pkg.main.answer()").covers(written.executed("pkg.main.answer()"))


def test_an_attribute_that_no_logger_has_is_no_answer_where_they_run(package):
    text = "import logging\nlogger = logging.getLogger()\ndef answer():\n    logger.nothing()\n    return 3\n"
    assert package({"pkg/main.py": text}).evaluated("pkg.main.answer()").kind != "known"
