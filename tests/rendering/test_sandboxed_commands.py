"""Commands on a project with templates of its own: none runs their code, or shows what lies outside the project."""

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main


def project(tmp_path, template: str):
    root = write_tree(tmp_path / "root", FILES | {"own/attention_backends.md.j2": template})
    config = root / "docgen.toml"
    config.write_text('templates = "own"\n' + config.read_text())
    return root


@pytest.mark.parametrize("command", ["check", "build", "export", "show"])
def test_no_command_runs_code_of_a_template(tmp_path, capsys, command, monkeypatch):
    monkeypatch.chdir(tmp_path)
    canary = tmp_path / "canary"
    root = project(tmp_path, "{{ cycler.__init__.__globals__.os.system('touch " + str(canary) + "') }}")
    status = main([command, "--root", str(root)])
    assert status == (0 if command == "show" else 2)  # show renders no page
    assert not canary.exists()
    assert main(["build", "--root", str(root), "--trust-templates"]) == 0
    assert canary.exists()
    capsys.readouterr()


@pytest.mark.parametrize("link", ["own/attention_backends.md.j2", "own", "own/deep"])
def test_templates_lie_inside_the_root_once_links_are_resolved(tmp_path, capsys, link):
    outside = write_tree(
        tmp_path / "outside", {"secret.j2": "do not show\n", "attention_backends.md.j2": "do not show\n"}
    )
    root = project(tmp_path, "{% include 'deep/secret.j2' %}")
    path = root / link
    if path.is_dir():
        for held in path.iterdir():
            held.unlink()
        path.rmdir()
    path.unlink(missing_ok=True)
    path.symlink_to(outside / "secret.j2" if path.suffix == ".j2" else outside)
    for command in ("build", "check"):
        assert main([command, "--root", str(root)]) == 2
        out, err = capsys.readouterr()
        assert "leads out of the project" in err
        assert "do not show" not in out + err
    assert not (root / "docs/shapes.md").exists()
    assert main(["build", "--root", str(root), "--trust-templates"]) == 0
