import sys

import pytest

from docgen.verify.modules import Modules
from docgen.verify.tracing import Tracer, paused


@pytest.fixture
def traced(tmp_path, monkeypatch):
    """A package of two modules, and what notes its functions."""
    (tmp_path / "planets").mkdir()
    for name, text in {"__init__": "", "mars": "def orbit(): pass\n", "venus": "def orbit(): pass\n"}.items():
        (tmp_path / "planets" / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield Tracer(Modules(tmp_path, ("planets",)))
    for name in [name for name in sys.modules if name.partition(".")[0] == "planets"]:
        del sys.modules[name]


def test_functions_are_noted_again_after_a_pause(traced):
    from planets import mars, venus

    with traced.running():
        with paused():
            mars.orbit()
        venus.orbit()
    assert "planets.venus" in traced.ran()
    # From 3.12 on recording costs nothing, so that there is no pause.
    assert ("planets.mars" in traced.ran()) is (sys.version_info >= (3, 12))


def test_a_pause_ends_where_what_it_holds_fails(traced):
    from planets import venus

    with traced.running():
        with pytest.raises(ZeroDivisionError), paused():
            1 / 0  # noqa: B018
        venus.orbit()
    assert "planets.venus" in traced.ran()


def test_a_pause_outside_a_test_changes_nothing():
    before = sys.gettrace()
    with paused():
        assert sys.gettrace() is before
    assert sys.gettrace() is before
