"""Files that a configuration may reach, path by path."""

import os
import socket
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main
from docgen.confinement import Confines
from docgen.regular_files import LARGEST, RefusedError, read_regular

HIDDEN = "token = 'do not show'\n"


@pytest.fixture
def root(tmp_path):
    """A project with every way out of it that a link can be, and a directory of version control."""
    write_tree(tmp_path / "outside", {"x.md": HIDDEN, "deep/x.md": HIDDEN})
    root = write_tree(
        tmp_path / "root", {"docs/real.md": "", ".git/x.md": "", "sub/.git/x.md": "", "code.py": ""}
    )
    (root / "docs/file.md").symlink_to(tmp_path / "outside/x.md")
    (root / "docs/relative.md").symlink_to("../../outside/x.md")
    (root / "docs/new.md").symlink_to(tmp_path / "outside/new.md")
    (root / "docs/twice.md").symlink_to("file.md")
    (root / "docs/inside.md").symlink_to("real.md")
    (root / "docs/code.md").symlink_to("../code.py")
    (root / "docs/hooks.md").symlink_to("../.git/x.md")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "docs/up").symlink_to("../../outside/deep")
    return root


@pytest.mark.parametrize(
    "name",
    [
        "docs/real.md",
        "docs/inside.md",
        "docs/../docs/real.md",
        "new/a.MD",
        "README.Rst",
        "a b/ü.md",
        "docs/.x.md",
    ],
)
def test_documents_inside_the_root_are_pages(root, name):
    assert Confines(root).document(name).is_relative_to(root)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../outside/x.md", "leads out of the project"),
        ("docs/../../outside/x.md", "leads out of the project"),
        ("/etc/x.md", "leads out of the project"),
        ("docs/file.md", "leads out of the project"),
        ("docs/relative.md", "leads out of the project"),
        ("docs/new.md", "leads out of the project"),
        ("docs/twice.md", "leads out of the project"),
        ("out/x.md", "leads out of the project"),
        ("docs/up/x.md", "leads out of the project"),
        ("docs/up/../x.md", "leads out of the project"),
        (".git/x.md", "directory of version control"),
        (".GIT/x.md", "directory of version control"),
        (".git./x.md", "directory of version control"),
        (".g\u200cit/x.md", "directory of version control"),
        ("git~1/x.md", "directory of version control"),
        ("sub/.git/x.md", "directory of version control"),
        ("docs/hooks.md", "directory of version control"),
        (".hg/x.md", "directory of version control"),
        ("docs/code.md", "no suffix of pages"),
        ("code.py", "no suffix of pages"),
        (".bashrc", "no suffix of pages"),
        ("Makefile", "no suffix of pages"),
        ("docs", "no suffix of pages"),
        (".", "no suffix of pages"),
        ("", "no suffix of pages"),
        ("x\0.md", "control characters"),
        ("x\n.md", "control characters"),
        ("x\x1b[2J.md", "control characters"),
        ("x\udcff.md", "control characters"),
    ],
)
def test_everything_else_is_refused(root, name, reason):
    with pytest.raises(RefusedError, match=reason):
        Confines(root).document(name)


def test_a_directory_that_the_command_line_opens_is_inside(root, tmp_path):
    confines = Confines(root, (tmp_path / "outside",))
    assert confines.document("../outside/x.md") == tmp_path / "outside/x.md"
    assert confines.document("docs/up/x.md") == tmp_path / "outside/deep/x.md"
    with pytest.raises(RefusedError):
        confines.document("../else/x.md")


def test_a_way_out_is_exit_2_with_its_place_and_shows_nothing(tmp_path, capsys):
    write_tree(tmp_path / "outside", {"x.md": HIDDEN})
    for key in ("page", "claims"):
        more = (
            'template = "rules.md.j2"'
            if key == "page"
            else 'table = [{ heading = "A" }]\ncolumns = { Round = "round" }'
        )
        for name in ("../outside/x.md", str(tmp_path / "outside/x.md"), "/proc/self/environ", ".git/x.md"):
            root = write_tree(tmp_path / "root", FILES)
            config = root / "docgen.toml"
            before = config.read_text()
            config.write_text(f'{before}\n[[{key}]]\npath = "{name}"\n{more}\n')
            for command in ("check", "build", "show", "export"):
                assert main([command, "--root", str(root)]) == 2
                out, err = capsys.readouterr()
                assert "do not show" not in out + err
                assert err.startswith(f"docgen: docgen.toml:{before.count(chr(10)) + 3}: page '{name}': "), (
                    err
                )
    assert (tmp_path / "outside/x.md").read_text() == HIDDEN


def test_an_opened_directory_is_built(tmp_path, capsys):
    root = write_tree(tmp_path / "root", FILES)
    (root / "docgen.toml").write_text(FILES["docgen.toml"].replace("docs/shapes.md", "../site/shapes.md"))
    assert main(["build", "--root", str(root)]) == 2
    assert main(["build", "--root", str(root), "--allow-outside", str(tmp_path / "site")]) == 0
    assert "CIRCLE" in (tmp_path / "site/shapes.md").read_text()
    capsys.readouterr()
    assert main(["check", "--root", str(root), "--allow-outside", str(tmp_path / "site")]) == 0
    (tmp_path / "site/shapes.md").write_text("old\n")
    assert main(["check", "--root", str(root), "--allow-outside", str(tmp_path / "site")]) == 1
    assert f"--allow-outside {tmp_path}/site" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('packages = ["/"]', "docgen.toml:1: package '/'"),
        ('packages = ["../outside"]', "docgen.toml:1: package '../outside'"),
        ('packages = ["shapes", "linked"]', "docgen.toml:1: package 'linked'"),
        ('packages = ["sha\\u0000pes"]', "docgen.toml:1: 'sha\\x00pes'"),
        ('packages = ["shapes"]\ntemplates = "../outside"', "docgen.toml:2: directory '../outside'"),
        ('packages = ["shapes"]\ntemplates = "linked"', "docgen.toml:2: directory 'linked'"),
        ('packages = ["shapes"]\nruntime = { python = "/bin/sh" }', "docgen.toml:2: interpreter '/bin/sh'"),
        ('packages = ["shapes"]\nruntime = { python = "../sh" }', "docgen.toml:2: interpreter '../sh'"),
        (
            'packages = ["shapes"]\nprofile = "../outside/evil"',
            "docgen.toml:2: no such profile: '../outside/evil'",
        ),
    ],
)
def test_every_path_of_a_configuration_is_held(tmp_path, capsys, line, place):
    write_tree(tmp_path / "outside", {"evil.toml": "", "__init__.py": ""})
    text = FILES["docgen.toml"].strip().replace('packages = ["shapes"]', line)
    root = write_tree(tmp_path / "root", FILES | {"docgen.toml": text})
    (root / "linked").symlink_to(tmp_path / "outside")
    assert main(["check", "--root", str(root)]) == 2
    assert capsys.readouterr().err.startswith(f"docgen: {place}")


def test_only_regular_files_of_a_modest_size_are_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)  # the path of a socket is short
        try:
            listening.bind("socket")
        finally:
            os.chdir(here)
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    with (tmp_path / "fits").open("wb") as file:
        file.truncate(LARGEST)
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "piped").symlink_to("pipe")
    for name, reason in {
        "pipe": "a named pipe",
        "piped": "a named pipe",
        "socket": "a socket",
        "sparse": "larger than 16 MiB",
        "zero": "a device",
        ".": "a directory",
    }.items():
        with pytest.raises(RefusedError, match=reason):
            read_regular(tmp_path / name)
    assert len(read_regular(tmp_path / "fits")) == LARGEST
    with pytest.raises(RefusedError):
        read_regular("a\0b")
    # A file of no size that has content all the same, as below /proc, is read up to the limit.
    with pytest.raises(RefusedError, match="larger than 2 bytes"):
        read_regular("/proc/self/status", 2)
