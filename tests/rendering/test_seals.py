import pytest

from docgen.rendering.seals import SEAL, canonical, seal

TABLE = "| Name | It |\n| ---- | -- |\n| A    | b  |\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TABLE, "|Name|It|\n|:-|-:|\n|A|b|"),
        (TABLE, f"\n\n{TABLE}\n\n".replace("\n", "\r\n")),
        ("- a\n- b", "* a\n\n* b\n"),
        ("1. a\n2. b", "1. a\n1. b"),
        (r"fp8_e4m3 \* x", r"fp8\_e4m3 * x"),
        ("a &lt;b", r"a \<b"),
        ("**a** _b_", "__a__ *b*"),
        ("Title\n===\n\nlong text", "# Title\n\nlong\ntext  "),
        ("    code", "```\ncode\n```"),
        ("---", "***"),
        ("[x](y.md)", "[x](<y.md>)"),
    ],
)
def test_what_formatters_change_leaves_the_seal(one, other):
    assert seal(one) == seal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TABLE, TABLE.replace("b ", "c ")),
        (TABLE, TABLE.replace("It", "Its")),
        (TABLE, TABLE + "| C | d |\n"),
        ("- a\n- b", "- a\n\nb"),
        ("1. a", "- a"),
        ("# a", "## a"),
        ("**a**", "a"),
        ("`a`", "a"),
        ("[x](y.md)", "[x](z.md)"),
        ("[x](y.md#L1)", "[x](y.md#L2)"),
        ("a<br>b", "a b"),
        ("```\na  b\n```", "```\na b\n```"),
        ("", "a"),
        ("a\n\nb", "a b"),
    ],
)
def test_what_people_change_changes_the_seal(one, other):
    assert canonical(one) != canonical(other)
    assert seal(one) != seal(other)


def test_a_seal_is_short():
    assert SEAL.fullmatch(seal("text"))
