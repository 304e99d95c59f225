"""`docgen diff`, on directories and on the revisions of a real repository."""

import json
import subprocess

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main


@pytest.fixture
def docgen(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def docgen(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return docgen


def git(root, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def edit(path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def repository(tmp_path):
    """A project in a directory of a repository: `v1`, then a commit that makes squares round."""
    root = write_tree(tmp_path / "repository/project")
    git(tmp_path / "repository", "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "one")
    git(root, "tag", "v1")
    edit(root / "shapes/base.py", "return False", "return True")
    git(root, "commit", "--quiet", "-a", "-m", "two")
    return root


def test_two_directories(docgen, tmp_path):
    write_tree(tmp_path / "a")
    write_tree(tmp_path / "b")
    edit(tmp_path / "b/shapes/circle.py", "(Colour.RED, Colour.BLUE)", "(Colour.BLUE,)")
    assert docgen("diff", "a", "a") == (0, "before  a\nafter   a\n\nno difference\n", "")
    status, out, _ = docgen("diff", "a", "b")
    assert status == 1
    assert (
        "CIRCLE\n  lost         Colours: red\n               shapes/circle.py:9 → shapes/circle.py:9\n" in out
    )


@pytest.mark.parametrize(
    ("sides", "gained"),
    [
        (("v1", "HEAD"), True),
        (("v1",), True),
        (("HEAD",), False),
        (("HEAD", "v1"), False),
        (("v1", "v1"), False),
    ],
)
def test_revisions_of_a_repository_below_its_top(docgen, repository, sides, gained):
    status, out, _ = docgen("diff", "--root", str(repository), *sides, "--format", "json")
    kinds = [change["kind"] for change in json.loads(out)["changes"]]
    assert ("gained" in kinds) is gained
    assert status == int(bool(kinds))


def test_the_working_tree_is_the_later_side_and_stays_as_it_is(docgen, repository):
    edit(repository / "shapes/circle.py", "return True", "return False")
    before = subprocess.run(
        ["git", "-C", str(repository), "status", "--porcelain"], capture_output=True, check=True
    )
    _, out, _ = docgen("diff", "--root", str(repository), "HEAD", "--format", "markdown")
    assert out.startswith("## Capabilities: `HEAD` → `working tree`\n\n### Lost\n\n- **CIRCLE** lost Round")
    after = subprocess.run(
        ["git", "-C", str(repository), "status", "--porcelain"], capture_output=True, check=True
    )
    assert after.stdout == before.stdout


def test_a_revision_is_read_with_its_own_configuration(docgen, repository):
    edit(repository / "docgen.toml", 'key = "round"', 'key = "rounded"')
    status, out, _ = docgen("diff", "--root", str(repository), "v1")
    assert status == 0
    assert "not compared: capability round: asked before only" in out
    assert "not compared: capability rounded: asked after only" in out


def test_a_given_configuration_reads_both_sides(docgen, repository, tmp_path):
    (tmp_path / "mine.toml").write_text(FILES["docgen.toml"].replace('"Round"', '"Curved"'))
    (repository / "docgen.toml").unlink()
    _, out, _ = docgen("diff", "--root", str(repository), "--config", "mine.toml", "v1")
    assert "gained       Curved\n" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("v2",), "no revision and no directory 'v2'; to fix: git fetch --tags"),
        (("--", "--output=x"), "no revision and no directory '--output=x'"),
        (("v1", "--root", "elsewhere"), "elsewhere is no git repository, and v1 is no directory"),
        (("v1", "empty"), "no [tool.docgen] in docgen.toml or pyproject.toml under empty"),
    ],
)
def test_what_cannot_be_read_is_no_difference(docgen, repository, tmp_path, arguments, said):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "empty").mkdir()
    # The first --root counts for none of the cases that give their own, which comes later.
    status, out, err = docgen("diff", "--root", str(repository), *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_quiet_leaves_the_exit_status(docgen, repository):
    assert docgen("diff", "--root", str(repository), "--quiet", "v1") == (1, "", "")
