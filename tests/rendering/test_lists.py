import pytest
from tiny_project import known, make_config, make_model, not_declared

from docgen.config import ValueList
from docgen.model.support import ListAnswer
from docgen.rendering.context import page_context
from docgen.rendering.directories import template_folders
from docgen.rendering.environment import Templates
from docgen.rendering.links import no_links

ROWS = [{"Shape": "CIRCLE", "Kinds": ["a", "b_"]}, {"Shape": "SQUARE", "Kinds": []}]


def text(tmp_path, *cells):
    listed = (ValueList(key="order", title="Order", expression="x", labels={"a": "A"}),)
    model = make_model(lists=tuple(ListAnswer(key="order", cell=cell) for cell in cells))
    context = page_context(make_config(list=listed), model)
    templates = Templates(template_folders(tmp_path, None), no_links)
    return templates.render("partials/list.md.j2", context, list=context.lists[0])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([known(["a", "b"])], "- A, b\n"),
        ([known(["a"], "rocm"), known([], "cuda-8.0", "cuda-9.0")], "- **rocm**: A\n- **cuda**: none\n"),
        ([not_declared()], "- \N{EN DASH}\n"),
        (
            [known(ROWS)],
            "| Shape  | Kinds  |\n| ------ | ------ |\n| CIRCLE | A, b\\_ |\n| SQUARE | none   |\n",
        ),
        # Rows that do not have the same keys make no table.
        ([known([{"A": 1}, {"B": 2}])], "- A: 1, B: 2\n"),
    ],
)
def test_a_list(tmp_path, cells, expected):
    assert text(tmp_path, *cells) == expected


def test_tables_of_several_scenarios_are_told_apart(tmp_path):
    told = text(tmp_path, known(ROWS, "rocm"), known(ROWS[:1], "cuda-8.0", "cuda-9.0"))
    assert told.startswith("**rocm**:\n\n| Shape")
    assert "\n\n**cuda**:\n\n| Shape" in told
