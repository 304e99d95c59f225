import pytest

from docgen.rendering.scenarios import ScenarioWords

NAMES = ("cuda-8.0", "cuda-9.0", "cuda-10.0", "rocm-a", "rocm-b", "cpu")


@pytest.mark.parametrize(
    ("subset", "words"),
    [
        (NAMES, ""),
        (("cuda-9.0",), "cuda-9.0"),
        (("cuda-10.0", "cuda-9.0"), "cuda-9.0, cuda-10.0"),
        (("cuda-8.0", "cuda-9.0", "cuda-10.0"), "cuda"),
        (("rocm-a", "rocm-b", "cpu"), "rocm, cpu"),
        (("cuda-8.0", "cuda-9.0", "rocm-a", "rocm-b", "cpu"), "except cuda-10.0"),
    ],
)
def test_a_set_of_scenarios_takes_as_few_words_as_possible(subset, words):
    assert ScenarioWords(NAMES).describe(subset) == words


def test_one_scenario_makes_no_family():
    names = ScenarioWords(("cuda-9.0", "rocm-a", "cpu"))
    assert names.describe(("cuda-9.0",)) == "cuda-9.0"
    assert names.families == {}


def test_a_scenario_that_is_named_like_a_family_keeps_the_name():
    names = ScenarioWords(("cuda", "cuda-9.0", "cuda-10.0", "cpu"))
    assert names.describe(("cuda-9.0", "cuda-10.0")) == "cuda-9.0, cuda-10.0"


@pytest.mark.parametrize(
    "names", [("cuda-9.0",), ("rocm-a", "rocm-b"), NAMES[:3], NAMES[1:], ("cpu", "cuda-8.0")]
)
def test_words_name_the_scenarios_that_they_describe(names):
    words = ScenarioWords(NAMES)
    assert words.named(words.describe(names)) == set(names)


@pytest.mark.parametrize("text", ["nothing", "cuda, nothing", "except nothing"])
def test_other_words_name_no_scenarios(text):
    assert ScenarioWords(NAMES).named(text) is None
