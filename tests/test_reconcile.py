from dataclasses import replace

import msgspec
import pytest
from tiny_project import make_backend, make_config, make_model

from docgen.checks.drift import Reconciler
from docgen.model.finding import Rule, Severity
from docgen.model.location import Location
from docgen.rendering.documented import read_page

PAGE = """## Filled shapes

| Backend | Colours | Round |
| --- | --- | --- |
| [CIRCLE](a.py#L1) | All | ✅ |
| [SQUARE](a.py#L9) | red | ❌ |

## Legend

- **All**: every value
"""
RECONCILER = Reconciler(
    "docs/shapes.md", make_config(), make_model(make_backend("CIRCLE"), make_backend("SQUARE")), "mend"
)


def compare(documented: str, expected: str = PAGE) -> list:
    return RECONCILER.compare(read_page(documented), read_page(expected))


def test_a_page_agrees_with_itself():
    assert compare(PAGE) == []


def test_a_cell_that_differs_is_named_with_both_places():
    (finding,) = compare(PAGE.replace("red", "All"))
    assert finding.rule is Rule.DOCS_DRIFT
    assert finding.severity is Severity.ERROR
    assert (finding.backend, finding.capability) == ("SQUARE", "colours")
    assert (finding.documented, finding.expected) == ("All", "red")
    assert finding.docs_location == Location("docs/shapes.md", 6)
    assert finding.code_location == Location("shapes/circle.py", 4)
    assert finding.remedy == "mend"


ROW = "| [SQUARE](a.py#L9) | red | ❌ |\n"


@pytest.mark.parametrize(
    ("documented", "rule", "backend", "capability", "line"),
    [
        (PAGE.replace(ROW, ""), Rule.MISSING_ROW, "SQUARE", None, 3),
        (PAGE.replace(ROW, ROW + "| STAR | red | ❌ |\n"), Rule.EXTRA_ROW, "STAR", None, 7),
        (PAGE.replace(ROW, ROW + ROW), Rule.EXTRA_ROW, "SQUARE (again, line 7)", None, 7),
        (PAGE.replace("| Round |", "| Ring |"), Rule.MISSING_COLUMN, None, "round", 3),
        (PAGE.replace("a.py#L9", "b.py#L9"), Rule.DOCS_DRIFT, "SQUARE", None, 6),
        (PAGE.replace("every value", "all"), Rule.DOCS_DRIFT, None, None, 10),
        (PAGE.replace("## Legend\n\n- **All**: every value\n", ""), Rule.DOCS_DRIFT, None, None, 7),
        ("## Legend\n\n- **All**: every value\n", Rule.MISSING_PAGE, None, None, 1),
        (PAGE + "\n| a |\n|---|\n| b |\n", Rule.DOCS_DRIFT, None, None, 12),
    ],
)
def test_each_kind_of_difference(documented, rule, backend, capability, line):
    finding = compare(documented)[0]
    assert (finding.rule, finding.backend, finding.capability) == (rule, backend, capability)
    assert finding.docs_location == Location("docs/shapes.md", line)


def test_a_strange_column_is_found_beside_a_missing_one():
    rules = [finding.rule for finding in compare(PAGE.replace("| Round |", "| Ring |"))]
    assert rules == [Rule.MISSING_COLUMN, Rule.EXTRA_COLUMN]


LEGEND = PAGE[PAGE.index("## Legend") :]
OTHER_ROWS = f"""## Filled shapes

| Backend | Colours | Round |
| --- | --- | --- |
| [SQUARE](a.py) | red | ❌ |
| [CIRCLE](a.py) | All | ✅ |

{LEGEND}"""
OTHER_COLUMNS = f"""## Filled shapes

| Backend | Round | Colours |
| --- | --- | --- |
| [CIRCLE](a.py) | ✅ | All |
| [SQUARE](a.py) | ❌ | red |

{LEGEND}"""


@pytest.mark.parametrize(("documented", "what"), [(OTHER_ROWS, "rows"), (OTHER_COLUMNS, "columns")])
def test_another_order_is_a_difference(documented, what):
    (finding,) = compare(documented)
    assert f"the {what} stand in another order" in finding.message


def test_a_note_added_elsewhere_moves_numbers_and_nothing_else():
    one = "| B | C |\n|---|---|\n| A | ?<sup>1</sup> |\n| D | x |\n\n1. why\n"
    two = "| B | C |\n|---|---|\n| A | ?<sup>2</sup> |\n| D | ?<sup>1</sup> |\n\n1. new\n2. why\n"
    (finding,) = compare(one, two)
    assert (finding.documented, finding.expected) == ("x", "? [new]")


def test_every_cell_flipped_is_found():
    cells = {"All": "Allx", "✅": "❌", "red": "blue", "❌": "✅"}
    for old, new in cells.items():
        (finding,) = compare(PAGE.replace(f" {old} |", f" {new} |", 1))
        assert (finding.documented, finding.expected) == (new, old)


REGION = """# A page by hand

Some words.

<!-- docgen:begin table=filled -->

| Backend | Colours | Round |
| --- | --- | --- |
| CIRCLE | All | ✅ |
| SQUARE | red | ❌ |

<!-- docgen:end -->
"""
SQUARE_ROW = "| SQUARE | red | ❌ |\n"


@pytest.mark.parametrize(
    ("documented", "message"),
    [
        (REGION.replace(SQUARE_ROW, ""), "SQUARE is missing from table 'Filled shapes'"),
        (REGION.replace(SQUARE_ROW, "| STAR | red | ❌ |\n"), "SQUARE is missing from table 'Filled shapes'"),
        (REGION.replace("| Round |", "| Ring |"), "table 'Filled shapes' has no column 'Round'"),
        (
            REGION.replace("| Backend | Colours | Round |", "Gone"),
            "the table 'Filled shapes' is not on the page",
        ),
    ],
)
def test_a_table_in_a_region_has_its_own_name_and_not_that_of_the_page(documented, message):
    first, *_ = compare(documented, REGION)
    assert first.message == message
    assert first.docs_location.line in {5, 7}


def test_a_table_of_another_template_is_named_by_its_columns():
    page = REGION.replace("<!-- docgen:begin table=filled -->\n", "").replace("<!-- docgen:end -->\n", "")
    one = msgspec.structs.replace(RECONCILER.config, table=RECONCILER.config.table[:1])
    reconciler = replace(RECONCILER, config=one)
    first, *_ = reconciler.compare(read_page(page.replace(SQUARE_ROW, "")), read_page(page))
    assert first.message == "SQUARE is missing from table 'Filled shapes'"


def test_a_table_that_is_missing_belongs_below_its_heading():
    table = PAGE[PAGE.index("| Backend") : PAGE.index("## Legend")]
    page = "# Shapes\n\n" + PAGE
    first, *_ = compare(page.replace(table, ""), page)
    assert (first.message, first.docs_location.line) == ("the table 'Filled shapes' is not on the page", 3)
