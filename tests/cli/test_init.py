from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from policy_dataset.cli.app import INVALID, MISUSE, VALID, run
from policy_dataset.model.standard import standard_schema


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "my-province"
    assert run(["init", str(folder)]) == VALID
    return folder


@pytest.fixture
def begun(made, tmp_path, monkeypatch, capsys) -> Path:
    """A dataset just begun, and us in it."""
    folder = Path(shutil.copytree(made, tmp_path / "my-province"))
    monkeypatch.chdir(folder)
    capsys.readouterr()
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("texts", [[], ["--texts", "."]], ids=["by the lock", "by the texts"])
def test_a_dataset_just_begun_is_valid_and_complete(texts, capsys):
    assert run(["validate", ".", "--strict", *texts]) == VALID
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    assert run(["coverage", ".", *texts]) == VALID
    assert "everything is accounted for" in capsys.readouterr().out


@pytest.mark.usefixtures("begun")
def test_a_dataset_just_begun_can_be_built_and_verified():
    assert run(["build", ".", "--out", ".dist"]) == VALID
    assert run(["verify", ".dist/my-province", "--texts", "."]) == VALID
    assert run(["format", "--check", "."]) == VALID
    # What was built stands in a hidden folder and is not taken for records.
    assert run(["validate", ".", "--strict"]) == VALID


def test_there_is_a_record_of_each_kind(begun):
    for table in standard_schema().authored:
        at = begun / f"{table.table_name}.yaml"
        file = at if at.is_file() else begun / table.table_name / "example.yaml"
        assert yaml.safe_load(file.read_text(encoding="utf-8")), table.table_name


def test_each_file_names_a_schema_that_is_there_and_that_it_follows(begun):
    jsonschema = pytest.importorskip("jsonschema")
    written = [p for p in begun.rglob("*.yaml") if not p.relative_to(begun).as_posix().startswith(".")]
    assert written
    for file in written:
        first = file.read_text(encoding="utf-8").split("\n")[0]
        (path,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", first)
        schema = json.loads((file.parent / path).read_text(encoding="utf-8"))
        table = file.stem if file.parent == begun else file.parent.name
        assert Path(path).name == f"{table}.schema.json"
        # Scalars as editors see them, but for days, which JSON has not.
        loader = type("Loader", (yaml.SafeLoader,), {})
        loader.yaml_implicit_resolvers = {
            k: [r for r in v if not r[0].endswith("timestamp")]
            for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
        jsonschema.validate(yaml.load(file.read_text(encoding="utf-8"), loader), schema)  # noqa: S506 - a safe one


def test_new_files_are_wired_to_their_schemas_too(begun):
    settings = json.loads((begun / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert settings["./schemas/measures.schema.json"] == ["measures.yaml", "measures/**/*.yaml"]
    assert all((begun / path).is_file() for path in settings)


def test_two_beginnings_are_the_same_to_the_byte(begun, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["init", "elsewhere", "--name", "my-province"]) == VALID
    assert files_of(tmp_path / "elsewhere") == files_of(begun)


def test_a_folder_that_holds_something_is_refused(tmp_path, capsys):
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    assert run(["init", str(tmp_path)]) == MISUSE
    assert "not empty" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["notes.md"]


@pytest.mark.usefixtures("begun")
def test_a_dataset_is_not_begun_twice(capsys):
    assert run(["init", "."]) == MISUSE
    assert "holds a dataset already" in capsys.readouterr().err


def test_an_empty_folder_will_do(tmp_path):
    folder = tmp_path / "town"
    folder.mkdir()
    assert run(["init", str(folder)]) == VALID
    assert "id: town\n" in (folder / "dataset.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [".DS_Store", "LICENSE", "LICENCE.md"])
def test_a_licence_and_what_desktops_leave_may_be_there(tmp_path, file):
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / file).write_text("mine", encoding="utf-8")
    assert run(["init", str(tmp_path / "town")]) == VALID
    assert (tmp_path / "town" / file).read_text(encoding="utf-8") == "mine"
    assert run(["validate", str(tmp_path / "town"), "--strict"]) == VALID


@pytest.mark.parametrize("name", ["2026", "null", "yes", "1-0"])
def test_a_name_stays_text_for_every_reader_of_yaml(tmp_path, name):
    folder = tmp_path / "town"
    assert run(["init", str(folder), "--name", name]) == VALID
    read = yaml.safe_load((folder / "dataset.yaml").read_text(encoding="utf-8"))
    assert read["id"] == name
    assert isinstance(read["title"], str)
    assert run(["validate", str(folder), "--strict"]) == VALID
    assert run(["format", "--check", str(folder)]) == VALID


@pytest.mark.skipif(sys.platform == "win32", reason="told for a shell as on the servers")
@pytest.mark.parametrize("folder", ["town", "My Province", "四川省 $HOME", "-town", "."])
def test_the_way_that_it_tells_leads_there(tmp_path, monkeypatch, capsys, folder):
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--name", "town", "--", folder]) == VALID
    (told,) = [line for line in capsys.readouterr().out.splitlines() if "git init" in line]
    way = told.split("git init")[0]
    done = subprocess.run(
        ["sh", "-c", f"{way}pwd"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert Path(done.stdout.strip()).resolve() == (tmp_path / folder).resolve()


def test_what_follows_a_fault_in_its_workflow_still_runs(begun):
    workflow = yaml.safe_load((begun / ".github/workflows/data.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["data"]["steps"]
    judged = next(n for n, s in enumerate(steps) if "policy-dataset validate" in s.get("run", ""))
    told = [s for s in steps[judged + 1 :] if "build" not in s.get("run", "")]
    assert len(told) == 3  # code scanning, style, the comment
    assert all("!cancelled()" in s["if"] for s in told)


def test_a_draft_begins_with_the_line_for_the_editor(begun):
    (begun / "report.txt").write_text("青禾市将新建诊所12个。\n", encoding="utf-8")
    assert run(["draft", "report.txt", "--source", "report_2026", "--published", "2026-01-26"]) == VALID
    for draft in begun.glob("*/*.draft.yaml"):
        first = draft.read_text(encoding="utf-8").splitlines()[0]
        schema = f"../schemas/{draft.parent.name}.schema.json"
        assert first == f"# yaml-language-server: $schema={schema}"
        assert (draft.parent / schema).is_file()


def test_both_guides_tell_the_same_commands_and_files(begun):
    said = []
    for name, other in (("CONTRIBUTING.md", "CONTRIBUTING.zh.md"), ("CONTRIBUTING.zh.md", "CONTRIBUTING.md")):
        text = (begun / name).read_text(encoding="utf-8")
        assert f"]({other})" in text
        commands = {c.replace("subsidy", "补贴") for c in re.findall("`(policy-dataset [^`]+)`", text)}
        files = set(re.findall(r"`([a-z]+(?:\.[a-z]+)+|[a-z]+/)`", text))
        said.append((commands, files))
    assert said[0] == said[1]
    for file in said[0][1] - {"report.txt"}:
        assert (begun / file).exists(), file


def test_schemas_follow_a_newer_library(begun):
    schema = begun / "schemas/measures.schema.json"
    whole = schema.read_bytes()
    schema.write_bytes(b"{}")
    assert run(["init", ".", "--schemas"]) == VALID
    assert schema.read_bytes() == whole


def test_schemas_of_nothing_are_misuse(tmp_path):
    assert run(["init", str(tmp_path), "--schemas"]) == MISUSE


def test_a_fault_is_told(begun, capsys):
    file = begun / "measures/example.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("elderly_care", "eldery_care"), encoding="utf-8")
    assert run(["validate", "."]) == INVALID
    assert "hint: did you mean 'elderly_care'?" in capsys.readouterr().out


def test_the_commands_of_its_workflow_pass(begun, monkeypatch):
    workflow = yaml.safe_load((begun / ".github/workflows/data.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["data"]["steps"]
    commands = [s["run"] for s in steps if s.get("run", "").startswith("policy-dataset")]
    assert len(commands) >= 3
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    for command in commands:
        assert run(command.split()[1:]) == VALID, command


@pytest.mark.skipif(sys.platform == "win32", reason="the hooks are run as on the servers")
def test_its_hooks_pass_on_all_files(begun):
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    pytest.importorskip("pre_commit", reason="pip install pre-commit")
    home = Path(sys.executable).parent
    env = {
        **os.environ,
        "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(begun.parent / "hooks"),
    }
    subprocess.run(["git", "init", "--quiet"], cwd=begun, check=True, env=env)
    subprocess.run(["git", "add", "."], cwd=begun, check=True, env=env)
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=begun,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == 2
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=begun, env=env, capture_output=True, text=True, check=True
    ).stdout
    assert {"example.txt", "names.txt", "sources.lock.json"} <= set(tracked.split())
    (begun / "report.txt").write_text("a page", encoding="utf-8")
    seen = subprocess.run(
        ["git", "status", "--short"], cwd=begun, env=env, capture_output=True, text=True, check=True
    )
    assert "report.txt" not in seen.stdout
