"""The interactive tables in headless Chromium, on our own site and in one file."""

from __future__ import annotations

import gzip
import json

import pytest
from conftest import shown_rows

pytestmark = pytest.mark.browser
LIMIT = 300_000
"""Bytes of a first visit, compressed as servers send texts."""


@pytest.fixture(params=["site", "document"])
def tables(request) -> str:
    """The address of a page with the tables."""
    if request.param == "site":
        return f"{request.getfixturevalue('site')}/attention_backends/"
    return request.getfixturevalue("document")


def test_a_card_and_a_requirement_filter_and_the_address_keeps_them(visit, tables):
    page = visit.to(tables)
    before = shown_rows(page)
    page.select_option("select[name=card]", "rocm-gfx942")
    page.select_option("select[name='has.attention_types']", "ENCODER_DECODER")
    page.check("input[name=flag][value=sink]")
    after = shown_rows(page)
    assert "TRITON_ATTN" in after
    assert set(after) < set(before)
    assert "ROCM_ATTN" not in after
    assert "fit" in page.text_content("output")
    page.reload()
    assert shown_rows(page) == after
    assert page.is_checked("input[name=flag][value=sink]")
    page.click(".docgen-controls button[type=reset]")
    assert shown_rows(page) == before
    assert "?" not in page.url


def test_a_heading_sorts_and_the_address_keeps_it(visit, tables):
    page = visit.to(tables)
    page.locator("#standard thead th").first.focus()
    page.keyboard.press("Enter")
    assert shown_rows(page) == sorted(shown_rows(page))
    page.keyboard.press("Enter")
    rows = shown_rows(page)
    assert rows == sorted(rows, reverse=True)
    page.reload()
    assert shown_rows(page) == rows


def test_columns_hide_and_two_rows_show_where_they_differ(visit, tables):
    page = visit.to(f"{tables}?hide=dtypes&diff=TRITON_ATTN&diff=ROCM_ATTN")
    assert shown_rows(page) == ["TRITON_ATTN", "ROCM_ATTN"]
    headings = page.locator("#standard thead th:visible").all_text_contents()
    assert "Dtypes" not in headings
    assert "Attention Types" in headings
    page.goto(f"{tables}?has.cpu=true&empty=hide")
    assert "ROCm Archs" not in page.locator("#standard thead th:visible").all_text_contents()


def test_a_cell_opens_by_keyboard_and_by_link(visit, tables):
    page = visit.to(tables)
    page.locator("#standard td").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    assert "Decided at" in dialog.text_content()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "TD"
    page.goto(f"{tables}#standard.ROCM_ATTN.attention_types")
    page.reload()
    text = page.locator("dialog[open]").text_content()
    assert "The prefill kernel takes the K/V" in text
    assert "backends/rocm_attn/backend.py:" in text


def test_files_hold_what_is_shown(visit, tables):
    page = visit.to(f"{tables}?has.cpu=true")
    with page.expect_download() as csv:
        page.click("button:text-is('CSV')")
    lines = csv.value.path().read_text().splitlines()
    assert lines[0].startswith("Table,Backend,")
    assert {line.split(",")[1] for line in lines[1:]} == {"FLEX_ATTENTION", "CPU_ATTN"}
    with page.expect_download() as download:
        page.click("button:text-is('JSON')")
    rows = json.loads(download.value.path().read_text())
    assert {row["backend"] for row in rows} == {"FLEX_ATTENTION", "CPU_ATTN"}


def test_without_scripts_the_whole_table_is_there(browser, tables):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(tables)
    rows = page.locator("#standard tbody tr:visible")
    assert rows.count() == page.locator("#standard tbody tr").count() >= 7
    # The caption is there for a screen reader, and to be seen where no heading right above the table says the same.
    assert page.locator("#standard caption").text_content() == "Standard attention"
    assert page.locator("h2, caption", has_text="Standard attention").first.is_visible()
    assert page.locator("form.docgen-controls").count() == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_rows_are_cards_and_nothing_is_cut(browser, tables, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(tables)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cells = page.locator("#standard tbody tr").first.locator("td")
    boxes = [cells.nth(number).bounding_box() for number in range(2)]
    assert boxes[1]["y"] > boxes[0]["y"]
    label = page.evaluate("getComputedStyle(document.querySelector('#standard td'), '::before').content")
    assert label == '"Compute Capability"'
    context.close()


def test_dark_mode_has_light_letters(browser, tables):
    def colours(scheme: str) -> list[str]:
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(tables)
        cell = "getComputedStyle(document.querySelector('#standard th'))"
        found = page.evaluate(f"[{cell}.color, {cell}.backgroundColor]")
        context.close()
        return found

    assert colours("light") != colours("dark")


def test_paper_has_the_whole_table_and_no_form(visit, tables):
    page = visit.to(tables)
    page.emulate_media(media="print")
    assert not page.is_visible("form.docgen-controls")
    assert page.evaluate("getComputedStyle(document.querySelector('.docgen-scroll')).maxHeight") == "none"
    assert page.pdf()[:4] == b"%PDF"


def test_every_place_on_the_site_leads_to_its_line(visit, site):
    page = visit.to(f"{site}/attention_backends/#standard.TRITON_ATTN.attention_types")
    link = page.locator("dialog[open] a").first
    place = link.text_content()
    link.click()
    assert page.text_content("h1") == place.partition(":")[0]
    assert "supports_attn_type" in page.text_content("li:target")
    assert page.locator("li:target").bounding_box()["y"] < 900


@pytest.mark.parametrize("path", ["", "attention_backends/", "picker/", "backends/TRITON_ATTN/"])
def test_a_first_visit_is_small_and_asks_nobody_else(visit, site, path):
    sizes = []
    visit.page.on("response", lambda response: sizes.append(len(gzip.compress(response.body()))))
    page = visit.to(f"{site}/{path}")
    page.wait_for_load_state("networkidle")
    assert all(request.startswith((site, "data:")) for request in visit.requests)
    assert sum(sizes) <= LIMIT


def test_the_file_asks_nobody(visit, document):
    visit.to(document).wait_for_load_state("networkidle")
    assert [request for request in visit.requests if not request.startswith("data:")] == [document]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    "path",
    [
        "attention_backends/",
        "picker/",
        "backends/TRITON_ATTN/",
        "source/backends/triton_attn/backend.py.html",
        "tutorial/",
        None,
    ],
)
def test_accessibility_checks_find_nothing_serious(request, browser, path, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install -e '.[browser]'")
    address = (
        request.getfixturevalue("document") if path is None else f"{request.getfixturevalue('site')}/{path}"
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    found = axe.Axe().run(page).response["violations"]
    serious = {
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    }
    context.close()
    assert serious == set()
