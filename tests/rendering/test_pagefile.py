import sys

import pytest

from docgen.errors import PageError
from docgen.rendering.pagefile import PageFile


def test_a_page_that_is_not_there_has_no_text(tmp_path):
    assert PageFile.read(tmp_path, "docs/x.md").text is None


def test_writing_makes_directories_and_leaves_nothing_else(tmp_path):
    PageFile.read(tmp_path, "docs/x.md").write("a\r\nb")
    assert (tmp_path / "docs/x.md").read_bytes() == b"a\r\nb"
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["x.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_permissions_are_kept(tmp_path):
    path = tmp_path / "x.md"
    path.write_text("old")
    path.chmod(0o640)
    PageFile.read(tmp_path, "x.md").write("new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "x.md").symlink_to("real.md")
    PageFile.read(tmp_path, "x.md").write("new")
    assert (tmp_path / "x.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_a_page_that_is_not_utf8_is_an_error_with_its_line(tmp_path):
    (tmp_path / "x.md").write_bytes(b"a\nb\xff")
    with pytest.raises(PageError, match=r"^x\.md:2: not UTF-8"):
        PageFile.read(tmp_path, "x.md")


def test_a_directory_in_the_place_of_a_page_is_an_error(tmp_path):
    (tmp_path / "x.md").mkdir()
    with pytest.raises(PageError, match=r"cannot read x\.md"):
        PageFile.read(tmp_path, "x.md")
    with pytest.raises(PageError, match=r"cannot write x\.md"):
        PageFile(tmp_path / "x.md", "x.md", None).write("text")
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]


@pytest.mark.parametrize(
    ("old", "expected"),
    [("a\r\n", "x\r\ny\r\n"), ("a\n", "x\ny\n"), ("a", "x\ny\n"), ("\ufeffa\n", "\ufeffx\ny\n")],
)
def test_generated_text_takes_the_form_of_the_file(tmp_path, old, expected):
    (tmp_path / "x.md").write_bytes(old.encode())
    assert PageFile.read(tmp_path, "x.md").in_my_form("x\ny\n") == expected
