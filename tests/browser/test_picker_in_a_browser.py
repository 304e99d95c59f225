"""The picker in headless Chromium: requirements, a dropped configuration, what cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tabled_project import FILES
from tiny_project import write_tree

from backends.integrations.requirements import model_requirements
from backends.platforms import RocmPlatform
from backends.selector import select_backend

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]'").expect
MODELS = json.loads((Path(__file__).parents[1] / "integrations/model_configs.json").read_text())


@pytest.fixture(params=["site", "document"])
def picker(request) -> str:
    if request.param == "site":
        return f"{request.getfixturevalue('site')}/picker/"
    return request.getfixturevalue("document")


def outcome(page) -> list[str]:
    return page.locator(".docgen-chosen").all_text_contents()


def test_requirements_give_the_choice_and_each_rejection(visit, picker):
    page = visit.to(picker)
    page.select_option("select[name=scenario]", "rocm-gfx942")
    page.select_option("select[name='set.attn_type']", "ENCODER_DECODER")
    page.fill("input[name='set.head_size']", "64")
    assert outcome(page) == ["ROCM_AITER_UNIFIED_ATTN"]
    text = page.text_content(".docgen-outcome")
    assert "ROCM_ATTN" in text
    assert "attention type ENCODER_DECODER is not supported" in text
    page.fill("input[name='set.head_size']", "7")
    assert outcome(page) == ["No backend fits"]
    page.click("button:text-is('Start again')")
    expect(page.locator(".docgen-asked")).to_have_text("the defaults")


@pytest.mark.parametrize("name", ["whisper", "gemma3"])
def test_a_dropped_configuration_is_read_here(visit, picker, name):
    model = MODELS[name]
    page = visit.to(picker)
    page.select_option("select[name=scenario]", "rocm-gfx942")
    script = """([element, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], "config.json", { type: "application/json" }));
        element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }"""
    before = len(visit.requests)
    page.evaluate(script, [page.query_selector(".docgen-picker"), json.dumps(model)])
    expected = [
        select_backend(each, RocmPlatform("gfx942")).backend.name for each in model_requirements(model)
    ]
    expect(page.locator(".docgen-chosen")).to_have_count(len(expected))
    expect(page.locator(".docgen-asked").first).not_to_have_text("the defaults")
    assert outcome(page) == expected
    assert len(visit.requests) == before


def test_a_picker_of_computed_choices_answers_for_all_that_can_be_picked(visit, tmp_path):
    root, file = write_tree(tmp_path / "tree", FILES), tmp_path / "support.html"
    command = [sys.executable, "-m", "docgen", "build", "--root", str(root), "--html", str(file), "--quiet"]
    subprocess.run(command, check=True, timeout=300)
    page = visit.to(file.as_uri())
    page.select_option("select[name=scenario]", "old")
    options = page.locator("select[name='set.size'] option").all_text_contents()
    assert options == ["5 (default)", "1", "7"]
    page.select_option("select[name='set.size']", "7")
    assert outcome(page) == ["FIRST"]
    assert "7 is too large" in page.text_content(".docgen-outcome")
    page.check("input[name='set.wide']")
    assert "14 is too large" in page.text_content(".docgen-outcome")
    shown = "docgen explain --scenario old size=7 wide=true"
    assert page.text_content(".docgen-command code") == shown
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(".docgen-command button")
    expect(page.locator(".docgen-command button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    page.select_option("select[name='set.kind']", "ODD")
    assert "Set back: size 7, wide true." in page.text_content(".docgen-outcome")
    assert page.input_value("select[name='set.size']") == ""
    assert not page.is_checked("input[name='set.wide']")
    assert page.text_content(".docgen-command code") == "docgen explain --scenario old kind=ODD"
    page.click("summary:text-is('Requirements that this page answers for')")
    assert "size 1, 5, 7; wide false, true; kind PLAIN, OPEN" in page.text_content(".docgen-fold")


def test_a_file_that_cannot_be_read_says_why(visit, picker, tmp_path):
    page = visit.to(picker)
    for content, said in (("{", "cannot be read"), ("[1]", "no JSON object"), ("{}", "no head size")):
        file = tmp_path / "config.json"
        file.write_text(content)
        page.set_input_files("input[name=model]", file)
        expect(page.locator(".docgen-outcome")).to_contain_text(said)
