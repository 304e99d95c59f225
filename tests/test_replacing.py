"""Files put into place whole."""

import os
import subprocess
import sys

import pytest

from docgen.atomic_write import replace_file


def test_a_new_file_gets_its_directory_and_the_usual_permissions(tmp_path):
    path = tmp_path / "reports/docgen.xml"
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    (tmp_path / "other").touch()
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode
    assert [each.name for each in path.parent.iterdir()] == ["docgen.xml"]


def test_only_a_lasting_content_is_written_before_its_name(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(os, "fsync", written.append)
    replace_file(tmp_path / "entry", b"new", lasting=False)
    assert written == []
    replace_file(tmp_path / "page", b"new")
    assert len(written) == 1


def test_a_file_keeps_its_permissions_and_a_link_leads_on(tmp_path):
    path = tmp_path / "report"
    path.write_bytes(b"old and longer")
    path.chmod(0o600)
    (tmp_path / "link").symlink_to(path)
    replace_file(tmp_path / "link", b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "link").is_symlink()


def test_what_cannot_be_put_into_place_leaves_the_old_and_no_rest(tmp_path, monkeypatch):
    path = tmp_path / "report"
    path.write_bytes(b"old")

    def refuse(self, target):
        raise PermissionError

    monkeypatch.setattr("docgen.atomic_write.Path.replace", refuse)
    with pytest.raises(PermissionError):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-c", f"print(open({str(pipe)!r}).read())"], stdout=subprocess.PIPE
    ) as reader:
        replace_file(pipe, b"new")
        assert reader.communicate(timeout=30)[0] == b"new\n"
    assert pipe.is_fifo()


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path, b"new")
