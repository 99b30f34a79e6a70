import errno
import os

import pytest

from rnnviz.export import atomic
from rnnviz.export.atomic import replacing
from rnnviz.export.errors import ExportError


def write(path, data=b"new"):
    with replacing(path) as file:
        file.write(data)


def test_the_file_appears_whole(tmp_path):
    path = tmp_path / "a.bin"
    with replacing(path) as file:
        file.write(b"half")
        file.flush()
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_replaced_and_keeps_its_mode(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "you may not write in"),
        (errno.EROFS, "can only be read"),
        (errno.ENAMETOOLONG, "the name is too long"),
        (errno.EIO, "input/output error"),
    ],
)
def test_a_refusal_is_said_in_words_and_changes_nothing(tmp_path, monkeypatch, number, reason):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def refuse(*args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, "fsync", refuse)
    with pytest.raises(ExportError, match=reason) as caught:
        write(path)
    assert caught.value.path == path
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ExportError, match="it is a folder"):
        write(tmp_path)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ExportError, match=f"there is no folder {tmp_path}/nowhere"):
        write(tmp_path / "nowhere" / "a.bin")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="is not a folder"):
        write(tmp_path / "file" / "a.bin")


def test_a_write_protected_file_is_left_alone(tmp_path, monkeypatch):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    monkeypatch.setattr(atomic.os, "access", lambda *args: False)
    with pytest.raises(ExportError, match="write-protected"):
        write(path)
    assert path.read_bytes() == b"old"


def test_a_name_that_is_too_long_is_said_beforehand(tmp_path):
    with pytest.raises(ExportError, match="the name is too long; choose a shorter one"):
        atomic.check_target(tmp_path / ("x" * 300 + ".png"))


def test_a_disk_that_can_only_be_read_is_said_though_it_does_not_delete_either(tmp_path, monkeypatch):
    def refuse(*args, **more):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(atomic, "open", refuse, raising=False)
    monkeypatch.setattr(atomic.Path, "unlink", refuse)
    with pytest.raises(ExportError, match="can only be read"):
        write(tmp_path / "a.bin")
