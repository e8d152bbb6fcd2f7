"""The workflow that releases on GitHub, rehearsed: its steps run here as they stand, with tags and a stand-in for ``gh``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from release.small_dataset import add_measures, curated, set_version

WORKFLOW = Path(__file__).resolve().parent.parent / ".github" / "workflows" / "release.yml"
JOBS = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the workflow runs on Linux"),
    pytest.mark.skipif(
        shutil.which("git") is None or shutil.which("bash") is None, reason="needs git and bash"
    ),
]

# Keeps what is attached in a folder a release, and gives it back.
GH = """#!/bin/bash
set -e
echo "$@" >> "$STORE/asked"
case "$1 $2" in
  "release download") mkdir -p "$7" && cp "$STORE/$3/"$5 "$7" ;;
  "release create")
    tag="$3" && mkdir -p "$STORE/$tag"
    for file in "${@:9}"; do cp -r "$file" "$STORE/$tag"; done ;;
esac
"""


class Server:
    """A repository with tags, the releases that it keeps, and the steps of the workflow."""

    def __init__(self, root: Path) -> None:
        self.root, self.repository, self.store = root, root / "checkout", root / "store"
        programs = root / "programs"
        for folder in (self.repository / "datasets", self.store, programs):
            folder.mkdir(parents=True)
        (programs / "gh").write_text(GH, encoding="utf-8")
        (programs / "gh").chmod(0o755)
        self.path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=coder_a", "-c", "user.email=coder_a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=self.repository, check=True, capture_output=True)

    def tag(self, *tags: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "change")
        for tag in tags:
            self.git("tag", tag)

    def step(self, job: str, name: str, tag: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
        (found,) = (step for step in JOBS[job]["steps"] if step.get("name") == name)
        script = found["run"].replace("${{ matrix.umask }}", "022")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=cwd / found.get("working-directory", ""),
            env={**os.environ, "PATH": self.path, "TAG": tag, "STORE": str(self.store), **env},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def asked(self) -> list[str]:
        file = self.store / "asked"
        return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


@pytest.fixture
def server(tmp_path):
    return Server(tmp_path)


@pytest.mark.parametrize(
    ("version", "before"),
    [
        ("1.0.0", None),
        ("1.1.0-rc.1", "1.0.0"),
        ("1.1.0", "1.0.0"),
        ("1.9.0", "1.1.0"),
        ("1.10.0", "1.9.0"),
        ("2.0.0", "1.10.0"),
    ],
)
def test_the_release_before_is_the_last_full_one_whatever_came_later(server, version, before):
    tags = ["1.0.0", "1.1.0-rc.1", "1.1.0", "1.9.0", "1.10.0", "2.0.0-alpha", "2.0.0"]
    server.tag(*(f"data/bulletin@{v}" for v in tags), "data/bulletin-2@1.0.5", "v1.0.7")
    if before is not None:
        (server.store / f"data/bulletin@{before}").mkdir(parents=True)
        (server.store / f"data/bulletin@{before}" / f"bulletin-{before}.zip").touch()
    done = server.step("build", "the release before", f"data/bulletin@{version}", server.repository)
    assert done.returncode == 0, done.stderr
    held = [p.name for p in (server.repository / "previous").iterdir()]
    assert held == ([] if before is None else [f"bulletin-{before}.zip"])


def rehearse(server: Server, tag: str) -> Path:
    """Go through the whole workflow; returns what both machines built."""
    built = server.root / "work" / "built"
    for machine in ("one", "two"):
        checkout = server.root / machine
        shutil.copytree(server.repository, checkout)
        locale = {"one": {"LC_ALL": "C.UTF-8"}, "two": {"LC_ALL": "C", "TZ": "Pacific/Kiritimati"}}[machine]
        for name in ("the release before", "the dataset"):
            done = server.step("build", name, tag, checkout, **locale)
            assert done.returncode == 0, done.stderr + done.stdout
        shutil.move(checkout / "out", built / f"built-on-{machine}")
        shutil.rmtree(checkout)
    for name in ("the same bytes from both machines", "the hashes are those of the files", "attach"):
        done = server.step("compare", name, tag, built.parent)
        assert done.returncode == 0, done.stderr + done.stdout
    return built


def test_two_releases_go_out_and_the_second_is_compared_with_the_first(server):
    pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    dataset = curated(server.repository / "datasets")
    changelog = dataset / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## [1.0.0] - 2026-02-01\n\nFirst.\n", encoding="utf-8")
    server.tag("data/bulletin@1.0.0")
    shutil.rmtree(rehearse(server, "data/bulletin@1.0.0").parent)

    add_measures(dataset, 1)
    set_version(dataset, "1.1.0")
    changelog.write_text("# Changelog\n\n## [1.1.0] - 2026-03-01\n\nMore.\n", encoding="utf-8")
    server.tag("data/bulletin@1.1.0")
    rehearse(server, "data/bulletin@1.1.0")
    held = server.store / "data/bulletin@1.1.0"
    assert '"old": "bulletin@1.0.0"' in (held / "bulletin-1.1.0.changes.json").read_text(encoding="utf-8")
    assert {"SHA256SUMS", "index.json", "bulletin-1.1.0.zip", "bulletin-1.1.0.sqlite"} <= {
        p.name for p in held.iterdir()
    }
    assert [line.split()[1] for line in server.asked()] == ["create", *["download"] * 2, "create"]


def test_a_tag_that_the_records_do_not_bear_out_is_refused(server):
    dataset = curated(server.repository / "datasets")
    server.tag("data/bulletin@1.0.0")
    done = server.step("build", "the dataset", "data/bulletin@1.0.0", server.repository)
    assert (done.returncode, done.stdout) == (1, "CHANGELOG.md has no dated section for 1.0.0\n")
    set_version(dataset, "1.0.1")
    done = server.step("build", "the dataset", "data/bulletin@1.0.0", server.repository)
    assert "dataset.yaml has another version" in done.stdout
