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
    "Support for `Sink` / Alpha / Any",
]


@pytest.mark.parametrize(
    ("header", "claims"), [(h, c) for h in HEADERS[:2] for c in (THREE, PARTS)] + [(HEADERS[2], THREE)]
)
@pytest.mark.parametrize(
    ("alpha", "beta"),
    [("🔴 ✅ ✅", "✅ 🔴 ✅"), ("no/yes/yes", "yes / no / yes"), ("no<br>yes<br>yes", "yes, no, yes")],
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
