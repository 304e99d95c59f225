"""The script that measures growth: what it makes is a project, and the committed page holds the committed figures."""

import itertools
import json

import pytest
import scaling


@pytest.mark.parametrize("name", scaling.CASES)
def test_a_case_is_a_project_that_can_be_asked(name):
    command, made = scaling.CASES[name]
    assert scaling.seconds(command, made(20)) > 0


def test_the_committed_page_is_of_the_figures():
    figures = json.loads(scaling.RECORD.read_text(encoding="utf-8"))
    assert figures.keys() == scaling.CASES.keys()
    text = scaling.PAGE.read_text(encoding="utf-8")
    assert scaling.page(text, figures) == text
    assert all(str(value) in text for each in figures.values() for value in each)


def test_nothing_recorded_grows_faster_than_its_size():
    for name, each in json.loads(scaling.RECORD.read_text(encoding="utf-8")).items():
        for before, after in itertools.pairwise(each):
            factor = 10 if name not in scaling.LARGEST else 100
            assert after <= 3 * factor * max(before, 0.05), name
