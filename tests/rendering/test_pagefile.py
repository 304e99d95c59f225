import sys
import threading

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
    with pytest.raises(PageError, match=r"^x\.md:1: cannot read the page: .*; to fix: "):
        PageFile.read(tmp_path, "x.md")
    with pytest.raises(PageError, match=r"^x\.md:1: cannot write the page: .*; to fix: "):
        PageFile(tmp_path / "x.md", "x.md", None).write("text")
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("a\r\n", "x\r\ny\r\n"),
        ("a\n", "x\ny\n"),
        ("a\r", "x\ry\r"),
        ("a\nb", "x\ny"),
        ("", "x\ny\n"),
        ("\ufeffa\n", "\ufeffx\ny\n"),
    ],
)
def test_generated_text_takes_the_form_of_the_file(tmp_path, old, expected):
    (tmp_path / "x.md").write_bytes(old.encode())
    assert PageFile.read(tmp_path, "x.md").in_my_form("x\ny\n") == expected


@pytest.mark.parametrize("link", ["x.md", "docs"])
def test_a_link_that_leads_out_of_the_project_is_an_error(tmp_path, link):
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (outside / "x.md").write_text("theirs")
    (root / link).symlink_to(outside if link == "docs" else outside / "x.md")
    name = "docs/x.md" if link == "docs" else link
    with pytest.raises(
        PageError,
        match=rf"^{name}:1: cannot read the page: it leads out of the project, to .*; to fix: ",
    ):
        PageFile.read(root, name)


def test_a_root_that_is_a_link_itself_is_no_way_out(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to("real")
    PageFile.read(tmp_path / "root", "x.md").write("text")
    assert (tmp_path / "real/x.md").read_text() == "text"


def test_a_path_out_of_the_project_is_meant_where_the_command_line_says_so(tmp_path):
    (tmp_path / "root").mkdir()
    with pytest.raises(PageError, match=r"leads out of the project.*--allow-outside"):
        PageFile.read(tmp_path / "root", "../x.md")
    PageFile.read(tmp_path / "root", "../x.md", (tmp_path,)).write("text")
    assert (tmp_path / "x.md").read_text() == "text"


def test_a_link_in_a_circle_is_an_error(tmp_path):
    (tmp_path / "x.md").symlink_to("x.md")
    with pytest.raises(PageError, match=r"^x\.md:1: cannot read the page: .*; to fix: "):
        PageFile.read(tmp_path, "x.md")


@pytest.mark.parametrize(
    ("closed", "message"),
    [
        (
            "docs/x.md",
            r"^docs/x\.md:1: cannot write the page: it is read-only; to fix: chmod u\+w docs/x\.md$",
        ),
        (
            "docs",
            r"^docs/x\.md:1: cannot write the page: its directory is read-only; to fix: chmod u\+w docs$",
        ),
    ],
)
def test_what_is_read_only_is_an_error_and_stays(tmp_path, closed, message):
    page = tmp_path / "docs/x.md"
    page.parent.mkdir()
    page.write_text("old")
    mode = (tmp_path / closed).stat().st_mode
    (tmp_path / closed).chmod(mode & ~0o222)
    with pytest.raises(PageError, match=message):
        PageFile.read(tmp_path, "docs/x.md").write("new")
    (tmp_path / closed).chmod(mode)
    assert page.read_text() == "old"
    assert list(page.parent.iterdir()) == [page]


@pytest.mark.parametrize("before", [None, "old"])
def test_what_a_person_wrote_meanwhile_is_not_lost(tmp_path, before):
    if before is not None:
        (tmp_path / "x.md").write_text(before)
    file = PageFile.read(tmp_path, "x.md")
    (tmp_path / "x.md").write_text("a person's")
    with pytest.raises(
        PageError, match=r"^x\.md:1: the page was changed while docgen was at work; to fix: run it again"
    ):
        file.write("docgen's")
    assert (tmp_path / "x.md").read_text() == "a person's"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_another_build_wrote_meanwhile_is_not_written_again(tmp_path):
    file = PageFile.read(tmp_path, "x.md")
    (tmp_path / "x.md").write_text("same")
    before = (tmp_path / "x.md").stat()
    file.write("same")
    after = (tmp_path / "x.md").stat()  # looking at it may have changed the time of access
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_writers_at_once_leave_one_whole_page(tmp_path):
    files = [PageFile.read(tmp_path, "x.md") for _ in range(8)]
    texts = [f"{number}" * 200_000 for number in range(8)]
    complaints = []

    def write(file: PageFile, text: str) -> None:
        try:
            file.write(text)
        except PageError as error:
            complaints.append(str(error))

    threads = [threading.Thread(target=write, args=pair) for pair in zip(files, texts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "x.md").read_text() in texts
    assert all("run it again" in complaint for complaint in complaints)
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]


def test_a_write_that_fails_leaves_the_page_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "x.md").write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PageError, match=r"^x\.md:1: cannot write the page: No space left on device"):
        PageFile.read(tmp_path, "x.md").write("new")
    assert (tmp_path / "x.md").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]
