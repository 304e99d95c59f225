"""A table that the parser of its format does not read is a finding with the parser's reason."""

import pytest
from claimed_project import check, said

HEAD = "P\n=\n\nT\n-\n\n"
SIMPLE = "=======  ====\nBackend  Sink\n=======  ====\nALPHA    no\nBETA     yes\n=======  ====\n"
MALFORMED = {
    "a word in the margin": (
        SIMPLE.replace("ALPHA    no", "ALPHA <1> no"),
        "Text in column margin in table line 4.",
        10,
    ),
    "a border that is short": (
        "+---+---+\n| B | C |\n+===+===+\n| x | y|\n+---+---+\n",
        "Right border not aligned or missing.",
        7,
    ),
    "no lower border": (
        SIMPLE[: SIMPLE.rindex("=======")] + "\nMore.\n",
        "No bottom table border found or no blank line after table bottom.",
        7,
    ),
    "a list-table with a short row": (
        ".. list-table::\n   :header-rows: 1\n\n   * - Backend\n     - Sink\n   * - ALPHA\n",
        "uniform two-level bullet list expected, but row 2 does not contain the same number of items as row 1 (1 vs 2).",
        7,
    ),
    "a csv-table with an open quote": (
        '.. csv-table::\n   :header: Backend, Sink\n\n   ALPHA, "no\n',
        "unexpected end of data",
        7,
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", MALFORMED)
def test_a_malformed_table_is_a_finding(tmp_path, capsys, table):
    text, reason, line = MALFORMED[table]
    status, report = check(tmp_path, capsys, HEAD + text, path="README.rst")
    found = [each for each in said(report) if each[0] == "malformed-table"]
    assert (status, found) == (
        1,
        [("malformed-table", f"the table under 'T' is malformed: {reason}", f"README.rst:{line}")],
    )
    assert "missing-page" not in {rule for rule, _, _ in said(report)}


def test_another_error_of_the_page_is_not_docgen_s(tmp_path, capsys):
    page = HEAD + ".. image::\n\nAbove :ref:`x` *it.\n\n" + SIMPLE
    status, report = check(tmp_path, capsys, page, path="README.rst")
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


def test_a_malformed_table_does_not_hide_the_one_that_is_claimed(tmp_path, capsys):
    page = HEAD + SIMPLE + "\nOthers\n------\n\n" + SIMPLE.replace("ALPHA    no", "ALPHA <1> no")
    status, report = check(tmp_path, capsys, page, path="README.rst")
    assert (status, report["compared"]) == (1, 2)
    assert [rule for rule, _, _ in said(report)] == ["malformed-table"]
