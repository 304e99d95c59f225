import pytest
from claimed_project import CLAIMS, check, said

from docgen.claims.names import Names
from docgen.claims.tables import PageCell
from docgen.config.claims import ClaimedTable, Claims

BACKENDS = (
    "FLASH_ATTN",
    "TRITON_ATTN",
    "torch_native",
    "fa3",
    "A",
    "B",
    "NaiveMean",
    "NaiveDrift",
    "a",
    "TorchB",
)


def names(text, *marked, **settings):
    claims = Claims(path="p.md", table=(ClaimedTable(heading="T"),), columns={"Sink": "sink"}, **settings)
    return Names(claims, BACKENDS).of(PageCell(text, 1, marked))


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("FLASH_ATTN", (), ("FLASH_ATTN",)),
        ("`FLASH_ATTN`†", (), ("FLASH_ATTN",)),
        ("Flash Attn", (), ("FLASH_ATTN",)),
        ("Torch Native", (), ("torch_native",)),
        ("torch-native (CPU)", (), ("torch_native",)),
        ("FA3 (FlashAttention 3)", (), ("fa3",)),
        ("fa3: the third", (), ("fa3",)),
        ("fa3 - the third", (), ("fa3",)),
        ("fa3\nthe third", (), ("fa3",)),
        # Case tells two names apart where both are there.
        ("A", (), ("A",)),
        ("a", (), ("a",)),
        ("A and B", (), ("A", "B")),
        ("A, B & fa3", (), ("A", "B", "fa3")),
        ("A / B", (), ("A", "B")),
        ("A, B (both)", (), ("A", "B")),
        ("A\nB", (), ("A", "B")),
        ("The A method", ("A",), ("A",)),
        ("B: wrapper around A", ("B",), ("B",)),
        ("B: wrapper around A", ("B", "A"), ("B",)),
        ("TorchB: wrapper around B", ("TorchB", "B"), ("TorchB",)),
        ("Methods A, and B too", ("A", "B"), ("A", "B")),
        # One of a list that nobody knows may be a misspelt name: no row of a half of it.
        ("A and C", (), ()),
        ("C", ("paper",), ()),
        ("", (), ()),
    ],
)
def test_a_label_names_backends_as_people_do(text, marked, found):
    assert names(text, *marked, marks="†") == found


def test_a_form_and_a_map_of_labels():
    assert names("The fa3 kernel, new", name="The {name} kernel*") == ("fa3",)
    assert names("Family one", names={"Family *": ["A", "Naive*"]}) == ("A", "NaiveMean", "NaiveDrift")
    assert names("A", names={"A": "B"}) == ("B",)
    # A label that names nothing is reported in the page's findings.
    assert names("Old", names={"Old": "GONE"}) == ("GONE",)


def test_a_form_needs_the_name():
    with pytest.raises(ValueError, match=r"\{name\}"):
        Claims(path="p.md", table=(ClaimedTable(heading="T"),), columns={"Sink": "sink"}, name="kernel")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"table": (), "columns": {"Sink": "sink"}}, "need a `table`"),
        ({"table": (ClaimedTable(heading="T"),), "columns": {}}, "need a `columns`"),
        (
            {"table": (ClaimedTable(heading="T", columns=("Sinks",)),), "columns": {"Sink": "sink"}},
            "has the column 'Sinks', which `columns` does not",
        ),
    ],
)
def test_claims_of_nothing_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        Claims(path="p.md", **settings)


HEAD = "# T\n\n| Backend | Sink |\n| - | - |\n"


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ("| **Family** | |\n| [ALPHA](a.md) (first) | ❌ |\n| **Other**<br>(of [BETA](b)) | |\n| [BETA](b.md): like ALPHA | ✅ |\n", ""),
        ("| Family one | |\n| ALPHA | no |\n| | |\n| BETA | yes |\n", 'headings = ["Family*"]\n'),
        ("| **ALPHA** | |\n| **BETA** | yes |\n", 'words.sink = { "" = false }\n'),
        ("| alpha | n |\n| beta | y |\n", ""),
        ("| *Family* | |\n| ALPHA | no |\n| --- | --- |\n| Backend | Sink |\n| BETA | yes |\n", ""),
        ("| All of ours | no |\n| BETA | yes |\n", 'names = { "All of ours" = ["ALPHA"] }\n'),
    ],
)  # fmt: skip
def test_rows_of_a_page(rows, more, tmp_path, capsys):
    status, report = check(tmp_path, capsys, HEAD + rows, claims=CLAIMS + more)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


def test_a_row_of_two_names_speaks_of_both(tmp_path, capsys):
    status, report = check(tmp_path, capsys, HEAD + "| ALPHA and BETA | ✅ |\n")
    assert status == 1
    assert said(report) == [
        ("overclaim", "ALPHA, Sink: the docs say ✅, the code says ❌", "README.md:5"),
    ]
    assert report["compared"] == 2


def test_a_table_whose_columns_are_backends(tmp_path, capsys):
    page = "# T\n\n| | ALPHA | Beta (new) |\n| - | - | - |\n| Sink | yes | yes |\n| Sizes | 16, 32 | 16 |\n"
    claims = CLAIMS.replace('"Sink" = "sink"', '"Sink" = "sink", "Sizes" = "sizes"')
    status, report = check(tmp_path, capsys, page, claims=claims)
    assert status == 1
    assert said(report) == [
        ("overclaim", "ALPHA, Sink: the docs say yes, the code says ❌", "README.md:5"),
        ("underclaim", "BETA, Sizes: the docs say 16, the code says 16, 32", "README.md:6"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "# T\n\n| Sink | Backend |\n| - | - |\n| no | ALPHA |\n| yes | BETA |\n",
        "# T\n\n| # | Backend | Sink |\n| - | - | - |\n| 1. | ALPHA | no |\n| 2. | BETA | yes |\n",
    ],
)
def test_a_column_that_claims_or_counts_names_no_backend(page, tmp_path, capsys):
    status, report = check(tmp_path, capsys, page)
    assert (status, report["findings"], report["compared"]) == (0, [], 2)


def test_a_column_of_names_is_not_guessed_where_the_first_may_be_labels(tmp_path, capsys):
    page = "# T\n\n| Kernel | Falls back to | Sink |\n| - | - | - |\n| One | ALPHA | no |\n| Two | ALPHA | no |\n"
    status, report = check(tmp_path, capsys, page)
    assert (status, report["compared"]) == (1, 0)
    assert [rule for rule, *_ in said(report)] == ["extra-row", "extra-row", "missing-row", "missing-row"]
