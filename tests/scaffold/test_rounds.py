"""Trials of candidates: who gets how much time, and under which assumptions."""

from __future__ import annotations

import pytest
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.errors import ConfigError
from docgen.project.allowance import SECOND
from docgen.scaffold import choice, rounds, trial
from docgen.scaffold.families import Family
from docgen.scaffold.proposal import Proposal, propose
from docgen.scaffold.trial import Failed, Tried

CLASSES = """

class Layer:
    supports_masking = False
    supports_jit = True


class Dense(Layer):
    supports_masking = True


class Add(Layer):
    supports_jit = False
"""
DECORATED = CLASSES.replace("class Layer", "@public\nclass Layer")


def zoo(extra: str, classes: str = CLASSES) -> dict[str, str]:
    return {"zoo/__init__.py": "", "zoo/layers.py": extra + classes}


GUARDED = """
try:
    import namex
except ImportError:
    namex = None
if namex:
    class public(namex.export):
        pass
else:
    def public(cls):
        return cls
"""
UNGUARDED = """
import namex
class public(namex.export):
    pass
"""


def settings(tmp_path) -> str:
    return (tmp_path / "docgen.toml").read_text(encoding="utf-8")


def test_a_package_that_the_tree_does_without_is_assumed_to_be_missing(tmp_path, capsys):
    write_tree(tmp_path, zoo(GUARDED, DECORATED))
    assert main(["init", "--root", str(tmp_path)]) == 0
    assert "assumed: namex is not installed\n" in capsys.readouterr().out
    assert '[defaults]\nmissing = ["namex"] # imported in a `try` with a way out' in settings(tmp_path)
    assert main(["check", "--root", str(tmp_path)]) == 0
    page = (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    assert ("Dense](" in page, "?" in page) == (True, False)


def test_a_package_that_the_tree_cannot_do_without_is_named(tmp_path, capsys):
    write_tree(tmp_path, zoo(UNGUARDED, DECORATED))
    assert main(["init", "--root", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "nothing is known of zoo.layers.Layer (2 classes): " in said
    assert 'assume = { "namex.export" = "object" }' in said


MANY = "import os\nN = 0\n" + "".join(
    f"if {name!r} in os.environ:\n    N += {1 << at}\n" for at, name in enumerate("ABCDEFG")
)


def test_an_environment_that_decides_too_much_is_assumed_to_be_empty(tmp_path, capsys):
    classes = CLASSES.replace("supports_masking = ", "supports_masking = N + ")
    write_tree(tmp_path, zoo(MANY, classes))
    assert main(["init", "--root", str(tmp_path)]) == 0
    assert "assumed: os.environ = {}\n" in capsys.readouterr().out
    assert 'assume = { "os.environ" = "{}" }' in settings(tmp_path)
    assert main(["check", "--root", str(tmp_path)]) == 0


def test_nothing_is_assumed_without_need(tmp_path, capsys):
    write_tree(tmp_path, zoo("import os\ntry:\n    import namex\nexcept ImportError:\n    pass\n"))
    assert main(["init", "--root", str(tmp_path)]) == 0
    assert "assumed:" not in capsys.readouterr().out
    assert "[defaults]" not in settings(tmp_path)


@pytest.fixture
def trials(tmp_path, monkeypatch):
    """Choose among classes whose trials take the reads that are given."""

    def run(needs: dict[str, int], pace: int = 0, path: str | None = None) -> tuple[str, list[str]]:
        asked = []
        text = "".join(
            f"class {base}:\n    supports_a = supports_b = False\n"
            + "".join(f"class {base}{n}({base}):\n    supports_a = {n}\n" for n in range(9 - at))
            for at, base in enumerate(needs)
        )
        write_tree(tmp_path, {"pkg/__init__.py": "", "pkg/mod.py": text})

        def tried(root, packages, candidate, reads, progress, **options):
            name = candidate.discovery.path.rpartition(".")[2]
            asked.append(name)
            if needs[name] > reads:
                return Failed((), is_late=True)
            slow = pace if name == next(iter(needs)) else 0
            proposal = Proposal(("a", "b"), ())
            return Tried(candidate.discovery, proposal, 1.0, slow, ())

        monkeypatch.setattr(rounds, "tried", tried)
        found = choice.choose(tmp_path, ["pkg"], path, lambda name: None)
        return found.discovery.path, asked

    return run


def test_one_that_needs_time_gets_it_after_all_had_a_little(trials):
    assert trials({"Slow": 100_000, "Quick": 4_000}) == ("pkg.mod.Slow", ["Slow", "Quick", "Slow"])


def test_one_that_needs_too_much_makes_room(trials):
    assert trials({"Slow": 400_000, "Quick": 4_000})[0] == "pkg.mod.Quick"


def test_one_whose_page_takes_too_long_makes_room(trials):
    assert trials({"Slow": 4_000, "Quick": 4_000}, pace=500_000)[0] == "pkg.mod.Quick"


def test_one_that_is_asked_for_may_take_long(trials):
    assert trials({"Slow": 4_000, "Quick": 4_000}, pace=500_000, path="pkg.mod.Slow")[0] == "pkg.mod.Slow"


def test_rows_of_different_modules_are_asked(tmp_path):
    files = {f"pkg/m{n}.py": "from pkg.base import Base\n" for n in range(8)}
    rows = "".join(f"class {{0}}{n}(Base):\n    supports_a = {n % 2}\n" for n in range(5))
    files = {name: text + rows.format(name[4:6].upper()) for name, text in files.items()}
    base = "class Base:\n    supports_a = supports_b = False\n"
    write_tree(tmp_path, {"pkg/__init__.py": "", "pkg/base.py": base, **files})
    asked: list[str] = []
    found = choice.choose(tmp_path, ["pkg"], None, asked.append)
    assert asked[-4:] == ["M00", "M20", "M40", "M60"]
    assert len(found.discovery.modules) == 8


def test_a_page_is_in_time_if_it_shows_the_rows_of_one_module():
    from docgen.config import Discovery
    from docgen.config.discovery import DiscoveryKind
    from docgen.scaffold.candidates import Candidate
    from docgen.scaffold.rounds import PAGE, _is_short

    rows = tuple(f"m{n // 10}.C{n}" for n in range(1000))
    modules = tuple(dict.fromkeys(row.partition(".")[0] for row in rows))
    discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path="m0.Base", modules=modules)
    candidate = Candidate(discovery, Family("m0.Base", rows, ()), 1.0)
    assert [_is_short(candidate, pace) for pace in (0, PAGE // 10, PAGE // 9)] == [True, True, False]
    registry = Candidate(Discovery(kind=DiscoveryKind.ENUM, path="m0.E"), Family("m0.Base", rows, ()), 1.0)
    assert [_is_short(registry, pace) for pace in (PAGE // 1000, PAGE // 900)] == [True, False]


def test_what_has_the_rows_of_another_is_tried_behind_the_rest(tmp_path):
    from docgen.config import Discovery
    from docgen.config.discovery import DiscoveryKind
    from docgen.scaffold.candidates import Candidate

    def candidate(base: str, *rows: str) -> Candidate:
        discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path=base, modules=("m",))
        return Candidate(discovery, Family(base, rows, ()), 1.0)

    whole, part, other = candidate("A", "B", "C", "D"), candidate("B", "C", "D"), candidate("X", "Y", "Z")
    assert rounds._different_first([whole, part, other]) == [whole, other, part]


def test_one_that_is_asked_for_gets_more_time_than_all_candidates_together(trials):
    assert trials({"Slow": 850_000, "Quick": 4_000}, path="pkg.mod.Slow")[0] == "pkg.mod.Slow"


def test_one_that_is_asked_for_and_takes_too_long_is_not_advised_again(trials):
    with pytest.raises(ConfigError, match=r"nothing is known of pkg\.mod\.Slow after 20 s") as error:
        trials({"Slow": 950_000, "Quick": 4_000}, path="pkg.mod.Slow")
    assert "--path pkg.mod.Slow" not in str(error.value)


def test_one_package_that_takes_long_leaves_time_for_the_others(tmp_path, monkeypatch):
    heavy = "".join(
        f"class Heavy{at}:\n    supports_a = supports_b = False\n"
        + "".join(f"class H{at}x{n}(Heavy{at}):\n    supports_a = {n}\n" for n in range(5))
        for at in range(9)
    )
    files = {"pkg/__init__.py": "", "pkg/heavy.py": heavy, "pkg/small.py": CLASSES}
    write_tree(tmp_path, files)
    spent: list[int] = []

    def tried(root, packages, candidate, reads, progress, **options):
        heavy = "heavy" in candidate.discovery.path
        spent.append(reads if heavy else 4_000)
        if heavy:
            return Failed((), is_late=True, spent=reads)
        return Tried(candidate.discovery, Proposal(("a", "b"), ()), 1.0, 0, (), 4_000)

    monkeypatch.setattr(rounds, "tried", tried)
    found = choice.choose(tmp_path, ["pkg"], None, lambda name: None)
    assert (found.discovery.path, sum(spent) < 20 * SECOND) == ("pkg.small.Layer", True)


def test_what_takes_more_time_is_the_command_to_try(trials):
    with pytest.raises(ConfigError) as error:
        trials({"Slow": 400_000, "Slower": 400_000})
    assert error.value.remedy == "docgen init --path pkg.mod.Slow, which gives it 20 s of processor time"


def spin():
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001, S112 - what somebody's code may well do
            continue


def test_a_trial_that_does_not_end_makes_room_for_another(tmp_path, monkeypatch):
    for name in ("slow", "quick"):
        base = name.capitalize()
        rows = "".join(f"class {base}{n}({base}):\n    supports_sink = {n > 1}\n" for n in range(4))
        text = f"class {base}:\n    supports_sink = False\n    supports_cap = False\n{rows}"
        (tmp_path / "pkg").mkdir(exist_ok=True)
        (tmp_path / f"pkg/{name}.py").write_text(text)
    (tmp_path / "pkg/__init__.py").write_text("")
    monkeypatch.setattr(choice, "ROUNDS", (rounds.Round(4_000, 8, 900_000),))
    monkeypatch.setattr(
        trial, "propose", lambda *given: spin() if "slow" in given[0].base else propose(*given)
    )
    found = choice.choose(tmp_path, ["pkg"], None, lambda name: None)
    assert found.discovery.path == "pkg.quick.Quick"


def test_the_same_trials_have_the_same_result_on_every_machine(tmp_path):
    """Work is counted, so neither the order of sets nor the machine's load decides."""
    base = "class Base:\n    supports_a = supports_b = False\n"
    row = "from pkg.base import Base\nclass M{0}(Base):\n    supports_a = {0}\n"
    files = {f"pkg/m{n}.py": row.format(n) for n in range(12)}
    write_tree(tmp_path, {"pkg/__init__.py": "", "pkg/base.py": base, **files})
    found = [choice.choose(tmp_path, ["pkg"], None, lambda name: None) for _ in range(2)]
    assert found[0] == found[1]


def test_a_decorator_of_others_is_assumed_to_change_nothing(tmp_path, capsys):
    write_tree(tmp_path, zoo("from namex import public\n", DECORATED))
    assert main(["init", "--root", str(tmp_path)]) == 0
    assert "assumed: namex.public = lambda decorated=None" in capsys.readouterr().out
    assert main(["check", "--root", str(tmp_path)]) == 0
    assert "Dense](" in (tmp_path / "docs/support.md").read_text(encoding="utf-8")


def test_where_imports_decide_too_much_optional_ones_are_missing_and_the_others_are_there(tmp_path, capsys):
    optional = "".join(
        f"try:\n    import opt{n}\n    N += {1 << n}\nexcept ImportError:\n    pass\n" for n in range(7)
    )
    files = zoo(f"import needed\nN = 0\n{optional}if N:\n    import zoo.more\n")
    write_tree(tmp_path, files | {"zoo/more.py": "import needed\n"})
    assert main(["init", "--root", str(tmp_path)]) == 0
    assert "assumed: opt6 is not installed\n" in capsys.readouterr().out
    written = settings(tmp_path)
    assert ('"needed"' in written, 'missing = ["opt0", "opt1"' in written) == (True, True)
    assert main(["check", "--root", str(tmp_path)]) == 0


def test_a_base_in_a_module_that_its_package_hides_is_asked_for(tmp_path, capsys):
    shape = "def shape():\n    return Base\n\n\nclass Base:\n    supports_a = False\n\n    def draw(self):\n        return 1\n"
    rows = "\n\nclass A(Base):\n    supports_a = True\n\n    def draw(self):\n        return 2\n\n\nclass B(Base):\n    pass\n"
    write_tree(tmp_path, {"pkg/__init__.py": "from .shape import shape\n", "pkg/shape.py": shape + rows})
    assert main(["init", "--root", str(tmp_path)]) == 0
    assert "columns: a, draw\n" in capsys.readouterr().out
    page = (tmp_path / "docs/support.md").read_text(encoding="utf-8")
    drawn = {name: f"| [{name}](../pkg/shape.py" in page for name in ("Base", "A", "B")}
    assert (drawn, "?" in page) == ({"Base": True, "A": True, "B": True}, False)
