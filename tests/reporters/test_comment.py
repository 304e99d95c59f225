"""The comment on a pull request, read back as Markdown."""

from pathlib import Path

import msgspec
from findings import ALL, DRIFT, HOSTILE, WARNING
from tiny_project import make_config

from docgen.rendering.documented import read_page
from docgen.rendering.pagefile import PageFile
from docgen.rendering.pages import PageState
from docgen.reporters.comment import check_markdown

STATE = PageState(PageFile(Path("docs/shapes.md"), "docs/shapes.md", "| a |\n| red |\n"), "| a |\n| All |\n")


def test_a_table_then_the_remedies_then_the_rest_folded():
    assert (
        check_markdown([DRIFT], [STATE], make_config(), ignored=2)
        == """\
<!-- docgen check -->

### docgen: 1 error, 2 ignored

|       | Rule         | Finding                                              | Page               | Code                 |
| ----- | ------------ | ---------------------------------------------------- | ------------------ | -------------------- |
| error | `docs-drift` | CIRCLE, Colours: the docs say red, the code says All | `docs/shapes.md:2` | `shapes/circle.py:4` |

- to fix: docgen build

<details>
<summary>All findings</summary>

```text
docs/shapes.md:2: error: CIRCLE, Colours: the docs say red, the code says All [docs-drift]
  backend    CIRCLE
  column     Colours (colours)
  docs say   red  (docs/shapes.md:2)
  code says  All  (shapes/circle.py:4)
```

</details>

<details>
<summary>What a build would change</summary>

```diff
--- docs/shapes.md (as it is)
+++ docs/shapes.md (from the code)
@@ -1,2 +1,2 @@
 | a |
-| red |
+| All |
```

</details>"""
    )


def test_no_findings_take_two_lines():
    assert check_markdown([], [STATE], make_config()) == (
        "<!-- docgen check -->\n\n### docgen: documentation and code agree"
    )


def code_blocks(comment):
    return [block.text.full for block in read_page(comment).blocks if block.kind == "code"]


def test_pipes_tags_and_fences_do_not_break_out():
    comment = check_markdown([HOSTILE, WARNING], [], make_config())
    (table,) = read_page(comment).tables
    assert [len(row.cells) for row in table.rows] == [5, 5]
    assert "100% | <b>" in table.rows[0].cells[2].shown
    (block,) = code_blocks(comment)
    assert block.endswith("warning: no class [dangling-registry-entry]")


def test_a_page_with_fences_stays_in_its_block():
    state = PageState(PageFile(Path("docs/shapes.md"), "docs/shapes.md", "a\n```\nb\n"), "a\n```\nc\n")
    comment = check_markdown([DRIFT], [state], make_config())
    assert code_blocks(comment)[1].endswith(" a\n ```\n-b\n+c")


def test_a_comment_is_as_long_as_github_takes():
    long = msgspec.structs.replace(DRIFT, message="word " * 100, documented="✅ " * 50, expected="x " * 50)
    state = PageState(STATE.file, "line of a page\n" * 5_000)
    comment = check_markdown([long] * 300, [state], make_config())
    assert len(comment) < 65_536
    assert "and 250 more" in comment
    assert comment.count("\n...\n```") == 2


def test_every_rule_has_its_row():
    (table,) = read_page(check_markdown(ALL, [], make_config())).tables
    assert [row.cells[1].shown for row in table.rows] == [f"`{each.rule.value}`" for each in ALL]
