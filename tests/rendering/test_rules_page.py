"""The page of the rules, which docgen writes of itself."""

from pathlib import Path

from tiny_project import make_config, make_model

from docgen.model.rules import ENTRIES
from docgen.rendering.context import page_context
from docgen.rendering.directories import template_folders
from docgen.rendering.documented import read_page
from docgen.rendering.environment import Templates
from docgen.rendering.links import no_links

ROOT = Path(__file__).parents[2]


def text():
    context = page_context(make_config(), make_model())
    return Templates(template_folders(ROOT, None), no_links).render("rules.md.j2", context)


def test_each_rule_is_a_row_that_leads_to_its_section():
    page = read_page(text())
    (table,) = page.tables
    assert [row.cells[0].full for row in table.rows] == [
        f"{entry.rule.value}(#{entry.rule.value})" for entry in ENTRIES
    ]
    assert [block.text.shown for block in page.blocks if block.kind == "h2"] == [
        entry.rule.value for entry in ENTRIES
    ]


def test_each_section_has_the_example_and_the_remedy():
    page = text()
    for entry in ENTRIES:
        assert f"```text\n{entry.example}\n```\n\nTo fix: " in page
    assert [page.count(word) for word in ("Default: off. ", "Default: warning. ")] == [1, 5]


def test_the_committed_page_is_of_this_table():
    assert (ROOT / "docs/rules.md").read_text("utf-8") == text()
