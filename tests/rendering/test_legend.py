from tiny_project import known, make_backend, make_config, make_model, unavailable, unknown

from docgen.config import Capability
from docgen.rendering.context import page_context


def terms(*backends) -> list[str]:
    return [
        entry.term for entry in page_context(make_config(list=()), make_model(*backends, lists=())).legend
    ]


def test_only_what_occurs_is_explained():
    assert terms(make_backend("X", is_round=True)) == ["✅"]
    assert terms(make_backend("X", ["RED", "BLUE"], is_round=False)) == ["❌", "All"]
    assert terms(make_backend("X", [], is_round=unknown("why"))) == ["?", "None", "¹"]
    assert terms(make_backend("X", [], is_round=unavailable())) == ["unavailable", "None", "¹"]


def test_a_word_that_stands_for_two_things_is_explained_once():
    sizes = Capability(key="colours", header="Sizes", probe="cls.sizes()", unrestricted="Any")
    anything = Capability(key="round", header="R", probe="cls.r(x)", over={"x": "a.b"}, every="Any")
    config = make_config(capability=(sizes, anything), table=(), list=())
    model = make_model(make_backend("X", [], is_round=["a"]), lists=(), domains={"round": ("a",)})
    assert [(entry.term, entry.meaning) for entry in page_context(config, model).legend] == [
        ("Any", "every value that the code knows, or no restriction declared")
    ]


def test_families_of_scenarios_are_explained_where_they_are_named():
    differs = (known(True, "cuda-8.0", "cuda-9.0"), known(False, "rocm"))
    assert terms(make_backend("X", is_round=differs)) == ["✅", "❌", "(…)", "elsewhere"]
    by_element = (known(["RED", "BLUE"], "cuda-8.0", "cuda-9.0"), known(["RED"], "rocm"))
    assert terms(make_backend("X", by_element, is_round=True)) == ["✅", "(…)", "cuda"]


def test_a_family_that_only_a_list_names_is_explained_too():
    context = page_context(make_config(), make_model(make_backend("X", is_round=True)))
    assert [entry.term for entry in context.legend] == ["✅", "cuda"]


def test_described_columns_are_listed():
    context = page_context(make_config(), make_model())
    assert [(entry.term, entry.meaning) for entry in context.columns] == [("Round", "Has a `radius`.")]
