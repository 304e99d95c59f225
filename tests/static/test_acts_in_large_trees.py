"""Everything that one module may do to another when it is imported, in a tree too large for its imports to be run.

Each is done by the module that is asked about, and by one that it imports for nothing else.
"""

from textwrap import dedent

import pytest
from acts import BASE, BY_ANOTHER, EFFECTS, OTHERS, PROBES
from packages import answer_of_python


def answers(files, package):
    """For each probe, the evaluator's answer and CPython's."""
    written = package({"pkg/base.py": BASE, **OTHERS, **files})
    questioner = written.questioner()
    expressions = [f"(pkg.main.K.__name__, {probe})" for probe in PROBES]
    with written.imported(expressions[0]) as names:
        right = [answer_of_python(expression, names) for expression in expressions]
    static = [written.evaluated(expression, questioner) for expression in expressions]
    return {probe: pair for probe, *pair in zip(PROBES, static, right, strict=True)}


def wrong(files, package):
    """The probes with a known answer that is not CPython's."""
    return {probe: pair for probe, pair in answers(files, package).items() if not pair[0].covers(pair[1])}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("effect", EFFECTS)
def test_what_the_module_itself_does_is_known_or_unknown(effect, package):
    assert wrong({"pkg/main.py": f"{EFFECTS[effect]}\nfrom pkg.base import K\n"}, package) == {}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("effect", EFFECTS)
def test_what_a_module_does_that_is_imported_for_it_is_known_or_unknown(effect, package):
    files = {"pkg/fix.py": EFFECTS[effect], "pkg/main.py": "import pkg.fix\nfrom pkg.base import K\n"}
    assert wrong(files, package) == {}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("way", BY_ANOTHER)
@pytest.mark.parametrize("effect", ["set-attr", "append", "init-subclass"])
def test_every_way_to_import_it_counts(effect, way, package):
    main, more = BY_ANOTHER[way]
    text = f"{EFFECTS[effect]}\ndone = 1\n"
    assert (
        wrong({"pkg/fix.py": text, "pkg/main.py": f"{main}\nfrom pkg.base import K\n", **more}, package) == {}
    )


@pytest.mark.usefixtures("_large_trees")
def test_what_nobody_changes_stays_known(package):
    files = {"pkg/fix.py": EFFECTS["append"], "pkg/main.py": "import pkg.fix\nfrom pkg.base import K\n"}
    found = answers(files, package)
    kept = ["pkg.base.N", "pkg.base.K.flag", "pkg.base.K.names", "pkg.base.SUBS", "pkg.base.METAS"]
    assert [found[probe][0].kind for probe in kept] == ["known"] * len(kept)


OWN = {
    "hook-of-a-class-in-a-try": """
        class Base:
            made = []
            def __init_subclass__(cls): cls.made.append(cls.__name__)
        try:
            class A(Base): pass
        except TypeError: pass
        seen = Base.made
        """,
    "metaclass": """
        class Meta(type):
            def __new__(mcs, name, bases, names):
                seen.append(name)
                return super().__new__(mcs, name, bases, names)
        seen = []
        class A(metaclass=Meta): pass
        class B(A): pass
        """,
    "method-given-to-map": "seen = [1]\nlist(map(seen.append, [2]))\n",
    "method-given-to-partial": "import functools\nseen = []\nfunctools.partial(seen.append, 3)()\n",
    "set-name": """
        class Named:
            def __set_name__(self, owner, name): seen.append(name)
        seen = []
        class A:
            one = Named()
        """,
}


@pytest.mark.usefixtures("_large_trees")
@pytest.mark.parametrize("case", OWN)
def test_a_module_sees_what_it_does_to_itself(case, package):
    written = package({"pkg/main.py": dedent(OWN[case])})
    right = written.executed("pkg.main.seen")
    assert written.evaluated("pkg.main.seen").covers(right)
