import pytest
from claimed_project import CLAIMS, check, said

FEATURES = """
[[capability]]
key = "alpha"
header = "Alpha"
probe = "cls.__name__ == 'Alpha'"

[[capability]]
key = "any"
header = "Any"
probe = "True"
"""
THREE = CLAIMS.replace('"Sink" = "sink"', '"Support*" = ["sink", "alpha", "any"]')
PARTS = CLAIMS.replace('"Sink" = "sink"', '"Sink" = "sink", "Alpha" = "alpha", "Any" = "any"')


def table(header, alpha, beta):
    return f"# T\n\n| Backend | {header} |\n| - | - |\n| ALPHA | {alpha} |\n| BETA | {beta} |\n"


HEADERS = [
    "Support: Sink/ Alpha/ Any",
    "Support:<br/><br/>Sink/<br/>Alpha/<br/>Any",
    "Support (Sink / Alpha / Any)",
    "Support for `Sink` / Alpha / Any",
]


@pytest.mark.parametrize(
    ("header", "claims"),
    [(h, c) for h in HEADERS[:3] for c in (THREE, PARTS)]
    + [(HEADERS[3], THREE)]
    + [(h, PARTS) for h in ("Sink, Alpha & Any", "Sink<br>Alpha<br>Any", "Support (Sink, Alpha, Any)")],
)
@pytest.mark.parametrize(
    ("alpha", "beta"),
    [("🔴 ✅ ✅", "✅ 🔴 ✅"), ("no/yes/yes", "yes / no / yes"), ("no<br>yes<br>yes", "yes, no, yes"),
     ("❌ & ✅ & ✅", "yes and no and yes")],
)  # fmt: skip
def test_a_cell_holds_a_word_for_each_capability(header, claims, alpha, beta, tmp_path, capsys):
    status, report = check(tmp_path, capsys, table(header, alpha, beta), claims=claims, more=FEATURES)
    assert (status, report["findings"], report["compared"]) == (0, [], 6)


def test_the_wrong_word_of_a_compound_cell_is_named(tmp_path, capsys):
    page = table(HEADERS[0], "🔴 ✅ 🔴", "✅ 🔴 ✅")
    status, report = check(tmp_path, capsys, page, claims=THREE, more=FEATURES)
    assert status == 1
    assert said(report) == [("underclaim", "ALPHA, Any: the docs say 🔴, the code says ✅", "README.md:5")]


def test_too_few_words_are_a_finding_each(tmp_path, capsys):
    page = table(HEADERS[0], "🔴 ✅", "✅ 🔴 ✅")
    status, report = check(tmp_path, capsys, page, claims=THREE, more=FEATURES)
    assert status == 1
    assert said(report) == [
        ("unread-cell", f"ALPHA, {name}: '🔴 ✅' holds no word for each of 3 capabilities", "README.md:5")
        for name in ("Sink", "Alpha", "Any")
    ]


def test_a_capability_that_two_columns_claim_is_compared_twice(tmp_path, capsys):
    page = "# T\n\n| B | Sink | Sinks |\n| - | - | - |\n| ALPHA | no | yes |\n| BETA | yes | yes |\n"
    claims = CLAIMS.replace('"Sink" = "sink"', '"Sink" = "sink", "Sinks" = "sink"')
    status, report = check(tmp_path, capsys, page, claims=claims)
    assert (status, [rule for rule, *_ in said(report)], report["compared"]) == (1, ["overclaim"], 4)


def test_a_list_in_a_heading_names_capabilities_only_where_all_are_asked_for(tmp_path, capsys):
    page = "# T\n\n| Backend | Sink, in short |\n| - | - |\n| ALPHA | no |\n| BETA | yes |\n"
    status, report = check(tmp_path, capsys, page)
    assert (status, [rule for rule, *_ in said(report)]) == (1, ["missing-column"])
    assert report["findings"][0]["remedy"].startswith(
        'under the [[claims]] of README.md: columns."Sink, in short" = "sink"'
    )


TWO_ROWS = {
    "page.md": """# T

<table>
<tr><th colspan="2">All backends</th></tr>
<tr><th rowspan="2">Backend</th><th>Support</th></tr>
<tr><th>Sink</th></tr>
<tr><td>ALPHA</td><td>no</td></tr>
<tr><th colspan="2">Others</th></tr>
<tr><td>BETA</td><td>yes</td></tr>
</table>
""",
    "grid.rst": """T
=

+---------+---------+
| Backend | Support |
|         +---------+
|         | Sink    |
+=========+=========+
| ALPHA   | no      |
+---------+---------+
| BETA    | yes     |
+---------+---------+
""",
    "empty.md": "# T\n\n| | |\n| - | - |\n| **Backend** | **Sink** |\n| ALPHA | no |\n| BETA | yes |\n",
}


@pytest.mark.parametrize("path", TWO_ROWS)
def test_a_header_may_have_several_rows(path, tmp_path, capsys):
    status, report = check(tmp_path, capsys, TWO_ROWS[path], path=path)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


def test_two_groups_of_columns_with_one_name_are_told_apart_by_the_group(tmp_path, capsys):
    page = """# T

<table><thead>
<tr><th rowspan="2">Backend</th><th colspan="1">CUDA</th><th>ROCm</th></tr>
<tr><th>Sink</th><th>Sink</th></tr></thead>
<tr><td>ALPHA</td><td>no</td><td>yes</td></tr>
<tr><td>BETA</td><td>yes</td><td>yes</td></tr>
</table>
"""
    status, report = check(tmp_path, capsys, page)
    assert [(rule, text) for rule, text, _ in said(report)] == [
        ("missing-column", "2 columns are called 'Sink' in the table")
    ]
    claims = CLAIMS.replace('"Sink" =', '"CUDA Sink" =')
    status, report = check(tmp_path, capsys, page, claims=claims)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)
