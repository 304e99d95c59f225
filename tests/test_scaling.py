"""The script that measures growth: what it makes is a project, and the committed page holds the committed figures."""

import json

import pytest
import scaling

# The start of Python with what docgen imports, on a busy machine.
START = 1.5


@pytest.mark.parametrize("name", scaling.CASES)
def test_a_case_is_a_project_that_can_be_asked(name):
    command, made = scaling.CASES[name]
    assert scaling.seconds(command, made(20), runs=1) > 0


def test_a_command_beyond_the_limit_is_ended():
    assert scaling.seconds("export", scaling.members(15_000), limit=1, runs=1) is None


def test_the_committed_page_is_of_the_figures():
    figures = json.loads(scaling.RECORD.read_text(encoding="utf-8"))
    assert figures.keys() == scaling.CASES.keys()
    text = scaling.PAGE.read_text(encoding="utf-8")
    assert scaling.page(text, figures) == text


def test_nothing_recorded_grows_faster_than_its_size():
    for name, (hundred, thousand, most) in json.loads(scaling.RECORD.read_text(encoding="utf-8")).items():
        assert most is not None, name
        assert thousand <= 3 * 10 * max(hundred - START, 0.05) + START, name
        assert most <= 3 * 10 * max(thousand - START, 0.5) + START, name
