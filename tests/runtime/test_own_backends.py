"""Our own tree: what its source says is what its classes answer."""

from pathlib import Path

from docgen.config import load_config
from docgen.model.cell import State
from docgen.runtime.child import ask
from tests.runtime.support import QUICK, runtime_cells, static_cells

ROOT = Path(__file__).parent.parent.parent


def test_every_cell_of_every_scenario_is_the_same() -> None:
    settings = load_config(ROOT)
    model = ask(ROOT, settings, limits=QUICK)
    static, runtime = static_cells(ROOT, settings), runtime_cells(model)
    assert runtime == static
    backends, capabilities = len(model.backends), len(settings.capability)
    assert len(runtime) == backends * capabilities * len(settings.scenarios) >= 238
    assert {state for state, _ in runtime.values()} == {State.KNOWN}


def test_the_domains_are_the_same() -> None:
    from docgen.project.introspection import introspect

    settings = load_config(ROOT)
    assert ask(ROOT, settings, ["cpu"], limits=QUICK).domains == introspect(ROOT, settings, ["cpu"]).domains


def test_lists_and_places_are_the_same() -> None:
    from docgen.project.introspection import introspect

    settings = load_config(ROOT)
    model, source = ask(ROOT, settings, limits=QUICK), introspect(ROOT, settings)
    lists = {n: cell.value for cell in model.lists["priority"] for n in cell.scenarios}
    assert lists == {n: answer.cell.value for answer in source.lists for n in answer.cell.scenarios}
    for backend, row in zip(model.backends, source.backends, strict=True):
        assert backend.imports[0].object == row.object
        assert backend.imports[0].location == row.location
