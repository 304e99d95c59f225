"""The comparison with vLLM's own page: how it is made, and that the committed one is of this form."""

import re
from pathlib import Path

import pytest
import vllm_page
from vllm_page import Release, published

PAGE = Path(__file__).parents[1] / "docs/vllm_page.md"

CELL = {
    "rule": "overclaim",
    "backend": "FLASH_ATTN",
    "capability": "sink",
    "documented": "✅",
    "expected": "❌",
    "docs_location": "docs/design/attention_backends.md:12",
    "code_location": "vllm/v1/attention/backend.py:99",
}


def test_each_wrong_cell_has_both_answers_and_the_place():
    text = vllm_page.page([Release("0.1.0", 4, [CELL], [{"message": "X is in no table of the page"}])])
    assert "| [0.1.0](#vllm-010) | 4 | 1 | 25.0 % | 1 |" in text
    place = "https://github.com/vllm-project/vllm/blob/v0.1.0/vllm/v1/attention/backend.py#L99"
    assert f"| FLASH_ATTN | `sink` | 12 | ✅ | ❌ | [vllm/v1/attention/backend.py:99]({place}) | " in text
    assert "- X is in no table of the page" in text


@pytest.mark.parametrize("text", ["# Page\n\n| a |\n| - |\n", '# Page\n\n--8<-- "gen:table"\n'])
def test_a_page_is_what_the_release_publishes(tmp_path, text):
    tree, scratch = tmp_path / "tree", tmp_path / "scratch"
    scratch.mkdir()
    for name, content in {
        vllm_page.PUBLISHED: text,
        vllm_page.GENERATOR: "import mkdocs_gen_files\n"
        "with mkdocs_gen_files.open('design/attention_backends.md', 'w') as file:\n    file.write('filled')\n",
    }.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text if name == vllm_page.PUBLISHED else content, encoding="utf-8")
    assert published(tree, scratch) == ("filled" if "gen:" in text else text)


def test_the_committed_page_lists_as_many_cells_as_it_counts():
    text = PAGE.read_text(encoding="utf-8")
    counts = re.findall(
        r"^\| \[([\d.]+)\]\(#[\w-]+\) \| \d+ \| (\d+) \| [\d.]+ % \| (\d+) \|$", text, re.MULTILINE
    )
    assert len(counts) >= 12
    for version, cells, rows in counts:
        section = text.partition(f"## vLLM {version}\n")[2].partition("\n## ")[0]
        assert section.count("](https://github.com/") >= int(cells) - section.count("|  | the page")
        assert len(re.findall(r"^\| [A-Z]", section, re.MULTILINE)) == int(cells)
        assert len(re.findall(r"^- ", section, re.MULTILINE)) == int(rows)
