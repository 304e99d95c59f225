"""Values of every kind answer as they do in CPython, or admit that it is unknown."""

from __future__ import annotations

import pytest
from cases_kinds import MODULE, QUESTIONS, VALUES
from packages import Package, answer_of_python


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    parts = [
        MODULE,
        *(f"def v{index}(): return {value}\n" for index, value in enumerate(VALUES)),
        *(f"def q{index}(v): return {question}\n" for index, question in enumerate(QUESTIONS)),
    ]
    return Package(tmp_path_factory.mktemp("kinds"), {"pkg/main.py": "".join(parts)})


@pytest.mark.parametrize("index", range(len(QUESTIONS)), ids=QUESTIONS)
def test_no_answer_is_wrong(index, project):
    questioner = project.questioner()
    wrong = []
    with project.imported("pkg.main") as names:
        for number, value in enumerate(VALUES):
            expression = f"pkg.main.q{index}(pkg.main.v{number}())"
            right, said = answer_of_python(expression, names), project.evaluated(expression, questioner)
            if not said.covers(right):
                wrong.append((value, right, said))
    assert not wrong


def test_most_answers_are_known(project):
    questioner = project.questioner()
    expressions = [
        f"pkg.main.q{q}(pkg.main.v{v}())" for q in range(0, len(QUESTIONS), 5) for v in range(len(VALUES))
    ]
    unknown = [e for e in expressions if project.evaluated(e, questioner).kind == "unknown"]
    assert len(unknown) < len(expressions) / 2
