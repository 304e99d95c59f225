"""Modules of a large tree that refuse to be imported: their text, CPython's answer in a child, and ours."""

import ast

import msgspec
import pytest

from docgen.config import Scenario, ValueList
from docgen.model.cell import State
from docgen.project.introspection import asked, introspect
from docgen.project.kept import IMPORTS, Recalled, numbers
from docgen.runtime.child import ask
from docgen.static.source.conditional_names import conditional_names
from docgen.static.source.outline import imports
from docgen.static.source.refusals import end_of_refusals, raises_import_error, refuses
from tests.runtime.support import QUICK, by_scenario, config, registry, write

REFUSING = {
    "raise": "raise ImportError('no')\n",
    "assertion": "assert x\n",
    "exit": "import sys\nif x:\n    sys.exit(1)\n",
    "under-a-condition": "if x:\n    pass\nelif y:\n    raise ImportError\n",
    "in-else": "if x:\n    pass\n\n# why\nelse:\n    # because\n\n    raise ImportError\n",
    "in-a-handler": "try:\n    import a\nexcept ImportError as e:\n    raise ImportError('a is needed') from e\n",
    "again": "try:\n    import a\nexcept ImportError:\n    raise\n",
    "of-another-kind": "try:\n    raise ValueError\nexcept ImportError:\n    pass\n",
    "in-else-of-try": "try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    raise ImportError\n",
    "deep": "for a in b:\n    with c:\n        while d:\n            match e:\n                case 1:\n                    raise F\n",
    "condition-of-several-lines": "if (\n    x\n    and y\n):\n    raise ImportError\n",
    "windows-lines": "if x:\r\n\r\n    raise ImportError\r\n",
}
HARMLESS = {
    "function": "def f():\n    raise ImportError\n",
    "method": "class C:\n    def f(self):\n        raise ImportError\n",
    "function-under-a-condition": "if x:\n    def f():\n        raise ImportError\n",
    "caught": "try:\n    if x:\n        raise ImportError\nexcept ImportError:\n    pass\n",
    "caught-as-its-base": "try:\n    raise ModuleNotFoundError\nexcept (KeyError, ImportError):\n    pass\n",
    "caught-as-any": "try:\n    raise ValueError\nexcept Exception:\n    pass\n",
    "caught-without-a-name": "try:\n    raise SystemExit\nexcept:\n    pass\n",
    "word": "raised = 1\nx = 'if so, raise'\n",
}


@pytest.mark.parametrize("text", REFUSING.values(), ids=REFUSING)
def test_a_statement_that_may_refuse_is_found_in_the_text(text):
    for before, after in (("", ""), ("'''\nraise X\n'''\n", "\ny = 1\n")):
        source = f"{before}{text}{after}"
        (found,) = [node for node in ast.parse(source).body if refuses(node)]
        assert source.encode()[: end_of_refusals(source.encode())].count(b"\n") >= (found.end_lineno or 0) - 1
        assert ast.dump(found) in [ast.dump(node) for node in imports(source.encode())]


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_runs_later_or_is_caught_refuses_nothing(text):
    assert not any(map(refuses, ast.parse(text).body))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("raise ImportError", True),
        ("if x: raise ModuleNotFoundError('a')\nelse: raise ImportError", True),
        ("if x: raise ImportError\nelse: raise ValueError", False),
        ("assert x", False),
        ("if x: raise error", False),
    ],
)
def test_the_exception_is_told_by_its_name(text, is_one):
    assert raises_import_error(ast.parse(text).body[0]) is is_one


NAMES = {
    "in-one-branch": ("if x:\n    a = 1\n", {"a"}),
    "in-two-of-three": ("if x:\n    a = b = 1\nelif y:\n    a = 2\nelse:\n    a = 3\n", {"b"}),
    "in-both": ("if x:\n    from m import a\nelse:\n    def a(): pass\n", set()),
    "before": ("a = None\nif x:\n    a = 1\n", set()),
    "behind": ("if x:\n    a = 1\nclass a: pass\n", set()),
    "imported-as-well": ("from m import a\nif x:\n    a = 1\n", set()),
    "in-try-alone": ("try:\n    import a\nexcept ImportError:\n    pass\n", {"a"}),
    "in-a-handler-too": ("try:\n    import a\nexcept ImportError:\n    a = None\n", set()),
    "the-handler-raises": ("try:\n    import a\nexcept ImportError:\n    raise\n", set()),
    "finally": ("try:\n    f()\nexcept ValueError:\n    pass\nfinally:\n    a = 1\n", set()),
    "in-a-loop": ("for i in x:\n    a = i\n", {"a", "i"}),
    "with": ("with x as y:\n    a = 1\n", {"y"}),
    "match": ("match x:\n    case 1:\n        a = 1\n", {"a"}),
    "any-name": ("from m import *\nif x:\n    a = 1\n", set()),
    "by-a-getter": ("def __getattr__(name): ...\nif x:\n    a = 1\n", set()),
    "windows-lines": ("if x:\r\n    a = 1\r\n", {"a"}),
}


@pytest.mark.parametrize(("text", "names"), NAMES.values(), ids=NAMES)
def test_names_that_are_bound_on_some_ways_are_found_in_the_text(text, names):
    source = f"z = 1\n{text}".encode()
    assert conditional_names(source, imports(source)) == names


WITH = Scenario(name="with", installed=("accel",))
WITHOUT = Scenario(name="without", missing=("accel", "pkg._C"))
BACKEND = "\nclass Backend:\n    flag = True\n"
HELPER = "try:\n    import accel\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
REFUSED = {
    "own": (
        {"one.py": "from pkg.helper import HAS\nif not HAS:\n    raise ImportError('accel is needed')\n"},
        3,
        "",
    ),
    "handler": (
        {
            "one.py": "try:\n    import accel\nexcept ImportError as e:\n    raise ImportError('accel is needed') from e\n"
        },
        4,
        "",
    ),
    "package": (
        {
            "one.py": "from pkg.sub.deep import x\n",
            "sub/__init__.py": f"{HELPER}if not HAS: raise ImportError('accel is needed')\n",
            "sub/deep.py": "x = 1\n",
        },
        6,
        "pkg.sub",
    ),
    "chain": (
        {
            "one.py": "import pkg.two\n",
            "two.py": "import pkg.three\n",
            "three.py": "from pkg.helper import HAS\nif HAS:\n    y = 1\nelse:\n    raise ImportError('accel is needed')\n",
        },
        5,
        "pkg.two, pkg.three",
    ),
}


def unavailable(files, line, way, reason, root):
    """Check that source and CPython say so of a class without `accel`, and return CPython's cell."""
    one = files["one.py"] + BACKEND
    write(root, {"registry.py": registry(ONE="pkg.one.Backend"), **files, "one.py": one})
    questions = config({"flag": "cls.flag"}, (WITHOUT, WITH))
    cells = [
        by_scenario(model.backends[0].cells["flag"])
        for model in (introspect(root, questions), ask(root, questions, limits=QUICK))
    ]
    for cell in cells:
        assert (cell["without"].state, cell["with"].value) == (State.UNAVAILABLE, True)
        assert cell["without"].location.line == line
    assert cells[0]["without"].reason == reason + (f", imported by way of {way}" if way else "")
    return cells[1]["without"]


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(("files", "line", "way"), REFUSED.values(), ids=REFUSED)
def test_a_class_whose_module_refuses_is_unavailable(files, line, way, tmp_path):
    reason = "ImportError: accel is needed"
    runtime = unavailable({"helper.py": HELPER, **files}, line, way, reason, tmp_path)
    assert runtime.reason == reason


KERNELS = f"{HELPER}if HAS:\n    kernel = 1\n"
UNBOUND = {
    "own": ({"one.py": "from pkg.kernels import kernel\n"}, 1, ""),
    "below": (
        {"one.py": "import pkg.two\n", "two.py": "x = 1\nfrom .kernels import (\n    HAS,\n    kernel,\n)\n"},
        2,
        "pkg.two",
    ),
}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(("files", "line", "way"), UNBOUND.values(), ids=UNBOUND)
def test_a_class_whose_module_imports_what_is_not_bound_is_unavailable(files, line, way, tmp_path):
    reason = "ImportError: cannot import name 'kernel' from 'pkg.kernels'"
    unavailable({"kernels.py": KERNELS, **files}, line, way, reason, tmp_path)


@pytest.mark.usefixtures("_large_trees")
def test_a_name_that_comes_to_be_bound_on_some_ways_alone_is_seen(tmp_path):
    files = {"one.py": f"from pkg.kernels import kernel\n{BACKEND}", "kernels.py": f"{HELPER}kernel = 1\n"}
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), **files})
    questions = config({"flag": "cls.flag"}, (WITHOUT,))
    before = asked(tmp_path, questions, None, None, Recalled())
    write(tmp_path, {"kernels.py": KERNELS})
    again = asked(tmp_path, questions, None, None, Recalled())
    key = f"pkg/kernels.py{IMPORTS}"
    assert before.digests[before.paths.index(key)] != again.digests[again.paths.index(key)]
    assert again.rows[0].backends[0].cells["flag"][0].state is State.UNAVAILABLE


UNSURE = "import os\nif 'ACCEL' not in os.environ:\n    raise ImportError\nx = 1\n"


@pytest.mark.usefixtures("_large_trees")
def test_what_is_not_known_does_not_refuse_where_no_handler_waits(tmp_path):
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), "one.py": f"{UNSURE}{BACKEND}"})
    (row,) = introspect(tmp_path, config({"flag": "cls.flag"}, (WITHOUT, WITH))).backends
    assert {cell.value for cell in by_scenario(row.cells["flag"]).values()} == {True}


GUARDED = {
    "raises": ("raise ImportError('no')\n", "ImportError", False),
    "raises-a-subclass": ("class E(ImportError): pass\nraise E\n", "ImportError", False),
    "another-exception": ("raise RuntimeError\n", "RuntimeError", False),
    "version": ("import sys\nif sys.version_info < (4,):\n    raise ImportError\n", "ImportError", False),
    "assertion": ("LIMITS = [1]\nassert len(LIMITS) == 2\n", "AssertionError", False),
    "exit": ("raise SystemExit(3)\n", "SystemExit", False),
    "does-not": ("LIMITS = [1]\nassert len(LIMITS) == 1\n", "AssertionError", True),
    "below": ("import pkg.far\n", "ImportError", False),
    "name-that-is-not-bound": ("from pkg.some import kernel\n", "ImportError", False),
    "name-that-is-bound": ("from pkg.some import other\n", "ImportError", True),
    "item": ("{}['key']\n", "KeyError", False),
    "call-of-another-module": ("from pkg.check import check\ncheck(1)\n", "ValueError", False),
    "caught-as-any": ("1 / 0\n", "Exception", False),
    "changes-nothing": ("from pkg.far import SEEN\n", "ImportError", False),
}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(("text", "caught", "right"), GUARDED.values(), ids=GUARDED)
def test_a_guarded_import_fails_as_its_module_does(text, caught, right, package):
    main = f"try:\n    import pkg.ops\n    HAS = True\nexcept {caught}:\n    HAS = False\n"
    files = {"pkg/ops.py": text, "pkg/far.py": "SEEN = []\nraise ImportError\n", "pkg/main.py": main}
    files["pkg/check.py"] = "def check(x):\n    if x:\n        raise ValueError\n"
    files["pkg/some.py"] = "LIMIT = 4\nif LIMIT < 3:\n    kernel = 1\nelse:\n    other = 2\n"
    written = package(files)
    assert written.executed("pkg.main.HAS").value is right
    assert written.evaluated("pkg.main.HAS").value is right


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(
    ("text", "whens"),
    [
        (UNSURE, ["import pkg.ops", "not (import pkg.ops)"]),
        (f"import pkg.sure\n{UNSURE}", ["import pkg.ops", "not (import pkg.ops)"]),
    ],
    ids=["itself", "below"],
)
def test_what_is_not_known_is_open_where_a_handler_waits(text, whens, package):
    main = "try:\n    import pkg.ops\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
    cell = package({"pkg/ops.py": text, "pkg/sure.py": "", "pkg/main.py": main}).cell("pkg.main.HAS")
    assert [(condition.when, condition.value) for condition in cell.conditions] == [
        *zip(whens, (True, False), strict=True)
    ]


@pytest.mark.usefixtures("_large_trees")
def test_what_the_importing_module_has_imported_does_not_refuse_it(package):
    main = (
        "import pkg.unsure\ntry:\n    import pkg.ops\n    HAS = True\nexcept ImportError:\n    HAS = False\n"
    )
    files = {"pkg/ops.py": "import pkg.unsure\n", "pkg/unsure.py": UNSURE, "pkg/main.py": main}
    assert package(files).evaluated("pkg.main.HAS").value is True


@pytest.mark.usefixtures("_large_trees")
def test_running_the_statement_leaves_nothing_behind(package):
    text = "SEEN = []\nif not SEEN:\n    SEEN.append(1)\n    if len(SEEN) > 1:\n        raise ImportError\n"
    main = "try:\n    from pkg.ops import SEEN\nexcept ImportError:\n    SEEN = None\n"
    written = package({"pkg/ops.py": text, "pkg/main.py": main})
    assert written.evaluated("pkg.main.SEEN").value == written.executed("pkg.main.SEEN").value == [1]


@pytest.mark.usefixtures("_large_trees")
def test_a_refusal_that_is_written_later_is_seen(tmp_path):
    files = {"one.py": f"import pkg.two\n{BACKEND}", "two.py": "HAS = False\n"}
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), **files})
    questions = config({"flag": "cls.flag"}, (WITHOUT,))
    kept = asked(tmp_path, questions, None, None, Recalled())
    leaned = {kept.paths[number] for number in numbers(kept.rows[0].leans)}
    assert f"pkg/two.py{IMPORTS}" in leaned
    before = dict(zip(kept.paths, kept.digests, strict=True))
    write(tmp_path, {"two.py": "HAS = False\nif not HAS:\n    raise ImportError('later')\n"})
    again = asked(tmp_path, questions, None, None, Recalled())
    assert (
        dict(zip(again.paths, again.digests, strict=True))[f"pkg/two.py{IMPORTS}"]
        != before[f"pkg/two.py{IMPORTS}"]
    )
    (cell,) = again.rows[0].backends[0].cells["flag"]
    assert (cell.state, cell.reason) == (State.UNAVAILABLE, "ImportError: later, imported by way of pkg.two")


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize(("main", "values"), [("import pkg.unsure\n", [True]), ("", [True, False])])
def test_what_the_module_of_the_class_has_imported_does_not_refuse_it_later(main, values, tmp_path):
    load = "    try:\n        import pkg.unsure\n    except ImportError:\n        return False\n    return True\n"
    files = {"one.py": f"{main}from pkg.two import load\nclass Backend:\n    flag = staticmethod(load)\n"}
    files |= {"two.py": f"def load():\n{load}", "unsure.py": UNSURE}
    write(tmp_path, {"registry.py": registry(ONE="pkg.one.Backend"), **files})
    order = ValueList(key="order", title="Order", expression="[pkg.two.load()]")
    asked_for = msgspec.structs.replace(config({"flag": "cls.flag()"}, (WITHOUT,)), list=(order,))
    model = introspect(tmp_path, asked_for)
    (cell,) = model.backends[0].cells["flag"]
    assert [cell.value] == values or [condition.value for condition in cell.conditions] == values
    assert model.lists[0].cell.value == [True]  # no class is asked: the table says which can be imported
