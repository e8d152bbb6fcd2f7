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
