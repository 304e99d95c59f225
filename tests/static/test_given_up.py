"""Statements that are given up because they decide on something unknown: whatever they may change is unknown."""

import pytest

from docgen.static.answers import questions

BASE = """
import numpy
def undecided(n=1):
    if numpy.flag: pass
    return 2
def fill(): Shared.sizes.append(5)
class Filler:
    def fill(self, value): Shared.sizes.append(value)
class Shared:
    sizes = [1]
    table = {}
    hook = fill
    filler = Filler()
    inner = Filler
    flag = 0
class Named:
    @staticmethod
    def get(value): Shared.sizes.append(value)
    @classmethod
    def copy(cls, value): Shared.sizes.append(value)
kept = [1]
"""
CHANGES = {
    "attribute-of-a-class": "Shared.sizes.append(undecided())",
    "attribute-of-an-object-that-is-made": "Shared().sizes.append(undecided())",
    "attribute-of-an-object-that-is-made-and-bound": "x = (undecided(), Shared())[1]",
    "object-that-a-function-makes": "def go():\n    x = Shared()\n    x.sizes.append(undecided())\ngo()",
    "class-held-by-a-class": "Shared.inner().fill(undecided())",
    "class-itself": "Filler().fill(undecided())",
    "element": "Shared.sizes[0] = undecided()",
    "element-deleted": "del Shared.sizes[undecided() - 2]",
    "function-held-by-a-class": "(undecided(), Shared.hook())",
    "in-place": "Shared.sizes += [undecided()]",
    "method-given-to-map": "list(map(Shared.sizes.append, [undecided()]))",
    "object-held-by-a-class": "Shared.filler.fill(undecided())",
    "special-method": "Shared.sizes.__iadd__([undecided()])",
    "loop": "for x in [undecided()]: Shared.sizes.append(x)",
    "by-getattr": "getattr(Shared, 'sizes').append(undecided())",
    "method-with-the-name-of-one-of-a-dictionary": "x = Named.get(undecided())",
    "class-method-with-the-name-of-one-of-a-list": "x = Named.copy(undecided())",
    "by-vars": "vars(Shared)['sizes'].append(undecided())",
}


@pytest.fixture(autouse=True)
def _coarse(monkeypatch):
    """Give up at once, as it is done where more combinations decide than are followed."""
    explore = questions.explore

    def coarsely(*asked, **_):
        return explore(*asked, coarsely=True)

    monkeypatch.setattr(questions, "explore", coarsely)


@pytest.mark.parametrize("change", CHANGES)
def test_what_may_be_changed_is_unknown(change, package):
    written = package({"pkg/main.py": f"{BASE}\n{CHANGES[change]}\n"})
    assert written.evaluated("pkg.main.Shared.sizes").kind == "unknown"
    assert written.evaluated("pkg.main.kept").value == [1]


def test_an_attribute_that_is_set_is_unknown(package):
    written = package({"pkg/main.py": f"{BASE}\nShared.flag = undecided()\n"})
    assert written.evaluated("pkg.main.Shared.flag").kind == "unknown"


def test_a_value_inside_another_is_unknown(package):
    text = f"{BASE}\nShared.table.setdefault('a', []).append(undecided())\n"
    assert package({"pkg/main.py": text}).evaluated("pkg.main.Shared.table").kind == "unknown"


def test_a_function_of_a_module_may_have_the_name_of_a_method_that_changes_nothing(package):
    tools = "sizes = [1]\ndef get(value): sizes.append(value)\n"
    main = "import numpy\nimport pkg.tools\ndef undecided():\n    if numpy.flag: pass\n    return 2\n"
    written = package({"pkg/tools.py": tools, "pkg/main.py": f"{main}x = pkg.tools.get(undecided())\n"})
    assert written.evaluated("pkg.main.pkg.tools.sizes").kind == "unknown"


@pytest.mark.parametrize("guard", ["try", "if True"])
def test_a_hook_that_is_given_up_may_have_changed_what_the_class_holds(guard, package):
    text = f"""
import numpy
seen = []
class Base:
    def __init_subclass__(cls): cls.sizes.append(max(numpy.sizes(), default=numpy.number))
Base.sizes = seen
{guard}:
    class Made(Base): pass
{"except ValueError: pass" if guard == "try" else ""}
"""
    assert package({"pkg/main.py": text}).evaluated("pkg.main.seen").kind == "unknown"


@pytest.mark.parametrize("probe", ["str({0})", "repr({0})", "len(repr({0}))", "f'{{{0}}}'", "'%s' % ({0},)"])
@pytest.mark.parametrize("value", ["{1}", "[1]", "{1: 2}"])
def test_the_text_of_what_code_outside_may_have_changed_is_unknown(probe, value, package):
    text = f"import numpy\nheld = {value}\nnumpy.call(lambda: held.clear())\n"
    assert package({"pkg/main.py": text}).evaluated(probe.format("pkg.main.held")).kind == "unknown"


def test_which_modules_a_function_imports_is_unknown(package):
    main = f"""{BASE}
def load():
    undecided()
    def inner():
        import pkg.extra
    inner()
load(undecided())
"""
    written = package({"pkg/main.py": main, "pkg/extra.py": ""})
    assert written.evaluated("pkg.main.kept").kind == "unknown"


@pytest.mark.parametrize(
    "probe",
    [
        "hasattr(pkg.main, 'looped')",
        "hasattr(pkg.main, 'named')",
        "hasattr(pkg.main, 'declared')",
        "'looped' in vars(pkg.main)",
        "vars(pkg.main).__contains__('looped')",
        "hasattr(pkg.main.Held, 'looped')",
        "'looped' in vars(pkg.main.Held)",
        "getattr(pkg.main, 'looped', 3)",
    ],
)
def test_a_name_that_may_have_been_bound_may_not_be_there(probe, package):
    text = """
import numpy
for each in numpy.sizes(): looped = 1
x = [named := each for each in numpy.sizes()]
def declare():
    global declared
    declared = 1
numpy.call(declare)
class Held:
    for each in numpy.sizes(): looped = 1
"""
    assert package({"pkg/main.py": text}).evaluated(probe).kind == "unknown"


@pytest.mark.parametrize("name", ["assigned", "before", "defined", "first"])
def test_a_name_that_is_bound_unless_its_statement_raises_is_there(name, package):
    text = f"""{BASE}
assigned = undecided()
before = 1
for each in numpy.sizes(): before = 2
@undecided
def defined(): pass
first, (second, *rest) = numpy.pairs()
"""
    assert package({"pkg/main.py": text}).evaluated(f"hasattr(pkg.main, '{name}')").value is True


def test_an_enum_whose_members_are_not_followed_may_not_be_made_under_a_handler(package):
    text = """
import enum
try:
    class Made(enum.Enum):
        A = {}
        B = enum.auto()
except TypeError: Made = dict
"""
    assert package({"pkg/main.py": text}).evaluated("pkg.main.Made is dict").kind in {
        "conditional",
        "unknown",
    }


def test_a_number_after_an_unknown_one_is_another(package):
    text = """
import enum, numpy
try:
    @enum.unique
    class Made(enum.Enum):
        A = numpy.number
        B = enum.auto()
except ValueError: Made = dict
class Plain(enum.Enum):
    A = numpy.number
    B = enum.auto()
"""
    written = package({"pkg/main.py": text})
    assert written.evaluated("pkg.main.Made is dict").kind in {"conditional", "unknown"}
    assert written.evaluated("pkg.main.Plain.A is pkg.main.Plain.B").value is not True


def test_a_class_of_a_base_that_may_have_been_given_up_is_not_known_to_be_made(package):
    base = """
import enum
try:
    @enum.unique
    class Made(enum.Enum):
        A = 2
        B = 0
        C = enum.auto()
except ValueError: Made = dict
"""
    written = package(
        {"pkg/base.py": base, "pkg/main.py": "from pkg.base import Made\nclass Sub(Made): pass\nx = 1\n"}
    )
    assert written.evaluated("pkg.main.x").kind == "unknown"


def test_a_class_of_a_base_that_was_given_up_is_made_where_no_class_refuses_it(package):
    base = """
import numpy
if numpy.flag: pass
class Meta(type):
    def __call__(cls): return numpy.made(cls)
class Made(metaclass=numpy.Meta if numpy.flag else Meta): pass
"""
    written = package(
        {"pkg/base.py": base, "pkg/main.py": "from pkg.base import Made\nclass Sub(Made): y = 2\nx = 1\n"}
    )
    assert written.evaluated("pkg.main.x").value == 1
