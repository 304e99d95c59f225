"""The options that `docgen init` shares with the other commands."""

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

ZOO = {
    "zoo/__init__.py": "",
    "zoo/base.py": "class Model:\n    @classmethod\n    def supports_past(cls):\n        return False\n",
    "zoo/linear.py": "from zoo.base import Model\n\n\nclass Linear(Model):\n    @classmethod\n"
    "    def supports_past(cls):\n        return True\n\n\nclass Deep(Model):\n    pass\n",
}


@pytest.fixture
def init(tmp_path, capsys):
    """Run `docgen init` on a zoo; give its exit status, output and complaints."""
    root = write_tree(tmp_path / "zoo-1.0", ZOO)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["init", "--root", str(root), "--path", "zoo.base.Model", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_the_configuration_is_written_where_config_says(init, tmp_path):
    root, config = tmp_path / "zoo-1.0", tmp_path / "elsewhere.toml"
    status, out, _ = init("--config", str(config))
    assert (status, (root / "docgen.toml").exists()) == (0, False)
    assert f"wrote {config}: subclasses zoo.base.Model" in out
    assert f"next: docgen check --root {root} --config {config}, docgen show --root" in out
    assert main(["check", "--root", str(root), "--config", str(config)]) == 0


def test_a_configuration_that_is_there_is_not_overwritten(init, tmp_path):
    config = tmp_path / "elsewhere.toml"
    config.write_text("# mine\n", encoding="utf-8")
    status, _, err = init("--config", str(config))
    assert (status, config.read_text(encoding="utf-8")) == (2, "# mine\n")
    assert "elsewhere.toml:1: there is a configuration already; to fix: edit it" in err


def test_nothing_is_kept_where_that_is_said(init, tmp_path, monkeypatch):
    monkeypatch.setenv("DOCGEN_CACHE_DIR", str(tmp_path / "cache"))
    assert init("--no-cache")[0] == 0
    assert not (tmp_path / "cache").exists()


def test_the_imported_classes_are_asked_as_well(init):
    status, out, err = init("--runtime", "--no-cache")
    assert (status, err) == (0, "")
    assert "columns: past" in out


def test_links_out_of_the_project_are_followed_where_that_is_said(init, tmp_path):
    root = tmp_path / "zoo-1.0"
    (tmp_path / "shared").mkdir()
    (root / "zoo/linear.py").rename(tmp_path / "shared/linear.py")
    (root / "zoo/linear.py").symlink_to(tmp_path / "shared/linear.py")
    assert init()[0] == 2
    assert init("--allow-outside", str(tmp_path / "shared"))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--scenario", "cpu"), "--scenario has no use here"),
        (("--profile", "vllm"), "--profile and --path exclude each other"),
        (("--python", "python3"), "--python has no use without --runtime"),
    ],
)
def test_options_that_contradict_each_other_are_refused(init, arguments, message):
    status, _, err = init(*arguments)
    assert status == 2
    assert message in err


def test_a_root_that_is_not_there_is_an_error(tmp_path, capsys):
    assert main(["init", "--root", str(tmp_path / "none")]) == 2
    assert "no such directory" in capsys.readouterr().err
