import pytest
from tiny_project import write_tree

from docgen.config import load, load_config, sources
from docgen.errors import ConfigError

MINIMAL = 'packages = ["shapes"]\n[discovery]\nkind = "enum"\npath = "shapes.registry.ShapeEnum"\n'
NESTED = MINIMAL.replace("packages", "[tool.docgen]\npackages").replace(
    "[discovery]", "[tool.docgen.discovery]"
)


@pytest.mark.parametrize(("name", "text"), [("docgen.toml", MINIMAL), ("pyproject.toml", NESTED)])
def test_the_configuration_is_found(tmp_path, name, text):
    write_tree(tmp_path, {name: text})
    assert load_config(tmp_path).packages == ("shapes",)


def test_docgen_toml_comes_first(tmp_path):
    write_tree(
        tmp_path, {"docgen.toml": MINIMAL, "pyproject.toml": NESTED.replace('["shapes"]', '["other"]')}
    )
    assert load_config(tmp_path).packages == ("shapes",)


def test_a_file_can_be_named(tmp_path):
    write_tree(tmp_path, {"ci/other.toml": MINIMAL})
    assert load_config(tmp_path, tmp_path / "ci/other.toml").packages == ("shapes",)


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """A shipped profile, `circles`."""
    write_tree(tmp_path / "profiles", {"circles.toml": MINIMAL.replace("shapes", "circles")})
    monkeypatch.setattr(sources, "PROFILES", tmp_path / "profiles")
    return tmp_path


def test_a_profile_alone_is_enough(profile):
    assert load_config(profile, profile="circles").packages == ("circles",)


def test_a_configuration_lies_over_its_profile(profile):
    write_tree(profile, {"docgen.toml": 'profile = "circles"\npackages = ["mine"]\n'})
    config = load_config(profile)
    assert config.packages == ("mine",)
    assert config.discovery.path == "circles.registry.ShapeEnum"


def test_an_error_in_a_profile_names_the_profile(profile):
    write_tree(profile / "profiles", {"broken.toml": "packages = 1\n"})
    with pytest.raises(ConfigError, match=r"^profile broken:1: Expected `array`, got `int`"):
        load_config(profile, profile="broken")


def test_every_shipped_profile_is_valid(tmp_path):
    for name in sources.profile_names():
        assert load_config(tmp_path, profile=name).capability


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{MINIMAL}paht = 1",
            r"docgen\.toml:5: unknown key 'paht', did you mean 'path'\?; to fix: use one of kind",
        ),
        ("package = []\n", r"docgen\.toml:1: unknown key 'package', did you mean 'packages'\?"),
        (f"{MINIMAL}[[scenario]]\nname = 1\n", r"docgen\.toml:6: Expected `str`, got `int`"),
        (
            f'{MINIMAL}[[scenario]]\nname = "a"\n[[scenario]]\nnme = "b"\n',
            r"docgen\.toml:8: unknown key 'nme'",
        ),
        (
            f"{MINIMAL}[[table]]\nname = 'a'\ntitle = 'a'\n[table.where]\nx = 1\n",
            r"docgen\.toml:8: Expected `bool`",
        ),
        (
            f"{MINIMAL}[rules]\nextra-row = 'error'\ndocs-drft = 'error'\n",
            r"docgen\.toml:7: no such name: 'docs-drft', did you mean 'docs-drift'\?; to fix: use one of ",
        ),
        (
            f"{MINIMAL}[rules]\ndocs-drift = 'eror'\n",
            r"docgen\.toml:5: no such name: 'eror', did you mean 'error'\?; to fix: use one of error, w",
        ),
        (
            f"{MINIMAL}[[ignore]]\nreason = 'r'\nrule = 'docs-drft'\n",
            r"docgen\.toml:7: no such name: 'docs-drft', did you mean 'docs-drift'\?",
        ),
        (
            f"{MINIMAL}[[ignore]]\nrule = 'docs-drift'\n",
            r"docgen\.toml:5: the key `reason` is missing; to fix: add `reason`",
        ),
        (
            f"{MINIMAL}[[ignore]]\nreason = ' '\nrule = 'docs-drift'\n",
            r"docgen\.toml:5: the ignore of docs-drift needs a `reason`",
        ),
        (
            f"{MINIMAL}[[ignore]]\nreason = 'r'\nrule = 'docs-drift'\ncapability = 'sink'\n",
            r"docgen\.toml:8: the ignore names the unknown capability 'sink'; to fix: use one of ",
        ),
        ("packages = [", r"docgen\.toml:1: not TOML: "),
        ("packages = ['a']\n", r"docgen\.toml:1: the key `discovery` is missing; to fix: add `discovery`"),
    ],
)
def test_an_error_names_the_line_and_the_nearest_key(tmp_path, text, message):
    write_tree(tmp_path, {"docgen.toml": text})
    with pytest.raises(ConfigError, match=f"^{message}"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({}, {}, r"no \[tool\.docgen\] in docgen\.toml or pyproject\.toml under .*; to fix: "),
        ({"pyproject.toml": "[project]\n"}, {}, r"no \[tool\.docgen\]"),
        ({"docgen.toml": MINIMAL}, {"profile": "nope"}, "no such profile: 'nope'"),
        ({"docgen.toml": 'profile = "nope"\n'}, {}, "no such profile: 'nope'"),
    ],
)
def test_what_is_not_there(tmp_path, files, arguments, message):
    write_tree(tmp_path, files)
    with pytest.raises(ConfigError, match=message):
        load_config(tmp_path, **arguments)


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "docgen.toml").write_bytes(b"\xff")
    with pytest.raises(
        ConfigError, match=r"^docgen\.toml:1: cannot read the configuration: not UTF-8: .*; to fix: "
    ):
        load_config(tmp_path)


def test_a_root_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="no such directory"):
        load_config(tmp_path / "nowhere")


def test_the_place_of_a_key_is_in_the_file_that_has_it(profile):
    write_tree(
        profile / "profiles",
        {"circles.toml": f"{MINIMAL}\n[[ignore]]\nrule = 'docs-drift'\nreason = 'r'\n"},
    )
    write_tree(profile, {"docgen.toml": 'profile = "circles"\n\n[rules]\n'})
    assert str(load.place_of(("rules",), profile)) == "docgen.toml:3"
    assert str(load.place_of(("ignore", 0), profile)) == "profile circles:6"
