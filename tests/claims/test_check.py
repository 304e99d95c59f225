import pytest
from tiny_project import known, make_backend, make_config, make_model, unavailable

from docgen.claims.check import check_claims
from docgen.claims.formats.pages import read_tables
from docgen.claims.verdicts import Verdict
from docgen.config.claims import ClaimedRows, ClaimedTable, Claims

HEAD = "| Shape | Version | Colours | Round |\n| - | - | - | - |\n"
CLAIMS = {
    "path": "page.md",
    "table": (ClaimedTable(heading="Shapes", where={"hollow": False}),),
    "columns": {"Colours": "colours", "Round": "round"},
    "marks": "*",
}


def check(body: str, /, model=None, written=(), **changes):
    page = read_tables(f"# Shapes\n\n{HEAD}{body}", "page.md")
    return check_claims(
        Claims(**(CLAIMS | changes)), page, list(written), make_config(), model or make_model()
    )


def said(report):
    return [(each.rule.value, each.message, each.docs_location.line) for each in report.findings]


BOTH = "| `CIRCLE` | | All | ✅ |\n| SQUARE* | | red | ❌ |\n"


def test_a_true_table():
    report = check(BOTH)
    assert report.findings == []
    assert report.verdicts == {Verdict.AGREES: 4, Verdict.UNTOLD: 2}
    assert report.untold == {"the column 'Version' stands for no capability": 2}


def test_a_wrong_cell_has_both_places():
    (finding,) = check(BOTH.replace("| red | ❌", "| red | ✅")).findings
    assert finding.message == "SQUARE, Round: the docs say ✅, the code says ❌"
    assert (str(finding.docs_location), str(finding.code_location)) == ("page.md:6", "shapes/circle.py:4")
    assert "docgen build does not rewrite" in finding.remedy


def test_rows_that_are_missing_strange_or_elsewhere():
    model = make_model(make_backend("CIRCLE", is_round=True), make_backend("RING", hollow=True))
    assert said(check("| RING | | red | ❌ |\n| STAR | | red | ❌ |\n", model)) == [
        ("extra-row", "STAR is no backend that the code has", 6),
        ("extra-row", "RING belongs in another table", 5),
        ("missing-row", "CIRCLE is in no table of the page", 3),
    ]


def test_rows_of_one_backend_speak_of_their_scenarios():
    model = make_model(
        make_backend("CIRCLE", is_round=(known(True, "rocm"), known(False, "cuda-8.0", "cuda-9.0")))
    )
    rows = "| CIRCLE | old | red | ❌ |\n| CIRCLE | new* | red | ❌ |\n"
    special = (
        ClaimedRows(match={"Version": "old"}, scenarios=("cuda-*",)),
        ClaimedRows(match={"Version": "new"}, scenarios=("rocm",)),
    )
    assert said(check(rows, model, rows=special)) == [
        ("underclaim", "CIRCLE, Round: the docs say ❌, the code says ✅", 6)
    ]


def test_a_claim_of_a_class_that_cannot_be_imported_names_the_import():
    cells = (known(True, "cuda-8.0", "cuda-9.0"), unavailable("rocm", line=12))
    hollow = (known(False, "cuda-8.0", "cuda-9.0"), unavailable("rocm", line=12))
    model = make_model(make_backend("CIRCLE", is_round=cells, hollow=hollow))
    rows = "| CIRCLE | | red | ✅ |\n"
    assert said(check(rows, model)) == []
    (finding,) = check(rows, model, scenarios=("rocm",), columns={"Round": "round"}).findings
    assert finding.rule.value == "overclaim"
    assert finding.message == (
        "CIRCLE, Round: the docs say ✅, the code says unavailable: cannot be imported: "
        "ModuleNotFoundError: No module named 'accel'"
    )
    assert str(finding.code_location) == "shapes/circle.py:12"
    assert (
        said(check("| CIRCLE | | red | ❌ |\n", model, scenarios=("rocm",), columns={"Round": "round"})) == []
    )


def test_rows_that_tell_only_their_share_are_read_together():
    rows = "| CIRCLE | a | RED | ✅ |\n| CIRCLE | b | BLUE | ✅ |\n| SQUARE | | red | ❌ |\n"
    assert [line for *_, line in said(check(rows))] == [5, 6]
    report = check(rows, together=("colours",))
    assert report.findings == []
    assert report.verdicts[Verdict.AGREES] == 6


def test_what_cannot_be_compared_is_counted_with_its_reason():
    special = (ClaimedRows(match={"Shape": "CIRC*"}, skip={"round": "round enough"}),)
    report = check("| CIRCLE | | nothing | ❌ |\n| SQUARE | | red | ❌ |\n", rows=special)
    assert said(report) == [
        ("unread-cell", "CIRCLE, Colours: no value is called 'nothing'", 5),
    ]
    assert report.untold["round enough"] == 1
    assert report.untold["no value is called 'nothing'"] == 1


def test_what_docgen_wrote_claims_nothing():
    assert check(BOTH.replace("red", "blue"), written=[range(2, 9)], optional=True).findings == []


@pytest.mark.parametrize(("optional", "rules"), [(True, []), (False, ["missing-page"])])
def test_a_table_that_is_not_there(optional, rules):
    report = check(BOTH, table=(ClaimedTable(caption="Other shapes:"),), optional=optional)
    assert [rule for rule, *_ in said(report)] == rules
    assert report.untold == {"the table under 'Shapes' is claimed by no [[claims]]": 6}


def test_a_table_by_its_caption():
    page = read_tables(
        f"# A\n\nFirst:\n\n{HEAD}{BOTH}\n**Second:**\n\n{HEAD}| CIRCLE | | red | ✅ |\n", "page.md"
    )
    claims = Claims(**(CLAIMS | {"table": (ClaimedTable(heading="A", caption="Second"),)}))
    report = check_claims(claims, page, [], make_config(), make_model())
    assert [line for *_, line in said(report)] == [14, 12]
