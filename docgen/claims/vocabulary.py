"""The words in which people write yes, no and not applicable, as data."""

from __future__ import annotations

_YES = (
    "yes", "y", "true", "on", "supported", "full", "✓", "✔", "✅", "☑", "🗸", "🗹", "🟢", "🟩", "👍",
    "[x]", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:", ":green_circle:",
    ":large_green_circle:", ":green_square:", ":large_green_square:", ":+1:", ":thumbsup:", ":material-check:",
)  # fmt: skip
_NO = (
    "no", "n", "false", "off", "unsupported", "not supported", "✗", "✘", "✖", "❌", "❎", "🗙", "x", "☒", "☐", "🔴",
    "🟥", "🚫", "⛔", "👎", "[ ]", ":x:", ":heavy_multiplication_x:", ":negative_squared_cross_mark:", ":red_circle:",
    ":no_entry:", ":no_entry_sign:", ":red_square:", ":large_red_square:", ":-1:", ":thumbsdown:", ":material-close:",
)  # fmt: skip
_NOTHING = ("n/a", "n.a.", "na", "not applicable", "-", "--", "---", "\N{EN DASH}", "\N{EM DASH}")

COMMON: dict[str, bool | None] = {
    **dict.fromkeys(_YES, True),
    **dict.fromkeys(_NO, False),
    **dict.fromkeys(_NOTHING),
}
"""Claims of common words, used where neither the configuration nor the capability defines the word: yes, no, or None
(the question does not apply). None agrees with a no, an empty value, a missing declaration and a missing class.
"""


def common(word: str) -> bool | None:
    """Look up the claim of a word; its case, a full stop and the variants of a sign make no difference.

    Raises:
        KeyError: it is none of them.
    """
    bare = word.replace("\N{VARIATION SELECTOR-16}", "").replace("\N{VARIATION SELECTOR-15}", "").casefold()
    return COMMON[bare if bare in COMMON else bare.rstrip(".!")]
