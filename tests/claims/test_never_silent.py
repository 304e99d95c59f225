"""No claim goes uncompared without a finding that says what to add."""

import pytest
from claimed_project import CLAIMS, CONFIGURATION, REGISTRY, TABLE, check, said

README = "README.md"


def test_a_true_table_is_counted(tmp_path, capsys):
    status, report = check(tmp_path, capsys)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


SITUATIONS = {
    "a column that is not there": (
        TABLE.replace("| Sink |", "| Sinks |"),
        CLAIMS,
        [("missing-column", "no column is called 'Sink' in the table", f"{README}:5")],
        'under the [[claims]] of README.md: columns."Sinks" = "sink" (one of "Backend", "Sinks")',
    ),
    "two columns of one name": (
        "# T\n\n| B | Sink | `Sink` |\n| - | - | - |\n| ALPHA | no | no |\n| BETA | yes | yes |\n",
        CLAIMS.replace('"Sink"', '"SINK"'),
        [("missing-column", "2 columns are called 'SINK' in the table", f"{README}:3")],
        None,
    ),
    "no column of names": (
        TABLE,
        CLAIMS + 'row = "Name"\n',
        [
            ("missing-column", "no column is called 'Name' in the table", f"{README}:5"),
            ("missing-row", "ALPHA is in no table of the page", f"{README}:5"),
            ("missing-row", "BETA is in no table of the page", f"{README}:5"),
        ],
        'under the [[claims]] of README.md: row = "Backend" (one of "Backend", "Sink")',
    ),
    "words that are not understood": (
        TABLE.replace("| yes |", "| perhaps |"),
        CLAIMS,
        [("unread-cell", "BETA, Sink: no value is called 'perhaps'", f"{README}:8")],
        (
            'under the [[claims]] of README.md: words.sink = { "perhaps" = true } '
            "(false, a value, a list of values, or silent)"
        ),
    ),
    "an empty cell": (
        TABLE.replace("| yes |", "| |"),
        CLAIMS,
        [("empty-cell", "BETA, Sink: an empty cell, which may mean no or nothing at all", f"{README}:8")],
        'under the [[claims]] of README.md: words.sink = { "" = false } (or silent)',
    ),
    "a row that names no backend": (
        TABLE + "| GAMMA | yes |\n",
        CLAIMS,
        [("extra-row", "GAMMA is no backend that the code has", f"{README}:9")],
        (
            'under the [[claims]] of README.md: names."GAMMA" = "BACKEND" '
            '(headings = ["GAMMA"], or take the row out)'
        ),
    ),
    "a row without a name": (
        TABLE + "| | yes |\n",
        CLAIMS,
        [("extra-row", "an empty label is no backend that the code has", f"{README}:9")],
        None,
    ),
    "a row that the configuration maps to nothing": (
        TABLE + "| Third | yes |\n",
        CLAIMS + 'names = { "Third" = "GAMMA" }\n',
        [("extra-row", "Third stands for GAMMA, which is no backend that the code has", f"{README}:9")],
        None,
    ),
    "a backend without a row": (
        TABLE.replace("| BETA | yes |\n", ""),
        CLAIMS,
        [("missing-row", "BETA is in no table of the page", f"{README}:5")],
        'under the [[claims]] of README.md: names."label of its row" = "BETA" (or add the row)',
    ),
    "a page without the table": (
        TABLE.replace("## T", "## Table"),
        CLAIMS,
        [("missing-page", "the table 'T' is not on the page", f"{README}:1")],
        'under the [[claims]] of README.md: table = [{ heading = "Table" }] (or its caption)',
    ),
    "a page without tables": (
        "# T\n\nNothing.\n",
        CLAIMS,
        [("missing-page", "the table 'T' is not on the page", f"{README}:1")],
        None,
    ),
    "a table without rows": (
        "# T\n\n| Backend | Sink |\n| --- | --- |\n",
        CLAIMS,
        [
            ("empty-table", "the table 'T' has no rows", f"{README}:3"),
            ("missing-row", "ALPHA is in no table of the page", f"{README}:3"),
            ("missing-row", "BETA is in no table of the page", f"{README}:3"),
        ],
        None,
    ),
    "a table without rows that is told by its caption": (
        "# Project\n\nWhat works:\n\n| Backend | Sink |\n| --- | --- |\n",
        CLAIMS.replace('heading = "T"', 'caption = "What works"'),
        [
            ("empty-table", "the table 'What works:' has no rows", f"{README}:5"),
            ("missing-row", "ALPHA is in no table of the page", f"{README}:5"),
            ("missing-row", "BETA is in no table of the page", f"{README}:5"),
        ],
        None,
    ),
    "values where the code says yes or no": (
        TABLE.replace("| yes |", "| 16, 32 |"),
        CLAIMS,
        [("unread-cell", "BETA, Sink: no value is called '16, 32'", f"{README}:8")],
        None,
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_cannot_be_compared_is_a_finding_with_the_line_to_add(name, tmp_path, capsys):
    page, claims, findings, remedy = SITUATIONS[name]
    status, report = check(tmp_path, capsys, page, claims=claims)
    assert (status, said(report)) == (1, findings)
    assert all(each["remedy"] for each in report["findings"])
    if remedy:
        assert report["findings"][0]["remedy"] == remedy


@pytest.mark.parametrize(
    "header", ["`Sink`", "SINK", "sink", "**Sink**", "Si<br/>nk", "Sink:", "[Sink](x.md)"]
)
def test_a_column_is_known_however_its_heading_is_spelt(header, tmp_path, capsys):
    status, report = check(tmp_path, capsys, TABLE.replace("| Sink |", f"| {header} |"))
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


def test_a_line_to_add_is_one_that_helps(tmp_path, capsys):
    page = TABLE.replace("| yes |", "| perhaps |").replace("| ALPHA | no |", "| First | |")
    more = 'words.sink = { "perhaps" = true, "" = false }\nnames."First" = "ALPHA"\n'
    status, report = check(tmp_path, capsys, page, claims=CLAIMS + more)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


def test_an_answer_that_is_not_known_is_told(tmp_path, capsys):
    unknown = REGISTRY.replace("return True", "return open('x').read() == 'y'")
    status, report = check(tmp_path, capsys, files={"pkg/reg.py": unknown})
    (finding,) = report["findings"]
    assert (status, finding["rule"], finding["severity"]) == (0, "uncompared-claim", "warning")
    assert finding["message"] == "BETA, Sink: not compared: the answer is not known"
    assert "skip.sink = " in finding["remedy"]
    skip = '[[claims.rows]]\nmatch = { Backend = "BETA" }\nskip.sink = "read from a file"\n'
    status, report = check(tmp_path, capsys, claims=CLAIMS + skip, files={"pkg/reg.py": unknown})
    assert (status, report["findings"], report["compared"]) == (0, [], 1)


def test_a_check_that_compared_nothing_does_not_agree(tmp_path, capsys):
    status, report = check(tmp_path, capsys, claims="")
    assert (status, report["compared"]) == (1, 0)
    (finding,) = report["findings"]
    assert finding["rule"] == "nothing-compared"
    assert finding["message"] == "nothing was compared: no page and no claims are configured"
    assert finding["code_location"] == "docgen.toml:1"


def test_claims_that_are_all_optional_and_absent_compare_nothing(tmp_path, capsys):
    claims = CLAIMS.replace("README.md", "GONE.md") + "optional = true\n"
    status, report = check(tmp_path, capsys, claims=claims)
    assert (status, [each["rule"] for each in report["findings"]]) == (1, ["nothing-compared"])


def test_a_discovery_without_rows_is_a_finding(tmp_path, capsys):
    empty = "import enum\n\n\nclass Registry(enum.Enum):\n    pass\n"
    status, report = check(tmp_path, capsys, files={"pkg/reg.py": empty})
    assert status == 1
    (first, *_) = [each for each in report["findings"] if each["rule"] == "no-backends"]
    line = CONFIGURATION.splitlines().index('path = "pkg.reg.Registry"') + 1
    assert first["code_location"] == f"docgen.toml:{line}"


def test_a_column_that_one_of_several_tables_lacks_is_a_finding(tmp_path, capsys):
    second = "\n## U\n\n| Backend | Size |\n| - | - |\n| ALPHA | 16, 32 |\n| BETA | 16, 32 |\n"
    two = CLAIMS.replace('{ heading = "T" }', '{ heading = "T" }, { heading = "U" }').replace(
        '"Sink" = "sink"', '"Sink" = "sink", "Size" = "sizes"'
    )
    status, report = check(tmp_path, capsys, TABLE + second, claims=two)
    assert [rule for rule, *_ in said(report)] == ["missing-column"] * 2
    split = two.replace('heading = "T"', 'heading = "T", columns = ["Sink"]').replace(
        'heading = "U"', 'heading = "U", columns = ["Size"]'
    )
    status, report = check(tmp_path, capsys, TABLE + second, claims=split)
    assert (status, report["findings"], report["compared"]) == (0, [], 4)


def test_a_second_table_under_the_heading_is_a_finding(tmp_path, capsys):
    page = TABLE + "\nOf the next release:\n\n| Backend | Sink |\n| - | - |\n| ALPHA | yes |\n"
    _, report = check(tmp_path, capsys, page)
    what = "another table under \"T\" has the column 'Sink', and is not compared"
    assert said(report) == [("uncompared-claim", what, f"{README}:12")]
    (finding,) = report["findings"]
    assert 'table = [..., { heading = "T", caption = "Of the next release:" }]' in finding["remedy"]
    _, report = check(tmp_path, capsys, TABLE + "\n| Speed | Unit |\n| - | - |\n| 3 | ms |\n")
    assert report["findings"] == []
