from __future__ import annotations

import os

from policy_dataset.report.source_files import SourceFiles


def test_lines_end_where_the_reader_of_records_ends_them(tmp_path):
    (tmp_path / "a.yaml").write_bytes("\ufeffone\r\ntwo\u2028still two\rthree\x0c\n".encode())
    line = SourceFiles(tmp_path)
    assert [line("a.yaml", n) for n in range(5)] == [None, "one", "two\u2028still two", "three\x0c", ""]


def test_what_is_gone_or_outside_or_no_file_gives_no_line(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (root / "link").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(root / "pipe")
    line = SourceFiles(root)
    for name in ("gone.yaml", "../secret.txt", str(tmp_path / "secret.txt"), "link", "pipe", ".", "a\x00b"):
        assert line(name, 1) is None


def test_broken_bytes_are_no_reason_to_fail(tmp_path):
    (tmp_path / "a").write_bytes(b"\xff\xfe\n")
    assert SourceFiles(tmp_path)("a", 1) == "\ufffd\ufffd"


def test_of_utf_16_nobody_is_shown_a_line(tmp_path):
    (tmp_path / "a").write_bytes("- id: a\n".encode("utf-16"))
    assert SourceFiles(tmp_path)("a", 1) is None
