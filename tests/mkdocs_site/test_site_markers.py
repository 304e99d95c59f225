"""Markers of any page of the site: tables, regions and values."""

import re

import pytest
from bs4 import BeautifulSoup
from built_site import build, cells

GUIDE = """---
title: Guide
---

A circle is <!-- docgen:cell backend=CIRCLE capability=colours -->:

<!-- docgen:table support -->

```
<!-- docgen:table nothing -->
```
"""


def test_any_page_asks_for_tables_and_values(root):
    (root / "docs/guide.md").write_text(GUIDE)
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    page = (root / "site/guide/index.html").read_text()
    assert "A circle is All:" in page
    assert "CIRCLE" in cells(page)
    assert "&lt;!-- docgen:table nothing --&gt;" in page
    assert (root / "docs/guide.md").read_text() == GUIDE


def test_markers_without_an_end_are_filled_and_said_to_be_deprecated(root):
    (root / "docs/guide.md").write_text(GUIDE)
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    assert (
        "docs/guide.md:5: the marker <!-- docgen:cell backend=CIRCLE capability=colours --> is deprecated"
        in result.stderr
    )
    assert "to fix: write <!-- docgen:begin table=support --> and <!-- docgen:end -->" in result.stderr


REGIONS = """# Guide

- A circle is <!-- docgen:value backend=CIRCLE capability=colours --><!-- /docgen -->:

    <!-- docgen:begin table=support -->
    <!-- docgen:end -->
"""


def test_regions_and_values_do_the_same_in_a_list_as_well(root):
    (root / "docs/guide.md").write_text(REGIONS)
    result = build(root, "--strict")
    assert result.returncode == 0, result.stderr
    assert "deprecated" not in result.stderr
    page = (root / "site/guide/index.html").read_text()
    assert re.search(r"A circle is .*All.*:", page)
    assert BeautifulSoup(page, "html.parser").select_one("li tr[data-row=CIRCLE]")
    assert (root / "docs/guide.md").read_text() == REGIONS


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("table support", "table suport", "docs/guide.md:7: no table 'suport', did you mean 'support'?"),
        ("CIRCLE", "CIRCEL", "docs/guide.md:5: unknown backend 'CIRCEL', did you mean 'CIRCLE'?"),
        (
            "docgen:table support",
            "docgen:tabel support",
            "docs/guide.md:7: unknown marker 'tabel', did you mean 'table'?",
        ),
    ],
)
def test_a_name_that_there_is_not_stops_the_build_with_its_line(root, old, new, message):
    (root / "docs/guide.md").write_text(GUIDE.replace(old, new, 1))
    result = build(root)
    assert result.returncode != 0
    assert message in result.stderr
    assert "Traceback" not in result.stderr
