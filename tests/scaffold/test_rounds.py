"""Trials of candidates: who gets how much time, and under which assumptions."""

from __future__ import annotations

import pytest
from tiny_project import write_tree

from docgen.cli.main import main
from docgen.errors import ConfigError
from docgen.scaffold import choice, rounds
from docgen.scaffold.families import Family
from docgen.scaffold.pace import Pace
from docgen.scaffold.proposal import Proposal
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
    """Choose among classes whose trials take the seconds that are given."""

    def run(needs: dict[str, float], pace: float = 0.0, path: str | None = None) -> tuple[str, list[str]]:
        asked = []
        text = "".join(
            f"class {base}:\n    supports_a = supports_b = False\n"
            + "".join(f"class {base}{n}({base}):\n    supports_a = {n}\n" for n in range(9 - at))
            for at, base in enumerate(needs)
        )
        write_tree(tmp_path, {"pkg/__init__.py": "", "pkg/mod.py": text})

        def tried(root, packages, candidate, seconds, progress, **options):
            name = candidate.discovery.path.rpartition(".")[2]
            asked.append(name)
            if needs[name] > seconds:
                return Failed((), is_late=True)
            slow = pace if name == next(iter(needs)) else 0.0
            proposal = Proposal(("a", "b"), ())
            return Tried(candidate.discovery, proposal, 1.0, slow, ())

        monkeypatch.setattr(rounds, "tried", tried)
        found = choice.choose(tmp_path, ["pkg"], path, lambda name: None)
        return found.discovery.path, asked

    return run


def test_one_that_needs_time_gets_it_after_all_had_a_little(trials):
    assert trials({"Slow": 2.0, "Quick": 0.1}) == ("pkg.mod.Slow", ["Slow", "Quick", "Slow"])


def test_one_that_needs_too_much_makes_room(trials):
    assert trials({"Slow": 9.0, "Quick": 0.1})[0] == "pkg.mod.Quick"


def test_one_whose_page_takes_too_long_makes_room(trials):
    assert trials({"Slow": 0.1, "Quick": 0.1}, pace=5.0)[0] == "pkg.mod.Quick"


def test_one_that_is_asked_for_may_take_long(trials):
    assert trials({"Slow": 0.1, "Quick": 0.1}, pace=5.0, path="pkg.mod.Slow")[0] == "pkg.mod.Slow"


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


def test_a_page_has_no_more_rows_than_it_can_show_in_time():
    from docgen.config import Discovery
    from docgen.config.discovery import DiscoveryKind
    from docgen.scaffold.candidates import Candidate
    from docgen.scaffold.extent import extent

    rows = tuple(f"m{n // 10}.C{n}" for n in range(1000))
    modules = tuple(dict.fromkeys(row.partition(".")[0] for row in rows))
    discovery = Discovery(kind=DiscoveryKind.SUBCLASSES, path="m0.Base", modules=modules)
    candidate = Candidate(discovery, Family("m0.Base", rows, ()), 1.0)
    assert [extent(candidate, pace).rows for pace in (0.0, 0.1, 1.0, 9.0)] == [270, 80, 10, 10]
    assert [extent(candidate, pace).is_short for pace in (0.0, 1.0, 9.0)] == [True, True, False]
    registry = Candidate(Discovery(kind=DiscoveryKind.ENUM, path="m0.E"), Family("m0.Base", rows, ()), 1.0)
    assert extent(registry, 0.1).rows == 1000


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
    assert trials({"Slow": 19.0, "Quick": 0.1}, path="pkg.mod.Slow")[0] == "pkg.mod.Slow"


def test_one_that_is_asked_for_and_takes_too_long_is_not_advised_again(trials):
    with pytest.raises(ConfigError, match=r"nothing is known of pkg\.mod\.Slow after 20 s") as error:
        trials({"Slow": 21.0, "Quick": 0.1}, path="pkg.mod.Slow")
    assert "--path pkg.mod.Slow" not in str(error.value)


def test_one_package_that_takes_long_leaves_time_for_the_others(tmp_path, monkeypatch):
    heavy = "".join(
        f"class Heavy{at}:\n    supports_a = supports_b = False\n"
        + "".join(f"class H{at}x{n}(Heavy{at}):\n    supports_a = {n}\n" for n in range(5))
        for at in range(9)
    )
    files = {"pkg/__init__.py": "", "pkg/heavy.py": heavy, "pkg/small.py": CLASSES}
    write_tree(tmp_path, files)
    spent = [0.0]

    def tried(root, packages, candidate, seconds, progress, **options):
        if "heavy" in candidate.discovery.path:
            spent[0] += seconds
            return Failed((), is_late=True)
        spent[0] += 0.1
        return Tried(candidate.discovery, Proposal(("a", "b"), ()), 1.0, 0.0, ())

    monkeypatch.setattr(rounds, "tried", tried)
    monkeypatch.setattr(rounds.time, "process_time", lambda: spent[0])
    found = choice.choose(tmp_path, ["pkg"], None, lambda name: None)
    assert (found.discovery.path, spent[0] < 20) == ("pkg.small.Layer", True)


def test_what_takes_more_time_is_the_command_to_try(trials):
    with pytest.raises(ConfigError) as error:
        trials({"Slow": 9.0, "Slower": 9.0})
    assert error.value.remedy == "docgen init --path pkg.mod.Slow, which gives it 20 s of processor time"


def test_of_many_modules_some_are_measured(tmp_path, monkeypatch):
    base = "class Base:\n    supports_a = supports_b = False\n"
    row = "from pkg.base import Base\nclass {}(Base):\n    supports_a = 1\n"
    files = {f"pkg/m{n}.py": row.format(f"M{n}") for n in range(40)}
    write_tree(tmp_path, {"pkg/__init__.py": "", "pkg/base.py": base, **files})
    measured = []

    def slowly(root, config, modules, outside=()):
        measured.extend(modules)
        return Pace(len(modules), len(modules), len(modules))

    monkeypatch.setattr(rounds, "measured", slowly)
    found = choice.choose(tmp_path, ["pkg"], None, lambda name: None)
    assert (len(measured), len(found.discovery.modules)) == (20, 8)
    monkeypatch.undo()
    found = choice.choose(tmp_path, ["pkg"], None, lambda name: None)
    assert len(found.discovery.modules) == 40
