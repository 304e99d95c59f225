"""Tables that `show` prints and records that `export` writes."""

import json

from shapes_page import PAGE, edit


def test_show(docgen):
    status, out, _ = docgen("show")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert status == 0
    assert "CIRCLE All ✅" in lines
    assert "SQUARE red ❌" in lines
    assert "solid: SQUARE" in lines


def test_show_with_places(docgen):
    assert "shapes/square.py:4" in docgen("show", "--verbose")[1]


def test_show_one_scenario(docgen):
    out = docgen("show", "--scenario", "solid")[1]
    assert "  SQUARE\n" in out
    assert "flat" not in out


def test_a_backend_that_does_not_exist_keeps_its_row(docgen, root, page):
    edit(root / "shapes/registry.py", "shapes.square.Square", "shapes.square.Sqare")
    status, out, err = docgen("show")
    assert status == 0
    assert "SQUARE" in out
    assert "dangling-registry-entry" in err
    status, out, _ = docgen("check")
    assert status == 1
    assert "[dangling-registry-entry]" in out
    status, out, err = docgen("build")
    assert (status, out) == (1, f"wrote {PAGE}\n")
    assert "[dangling-registry-entry]" in err


def test_export(docgen, page):
    status, out, err = docgen("export")
    assert (status, err) == (0, "")
    record = json.loads(out)
    circle = record["backends"][0]
    assert (circle["name"], circle["object"]) == ("CIRCLE", "shapes.circle.Circle")
    assert circle["cells"]["round"][0]["value"] is True
    assert circle["cells"]["round"][0]["scenarios"] == ["flat", "solid"]


def test_export_lists_the_findings_of_a_check(docgen, page):
    edit(page, "| red ", "| All ")
    status, out, _ = docgen("export", "--quiet")
    assert status == 0
    assert json.loads(out)["findings"][0]["rule"] == "docs-drift"


def test_export_of_the_inputs(docgen, root):
    status, out, err = docgen("export", "--inputs", "--root", str(root))
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "shapes/__init__.py",
        "shapes/base.py",
        "shapes/circle.py",
        "shapes/colours.py",
        "shapes/registry.py",
        "shapes/square.py",
        "shapes/world.py",
    ]
    assert docgen("export", "--inputs", "--verbose") == (0, out, "")
