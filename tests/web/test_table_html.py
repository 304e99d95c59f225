"""Tables as HTML: complete without scripts, each state distinct, and no untrusted text in the markup."""

import base64
import hashlib
import json
import re

import msgspec
import pytest
from bs4 import BeautifulSoup
from tiny_project import SCENARIOS, make_backend, make_config, make_model

from docgen.config.site import Site
from docgen.model.cell import INAPPLICABLE, Cell, Condition
from docgen.model.location import Location
from docgen.model.support import Refusal
from docgen.rendering.links import no_links, template_links
from docgen.rendering.tables import support_tables
from docgen.web.document import document
from docgen.web.table import table_html

PLACE = Location("shapes/circle.py", 7)
HOSTILE = "</script><img src=x onerror=alert(1)> \" ' & \u202e\u2028 {{ 7*7 }} --> ]]>"


def soup_of(name: str = "CIRCLE", is_round: Cell | bool = False) -> BeautifulSoup:
    support = make_model(make_backend(name, is_round=is_round), make_backend("SQUARE"))
    (table, *_) = support_tables(make_config(), support)
    return BeautifulSoup(table_html(table, make_config(), no_links, {}), "html.parser")


def test_a_table_has_a_caption_scopes_and_an_anchor_for_each_row_and_cell():
    soup = soup_of()
    assert soup.caption.get_text()
    assert {th["scope"] for th in soup.thead.find_all("th")} == {"col"}
    assert {th["scope"] for th in soup.tbody.find_all("th")} == {"row"}
    places = [each["id"] for each in soup.select("table, tbody tr, tbody td")]
    assert len(places) == len(set(places))
    assert all(re.fullmatch(r"[\w.-]+", place) for place in places)


STATES = {
    "yes": (Cell.known(True, PLACE, SCENARIOS), "✅", "yes"),
    "no": (Cell.known(False, PLACE, SCENARIOS), "❌", "no"),
    "unknown": (Cell.unknown("a network call", PLACE, SCENARIOS), "?", "unknown"),
    "undeclared": (Cell.not_declared("no such method", PLACE, SCENARIOS), "–", "not declared"),
    "inapplicable": (Cell.not_declared(INAPPLICABLE, PLACE, SCENARIOS), "N/A", "not applicable"),
    "unavailable": (Cell.unavailable("ModuleNotFoundError", PLACE, SCENARIOS), "unavailable", None),
}


@pytest.mark.parametrize("kind", STATES)
def test_each_state_has_a_look_and_words_of_its_own(kind):
    cell, glyph, spoken = STATES[kind]
    found = soup_of(is_round=cell).select_one(f"tbody tr:first-child td:last-child .docgen-{kind}")
    if spoken is None:
        assert found.get_text() == glyph
    else:
        hidden, words = found.find_all("span")
        assert (hidden.get_text(), hidden["aria-hidden"]) == (glyph, "true")
        assert words.get_text() == spoken
    kinds = {
        other
        for other in STATES
        if soup_of(is_round=STATES[other][0]).select(f"tr:first-child td:last-child .docgen-{kind}")
    }
    assert kinds == {kind}


def test_names_of_strangers_are_texts():
    soup = soup_of(name=HOSTILE)
    assert not soup.find_all(["img", "script"])
    row = soup.select_one("tbody tr")
    assert row["data-row"].startswith("</script><img")
    assert "\u202e" not in str(soup)
    assert "\\u202e" in row.th.get_text()
    assert re.fullmatch(r"[\w.-]+", row["id"])


def hostile_model():
    conditions = (Condition(HOSTILE, True), Condition("else", False))
    hostile = make_backend(
        HOSTILE,
        colours=Cell.unknown(HOSTILE, PLACE, SCENARIOS),
        is_round=Cell.conditional(conditions, PLACE, SCENARIOS),
        refusals=(Refusal("round", HOSTILE, PLACE),),
    )
    return make_model(msgspec.structs.replace(hostile, summary=HOSTILE), make_backend("SQUARE"))


def test_one_file_holds_all_that_it_needs_and_lets_nothing_else_run():
    page = document(make_config(site=Site(title=HOSTILE)), hostile_model())
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.find_all(["img", "link", "iframe"], href=lambda value: value != "data:,")
    data, code = soup.find_all("script")
    assert json.loads(data.string)["rows"][0]["name"].startswith("</script>")
    assert data.string.isascii()
    assert "<" not in data.string
    digest = base64.b64encode(hashlib.sha256(code.string.encode()).digest()).decode()
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "\u202e" not in page
    assert "49" not in soup.h1.get_text()


def test_the_data_says_what_the_table_says():
    support = make_model(
        make_backend("CIRCLE", colours=["RED", "BLUE"]), make_backend("SQUARE", is_round=True)
    )
    page = document(make_config(), support)
    data = json.loads(BeautifulSoup(page, "html.parser").find(id="docgen-data").string)
    assert [row["name"] for row in data["rows"]] == ["CIRCLE", "SQUARE"]
    for row, backend in zip(data["rows"], support.backends, strict=True):
        for column, numbers in zip(data["columns"], row["cells"], strict=True):
            covered = sorted(each for number in numbers for each in data["answers"][number]["in"])
            assert covered == [0, 1, 2]
            states = [data["answers"][number]["state"] for number in numbers]
            assert states == [cell.state.value for cell in backend.cells[column["key"]]]


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("https://h/o/r/blob/main/{path}#L{line}", "https://h/o/r/blob/main/a%20b/%7Bline%7D.py#L3"),
        ("https://h/{path}", "https://h/a%20b/%7Bline%7D.py"),
    ],
)
def test_links_follow_the_configured_address(template, address):
    assert template_links(Site(source=template).source)(Location("a b/{line}.py", 3)) == address


@pytest.mark.parametrize(
    "source", ["javascript:{path}", "https://h/", "https://h/ {path}", 'https://h/"{path}']
)
def test_an_address_that_is_none_is_refused(source):
    with pytest.raises(ValueError, match="http address"):
        Site(source=source)
