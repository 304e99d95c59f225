import pytest

from docgen.claims.ranges import expand
from docgen.claims.words import Claimed, Silent, Unread, read
from docgen.config import Capability
from docgen.config.claims import ClaimedTable, Claims

CLAIMS = Claims(
    path="page.md",
    table=(ClaimedTable(heading="T"),),
    columns={"Sizes": "sizes"},
    marks="†*",
    silent={"N/A": "runs elsewhere"},
    words={"sizes": {"Any": ("%1",), "Yes": True, "half": "16"}},
)
SIZES = Capability(key="sizes", header="Sizes", probe="cls.sizes()", labels={"float16": "fp16"})
KINDS = Capability(
    key="kinds",
    header="Kinds",
    probe="cls.kind(k)",
    over={"k": ("1",)},
    every="All",
    labels={"DEC": "Decoder"},
)
DOMAIN = ("DEC", "ENC", "8.0", "9.0")
VERSIONS = ("7.0", "7.5", "8.0", "9.0", "10.0", "10.3", "12.0")


def values(*items: str) -> Claimed:
    return Claimed(frozenset(items))


@pytest.mark.parametrize(
    ("cell", "column", "domain", "claimed"),
    [
        ("✅", SIZES, None, Claimed(True)),
        ("❌", SIZES, None, Claimed(False)),
        ("unavailable", SIZES, None, Claimed(False)),
        ("Yes", SIZES, None, Claimed(True)),
        ("fp16, `bf16`", SIZES, None, values("float16", "bf16")),
        ("16, 32†", SIZES, None, values("16", "32")),
        ("half", SIZES, None, values("16")),
        ("%16", SIZES, None, values("%16")),
        ("Any", SIZES, None, values("%1")),
        ("All", KINDS, DOMAIN, values(*DOMAIN)),
        ("None", KINDS, DOMAIN, values()),
        ("Decoder, `ENC`", KINDS, DOMAIN, values("DEC", "ENC")),
        ("≥8.0", KINDS, DOMAIN, values("8.0", "9.0")),
        ("N/A", SIZES, None, Silent("N/A: runs elsewhere")),
        ("", SIZES, None, Unread("")),
        ("Decoder and more", KINDS, DOMAIN, Unread("Decoder and more")),
        ("Decoder and ENC", KINDS, DOMAIN, values("DEC", "ENC")),
        ("decoder / enc", KINDS, DOMAIN, values("DEC", "ENC")),
        ("Decoder\nENC", KINDS, DOMAIN, values("DEC", "ENC")),
        ("n/a", KINDS, DOMAIN, Claimed(None)),
        ("-", KINDS, DOMAIN, Claimed(None)),
    ],
)
def test_a_cell(cell, column, domain, claimed):
    assert read(cell, CLAIMS, column, domain) == claimed


@pytest.mark.parametrize(
    ("word", "numbers"),
    [
        ("≥9.0", ["9.0", "10.0", "10.3", "12.0"]),
        (">= 10.3", ["10.3", "12.0"]),
        ("≤7.5", ["7.0", "7.5"]),
        ("9.x", ["9.0"]),
        ("8.x-9.x", ["8.0", "9.0"]),
        ("7.5 to 8.0", ["7.5", "8.0"]),
        ("10.x", ["10.0", "10.3"]),
        ("10+", ["10.0", "10.3", "12.0"]),
        ("11.x", []),
        ("newer", None),
    ],
)
def test_a_range(word, numbers):
    assert expand(word, VERSIONS) == numbers


def test_what_is_no_version_is_in_no_range():
    assert expand("≥1.0", ("DEC", "2.0", None, 3, -3, True, "x.y")) == ["2.0", 3]


ROUND = Capability(key="round", header="Round", probe="cls.is_round()")


@pytest.mark.parametrize(
    ("words", "truth"),
    [
        ("yes Yes YES y Y true True ✓ ✔ ✔\ufe0f ✅ 🟢 :white_check_mark: supported", True),
        ("no No n N false FALSE ✗ ✘ ❌ x X 🔴 :x: unsupported", False),
        ("n/a NA - – —", None),
    ],
)
def test_common_words_need_no_configuration(words, truth):
    for word in words.split():
        assert read(word, CLAIMS, ROUND, None, truths=True) == Claimed(truth), word
        assert read(f" `{word}`† ", CLAIMS, ROUND, None, truths=True) == Claimed(truth), word


def test_a_value_or_a_configured_word_goes_before_a_common_one():
    assert read("x", CLAIMS, KINDS, ("x", "y")) == values("x")
    ours = Claims(
        path="p.md",
        table=CLAIMS.table,
        columns={"R": "round"},
        words={"*": {"x": True, "": False}, "round": {"-": True}},
    )
    assert read("x", ours, ROUND, None, truths=True) == Claimed(True)
    assert read("-", ours, ROUND, None, truths=True) == Claimed(True)
    assert read("", ours, ROUND, None, truths=True) == Claimed(False)


def test_a_truth_is_no_list_of_words():
    assert read("maybe", CLAIMS, ROUND, None, truths=True) == Unread("maybe")
    assert read("maybe", CLAIMS, ROUND, None) == values("maybe")


@pytest.mark.parametrize(
    ("cell", "seen", "claimed"),
    [
        ("64/128", {"64", "128"}, values("64", "128")),
        ("64 & 128", {"64", "128"}, values("64", "128")),
        ("{64, 128}", {"64", "128"}, values("64", "128")),
        ("64 128 256", {"64", "128"}, Unread("64 128 256")),
        ("64, 256", {"64", "128"}, values("64", "256")),
        ("64-66", {"64"}, values("64", "65", "66")),
        ("≥64", {"64"}, Unread("≥64")),
        ("64, 128 (256 soon)", {"64", "128"}, Unread("128 (256 soon)")),
        ("?", {"64"}, Unread("?")),
        ("?", set(), Unread("?")),
        ("HND or NHD", {"hnd", "nhd"}, values("hnd", "nhd")),
        ("HND", {"hnd"}, values("hnd")),
        ("a/b", {"a/b", "a"}, values("a/b")),
        ("ABC", {"hnd"}, values("ABC")),
        ("none", {"64"}, values()),
        ("[]", {"64"}, values()),
        ("none", {"none"}, values("none")),
    ],
)
def test_without_a_domain_the_values_of_the_code_tell_words_from_values(cell, seen, claimed):
    column = Capability(key="layouts", header="Layouts", probe="cls.layouts()")
    claims = Claims(path="p.md", table=(ClaimedTable(heading="T"),), columns={"Layouts": "layouts"})
    assert read(cell, claims, column, None, seen=frozenset(seen)) == claimed


@pytest.mark.parametrize("cell", ["DEC+ENC", "Decoder | ENC", "`DEC` `ENC`", "dec enc"])
def test_a_list_is_separated_by_anything_where_all_words_are_values(cell):
    assert read(cell, CLAIMS, KINDS, DOMAIN) == values("DEC", "ENC")
