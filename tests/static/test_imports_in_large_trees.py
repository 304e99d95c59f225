"""Imports in a tree too large for them to be run: those that a called function runs, stars, and imports above the top."""

import pytest

from docgen.config import Scenario

FILES = {"pkg/heavy.py": "x = 1\n", "pkg/names.py": '__all__ = ["there", "gone"]\nthere = 1\n'}
CALLED = {
    "name-that-is-missing": "from pkg.heavy import gone",
    "module-that-is-missing": "import pkg.gone",
    "name": "from pkg.heavy import x",
    "submodule": "from pkg import heavy",
    "library": "import json",
    "above-the-top": "from ... import x",
}
CAUGHT = {
    "star": ("from pkg.names import *", "AttributeError", False),
    "star-caught-as-any": ("from pkg.names import *", "Exception", False),
    "star-of-what-is-there": ("from pkg.heavy import *", "AttributeError", True),
    "above-the-top": ("from ... import x", "ImportError", False),
}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("text", CALLED.values(), ids=CALLED)
def test_an_import_of_a_function_that_is_called_fails_as_in_python(text, package):
    written = package({**FILES, "pkg/main.py": f"def load():\n    {text}\n    return 2\n"})
    static, right = written.evaluated("pkg.main.load()"), written.executed("pkg.main.load()")
    if text == "import pkg.gone":
        assert static.covers(right)  # it may be a compiled module
    else:
        assert static == right


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(("text", "caught", "right"), CAUGHT.values(), ids=CAUGHT)
def test_a_handler_catches_what_the_import_raises(text, caught, right, package):
    main = f"try:\n    {text}\n    HAS = True\nexcept {caught}:\n    HAS = False\n"
    written = package({**FILES, "pkg/main.py": main})
    assert written.executed("pkg.main.HAS").value is right
    assert written.evaluated("pkg.main.HAS").value is right


@pytest.mark.usefixtures("_large_trees")
def test_what_a_comprehension_over_something_unknown_calls_may_have_acted(package):
    main = "import outside\ndef count():\n    seen = []\n    [seen.append(x) for x in outside.sizes()]\n    return len(seen)\n"
    assert package({"pkg/main.py": main}).evaluated("pkg.main.count()").kind == "unknown"


@pytest.mark.usefixtures("_large_trees")
def test_the_error_names_the_package_that_is_missing(package):
    main = "try:\n    import accel.ops\nexcept ImportError as error:\n    NAME = error.name\n"
    written = package({"pkg/main.py": main})
    answer = written.evaluated("pkg.main.NAME", written.questioner(Scenario(name="bare", missing=("accel",))))
    assert answer == written.executed("pkg.main.NAME") == ("known", "accel")
