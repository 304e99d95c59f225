"""Open decisions of a module's statements affect the names that they bind, and nothing else."""

import pytest
from packages import answer_of

MANY = "".join(
    f"try:\n    import outside{number}\n    HAS_{number} = True\nexcept ImportError:\n    HAS_{number} = False\n"
    for number in range(12)
)


def test_what_leans_on_no_open_decision_is_known(package):
    assert answer_of(package({"pkg/main.py": f"{MANY}X = 3\n"}).cell("pkg.main.X")).value == 3


def test_what_leans_on_one_of_many_has_two_answers(package):
    cell = package({"pkg/main.py": f"{MANY}\n"}).cell("pkg.main.HAS_7")
    assert [(c.when, c.value) for c in cell.conditions] == [
        ("import outside7", True),
        ("not (import outside7)", False),
    ]


def test_a_choice_is_the_same_wherever_it_was_imported_from(package):
    texts = {"pkg/main.py": "from pkg.flags import HAS_0\nimport pkg.flags\n", "pkg/flags.py": MANY}
    assert answer_of(
        package(texts).cell("HAS_0 is pkg.flags.HAS_0".replace("HAS_0 is", "pkg.main.HAS_0 is"))
    ).value


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_statement_that_changes_something_is_decided_for_the_whole_path(package, name):
    text = "import os\na, b = [], []\nif os.environ.get('FLAG'):\n    a.append(1)\nelse:\n    b.append(1)\n"
    cell = package({"pkg/main.py": text}).cell(f"pkg.main.{name}")
    assert sorted(len(c.value) for c in cell.conditions) == [0, 1]


def test_after_a_few_of_those_the_next_is_given_up(package):
    text = "import os\nfound = []\n" + "".join(
        f"if os.environ.get('FLAG_{number}'):\n    found.append({number})\n" for number in range(9)
    )
    answer = answer_of(package({"pkg/main.py": text}).cell("pkg.main.found"))
    assert answer.kind == "unknown"


def test_what_a_given_up_statement_does_not_reach_stays_known(package):
    text = "import os\nfound, other = [], [2]\n" + "".join(
        f"if os.environ.get('FLAG_{number}'):\n    found.append({number})\n" for number in range(9)
    )
    assert answer_of(package({"pkg/main.py": text}).cell("pkg.main.other")).value == [2]


def test_a_set_of_many_orders_costs_its_own_name_alone(package):
    text = "names = ['a', 'b', 'c', 'd']\nordered = [list(set(names)), list(set(names))]\nX = len(names)\n"
    asked = package({"pkg/main.py": text})
    assert answer_of(asked.cell("pkg.main.ordered")).kind == "unknown"
    assert answer_of(asked.cell("pkg.main.X")).value == 4
    assert answer_of(asked.cell("pkg.main.names")).value == ["a", "b", "c", "d"]
