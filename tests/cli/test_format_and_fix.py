from __future__ import annotations

import shutil
import subprocess

import pytest

from policy_dataset.cli.app import run

TIDY = "- id: m1\n  title_zh: 标题\n"
UNTIDY = "- title_zh:   标题 # c\n  id: m1\n"
WRONG = "- id: m1\r\n  title_zh: ' 标题'\r\n  topic: helth_insurance\r\n"
BROKEN = "- id: [\n"


@pytest.fixture
def dataset(tmp_path):
    (tmp_path / "dataset.yaml").write_text("id: d\ntitle: t\n", encoding="utf-8")
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures/a.yaml").write_text(TIDY, encoding="utf-8")
    return tmp_path


def put(dataset, text: str):
    path = dataset / "measures/b.yaml"
    path.write_bytes(text.encode())
    return path


def test_format_writes_what_is_out_of_order_and_leaves_with_0(dataset, capsys):
    path = put(dataset, UNTIDY)
    path.chmod(0o640)
    assert run(["format", str(dataset)]) == 0
    assert path.read_text(encoding="utf-8") == "- id: m1\n  title_zh: 标题  # c\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().out == "measures/b.yaml\n1 file changed, 2 in order\n"
    assert run(["format", "--check", str(dataset)]) == 0


def test_format_check_writes_nothing_and_leaves_with_1(dataset, capsys):
    path = put(dataset, UNTIDY)
    assert run(["format", "--check", str(dataset)]) == 1
    assert path.read_text(encoding="utf-8") == UNTIDY
    assert capsys.readouterr().out == "measures/b.yaml\n1 file would change, 2 in order\n"


def test_the_diff_is_one_that_patch_takes(dataset, capsys):
    put(dataset, UNTIDY.rstrip("\n"))
    assert run(["format", "--diff", str(dataset)]) == 0
    diff = capsys.readouterr().out
    assert (dataset / "measures/b.yaml").read_text(encoding="utf-8") == UNTIDY.rstrip("\n")
    if shutil.which("patch") is None:
        pytest.skip("no patch is installed here")
    subprocess.run(["patch", "-p0"], input=diff, text=True, cwd=dataset, check=True, capture_output=True)
    assert run(["format", "--check", str(dataset)]) == 0


def test_one_file_can_be_given(dataset):
    path = put(dataset, UNTIDY)
    (dataset / "measures/a.yaml").write_text(UNTIDY, encoding="utf-8")
    assert run(["format", str(path)]) == 0
    assert run(["format", "--check", str(path)]) == 0
    assert run(["format", "--check", str(dataset)]) == 1


@pytest.mark.parametrize("verb", ["format", "fix"])
def test_a_file_that_cannot_be_read_is_told_with_its_line_and_the_others_are_done(dataset, verb, capsys):
    broken = dataset / "measures/0.yaml"
    broken.write_text(BROKEN, encoding="utf-8")
    put(dataset, UNTIDY.replace("标题 #", "' 标题' #"))
    assert run([verb, str(dataset)]) == 1
    told = capsys.readouterr()
    assert "1 file changed" in told.out
    assert "1 file left alone" in told.out
    assert "measures/0.yaml:1:7  error  yaml_syntax\n    1 │ - id: [\n" in told.err
    assert broken.read_text(encoding="utf-8") == BROKEN


@pytest.mark.parametrize("verb", ["format", "fix"])
def test_what_is_no_file_of_records_is_misuse(dataset, verb, tmp_path):
    (dataset / "notes.txt").write_text("x")
    assert run([verb, str(dataset / "notes.txt")]) == 2
    assert run([verb, str(tmp_path / "nowhere")]) == 2


def test_fix_mends_what_is_certain_and_says_what_and_where(dataset, capsys):
    path = put(dataset, WRONG)
    assert run(["fix", str(dataset)]) == 0
    assert path.read_bytes().decode() == "- id: m1\n  title_zh: '标题'\n  topic: helth_insurance\n"
    assert capsys.readouterr().out == (
        "measures/b.yaml:1:1  line_ends  lines end with LF\n"
        "measures/b.yaml:2:13  text_stray_space  white space at the ends removed\n"
        "1 file changed, 2 in order\n"
    )


def test_fix_shows_a_diff_and_changes_nothing(dataset, capsys):
    path = put(dataset, WRONG)
    assert run(["fix", "--diff", "--unsafe", str(dataset)]) == 0
    assert path.read_bytes().decode() == WRONG
    told = capsys.readouterr()
    assert "+  topic: health_insurance\n" in told.out
    assert "1 file would change" in told.err


def test_a_guess_is_taken_with_unsafe_alone(dataset):
    path = put(dataset, WRONG)
    run(["fix", "--unsafe", str(path)])
    assert "topic: health_insurance" in path.read_text(encoding="utf-8")
