"""The action for GitHub, run as its script in a repository made for it: what it marks, writes and tells."""

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
from policy_dataset.cli.output import RULE_PAGES
from policy_dataset.report.review import mark

SCRIPTS = Path(__file__).resolve().parent.parent / ".ci"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the action's script is for bash, as on the servers"),
    pytest.mark.skipif(
        shutil.which("git") is None or shutil.which("bash") is None, reason="needs git and bash"
    ),
]


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=coder_a", "-c", "user.email=coder_a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A repository with a dataset in a folder, on its main branch."""
    root = tmp_path_factory.mktemp("repository")
    assert run(["init", str(root / "data" / "my-province")]) == VALID
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "begin")
    return root


@pytest.fixture
def repository(template, tmp_path) -> Path:
    root = Path(shutil.copytree(template, tmp_path / "repository"))
    git(root, "checkout", "--quiet", "-b", "change")
    return root


def act(repository: Path, **env: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Run the script of the action as a server would."""
    out = repository.parent / "out"
    python = Path(sys.executable).parent
    given = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")},
        "PATH": f"{python}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(repository),
        "GITHUB_OUTPUT": str(repository.parent / "outputs"),
        "GITHUB_STEP_SUMMARY": str(repository.parent / "summary.md"),
        "OUT": str(out),
        "DATASET": "data/my-province",
        "BASE": "main",
        **env,
    }
    done = subprocess.run(
        ["bash", str(SCRIPTS / "action")],
        cwd=repository,
        env=given,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done, out


def edit(repository: Path, file: str, old: str, new: str) -> None:
    path = repository / "data" / "my-province" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def outputs(repository: Path) -> dict[str, str]:
    return dict(
        line.split("=", 1)
        for line in (repository.parent / "outputs").read_text(encoding="utf-8").splitlines()
    )


def test_a_fault_is_marked_at_its_line_in_the_repository(repository):
    edit(repository, "measures/example.yaml", "topic: elderly_care", "topic: eldery_care")
    done, out = act(repository)
    assert done.returncode == INVALID
    (annotation,) = re.findall(r"^::error (.+?)::(.+)$", done.stdout, re.MULTILINE)
    assert annotation[0] == (
        "file=data/my-province/measures/example.yaml,line=7,col=10,endColumn=21,title=unknown_code"
    )
    assert annotation[1].startswith("'eldery_care' is not in the codelist of topic")
    (found,) = json.loads((out / "report.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/my-province/measures/example.yaml"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (7, 10)
    assert outputs(repository)["verdict"] == "1"
    summary = (repository.parent / "summary.md").read_text(encoding="utf-8")
    assert "unknown&#95;code" in summary or "unknown_code" in summary
    comment = (out / "comment.md").read_text(encoding="utf-8")
    assert "**Not valid**" in comment
    assert "What changed is told once there is no error left." in comment


def test_a_good_change_is_told_in_words(repository):
    # A record that came, one that changed, one that went; and a sentence of the page that is waived no more.
    edit(
        repository,
        "measures/example.yaml",
        "title_en: More community canteens",
        "title_en: More canteens in communities",
    )
    path = repository / "data/my-province/statistics/example.yaml"
    records = path.read_text(encoding="utf-8").split("\n\n")
    kept = [r for r in records if "id: lamps_2025_12" not in r]
    moved = next(r for r in records if "id: lamps_2025_12" in r).replace(
        "id: lamps_2025_12", "id: lamps_at_night_2025_12"
    )
    path.write_text(
        "\n\n".join([*[r.rstrip("\n") for r in kept], moved.rstrip("\n")]) + "\n", encoding="utf-8"
    )
    done, out = act(repository, TEXTS="data/my-province")
    assert done.returncode == VALID, done.stdout + done.stderr
    comment = (out / "comment.md").read_text(encoding="utf-8")
    lines = comment.splitlines()
    assert lines[0] == mark("my-province")
    assert lines[1].startswith("### my-province: 1 statistic added, 1 statistic removed, 1 measure")
    assert "- statistic <code>lamps&#95;at&#95;night&#95;2025&#95;12</code>: 480盏" in lines
    assert "- statistic <code>lamps&#95;2025&#95;12</code>: 480盏" in lines
    changed = next(
        line for line in lines if line.startswith("- measure <code>community&#95;canteens&#95;2026</code>")
    )
    assert "<code>More community canteens</code> → <code>More canteens in communities</code>" in changed
    assert "| example&#95;bulletin | numerals | 12/12 | 12/12 |" in lines
    assert "| example&#95;bulletin | sentences | 5/5 | 5/5 |" in lines
    quoted = [line for line in lines if "“480盏” example.txt:5:" in line]
    assert len(quoted) == 1
    assert outputs(repository)["comment"] == str(out / "comment.md")
    assert comment in (repository.parent / "summary.md").read_text(encoding="utf-8")
    assert "::error" not in done.stdout


def test_coverage_that_falls_is_shown(repository):
    path = repository / "data/my-province/waivers.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("- id: hotline")].rstrip("\n") + "\n", encoding="utf-8")
    done, out = act(repository)
    assert done.returncode == VALID, done.stdout
    comment = (out / "comment.md").read_text(encoding="utf-8")
    assert "| example&#95;bulletin | sentences | 5/5 | **4/5** |" in comment
    assert "quote" not in comment  # no text is at hand


def test_a_new_dataset_is_told_as_such(repository):
    git(repository, "checkout", "--quiet", "--orphan", "empty")
    git(repository, "rm", "-r", "--quiet", "--cached", ".")
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "nothing")
    done, out = act(repository, BASE="empty")
    assert done.returncode == VALID, done.stdout + done.stderr
    assert "### my-province: a new dataset: " in (out / "comment.md").read_text(encoding="utf-8")


def test_only_what_the_branch_did_is_told(repository):
    git(repository, "checkout", "--quiet", "main")
    edit(repository, "measures/example.yaml", "title_en: More community canteens", "title_en: Canteens")
    git(repository, "commit", "--quiet", "--all", "-m", "main goes on")
    git(repository, "checkout", "--quiet", "change")
    done, out = act(repository)
    assert done.returncode == VALID
    assert "### my-province: nothing differs" in (out / "comment.md").read_text(encoding="utf-8")


def test_warnings_are_refused_on_request(repository):
    edit(
        repository,
        "measures/example.yaml",
        "title_en: More community canteens\n",
        "title_en: More community canteens\n  summary_en: More community canteens\n",
    )
    done, _ = act(repository)
    assert done.returncode == VALID
    assert "::warning file=data/my-province/measures/example.yaml,line=7" in done.stdout
    done, _ = act(repository, STRICT="true")
    assert done.returncode == INVALID


def test_what_a_title_says_is_no_markdown(repository):
    edit(
        repository,
        "measures/example.yaml",
        "title_en: More community canteens",
        "title_en: '[see](https://example.org) @everyone <img src=x> ::error::x'",
    )
    done, out = act(repository)
    comment = (out / "comment.md").read_text(encoding="utf-8")
    assert done.returncode == VALID, done.stdout
    assert "](" not in comment
    assert "@" not in comment
    assert "<img" not in comment


def test_without_a_base_nothing_is_compared(repository):
    done, out = act(repository, BASE="")
    assert done.returncode == VALID
    assert not (out / "comment.md").exists()
    done, out = act(repository, BASE="nowhere")
    assert done.returncode == VALID
    assert "nowhere" in done.stderr


@pytest.mark.parametrize("there", ["", "77"], ids=["first", "again"])
def test_a_pull_request_has_one_comment_of_ours(tmp_path, there):
    log = tmp_path / "calls"
    tool = tmp_path / "bin" / "gh"
    tool.parent.mkdir()
    tool.write_text(
        f'#!/usr/bin/env bash\nprintf "%s\\n" "$*" >> "{log}"\ncase "$*" in *--jq*) echo "{there}";; esac\n',
        encoding="utf-8",
    )
    tool.chmod(0o755)
    comment = tmp_path / "comment.md"
    comment.write_text(f"{mark('my-province')}\n### x\n", encoding="utf-8")
    env = {
        **os.environ,
        "PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}",
        "PULL_REQUEST": "5",
        "GITHUB_REPOSITORY": "a/b",
    }
    subprocess.run(["bash", str(SCRIPTS / "comment"), str(comment)], env=env, check=True)
    asked, wrote = log.read_text(encoding="utf-8").splitlines()
    assert f'startswith("{mark("my-province")}")' in asked
    wanted = (
        "--method PATCH repos/a/b/issues/comments/77"
        if there
        else "--method POST repos/a/b/issues/5/comments"
    )
    assert wanted in wrote


def test_a_token_that_may_not_write_is_no_fault(tmp_path):
    tool = tmp_path / "bin" / "gh"
    tool.parent.mkdir()
    tool.write_text("#!/usr/bin/env bash\necho 'HTTP 403' >&2\nexit 1\n", encoding="utf-8")
    tool.chmod(0o755)
    comment = tmp_path / "comment.md"
    comment.write_text(f"{mark('x')}\n### x\n", encoding="utf-8")
    env = {**os.environ, "PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}", "PULL_REQUEST": "5"}
    done = subprocess.run(
        ["bash", str(SCRIPTS / "comment"), str(comment)],
        env={**env, "GITHUB_REPOSITORY": "a/b"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("::notice title=policy-dataset::")


def test_rules_of_a_comment_lead_to_the_pages_that_the_runner_knows(repository):
    edit(repository, "measures/example.yaml", "topic: elderly_care", "topic: eldery_care")
    pages = "https://example.org/library/blob/v1/docs/reference/rules"
    _, out = act(repository, **{RULE_PAGES: pages})
    comment = (out / "comment.md").read_text(encoding="utf-8")
    assert f"[unknown_code]({pages}/unknown_code.md)" in comment
    sarif = json.loads((out / "report.sarif").read_text(encoding="utf-8"))
    assert f"{pages}/unknown_code.md" in [
        r.get("helpUri") for r in sarif["runs"][0]["tool"]["driver"]["rules"]
    ]


def test_each_dataset_of_a_repository_has_a_comment_of_its_own(repository):
    shutil.copytree(repository / "data/my-province", repository / "data/other")
    edit(repository, "../other/dataset.yaml", "id: my-province", "id: other")
    first = []
    for folder in ("my-province", "other"):
        _, out = act(repository, DATASET=f"data/{folder}")
        first.append((out / "comment.md").read_text(encoding="utf-8").splitlines()[0])
    assert len(set(first)) == 2


def test_what_another_run_left_is_not_told_again(repository):
    _, out = act(repository)
    assert (out / "comment.md").is_file()
    (repository.parent / "outputs").unlink()
    done, _ = act(repository, DATASET="data/nowhere")
    assert done.returncode == MISUSE
    assert outputs(repository) == {"verdict": "2"}


def test_the_action_runs_the_scripts_that_are_tested_here():
    action = yaml.safe_load((SCRIPTS.parent / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    assert all("shell" in step for step in steps if "run" in step)
    ran = [step["run"] for step in steps if "run" in step]
    assert '"$GITHUB_ACTION_PATH/.ci/action"' in ran
    given = next(step["env"] for step in steps if step.get("id") == "judge")
    script = (SCRIPTS / "action").read_text(encoding="utf-8")
    # What is not for the script is for the library.
    assert all(f"${{{name}" in script or f"${name}" in script for name in given.keys() - {RULE_PAGES})
    named = set(re.findall(r"inputs\.([a-z-]+)", (SCRIPTS.parent / "action.yml").read_text(encoding="utf-8")))
    assert named == set(action["inputs"])


def server(folder: Path, script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run lines of a workflow as a server does: each command must succeed."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "CI_"))}
    path = f"{folder.parent / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**clean, "PATH": path, **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def of_its_own(template: Path, into: Path) -> tuple[Path, str]:
    """A repository with a folder `my-province`, on a branch with one good change; and where it parted from main."""
    root = Path(shutil.copytree(template / "data", into / "repository"))
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "begin")
    base = git(root, "rev-parse", "HEAD").strip()
    file = root / "my-province/measures/example.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("More community", "Further"), encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "-m", "change")
    return root, base


def test_the_workflow_for_gitlab_does_what_the_page_says(template, tmp_path):
    page = (SCRIPTS.parent / "docs/contributor.md").read_text(encoding="utf-8")
    (block,) = [
        b for b in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if b.startswith("# .gitlab-ci.yml")
    ]
    script = "\n".join(yaml.safe_load(block)["data"]["script"])
    root, base = of_its_own(template, tmp_path)
    for _ in range(2):  # servers that keep a checkout remove what is not tracked, and git still knows of it
        shutil.rmtree(root / ".base", ignore_errors=True)
        done = server(root, script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert done.returncode == 0, done.stdout + done.stderr
    comment = (root / "comment.md").read_text(encoding="utf-8")
    assert "<code>More community canteens</code> → <code>Further canteens</code>" in comment
    assert (root / "report.xml").read_text(encoding="utf-8").startswith("<?xml")

    file = root / "my-province/measures/example.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("elderly_care", "eldery_care"), encoding="utf-8")
    shutil.rmtree(root / ".base")
    assert server(root, script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base).returncode == INVALID
    assert "**Not valid**" in (root / "comment.md").read_text(encoding="utf-8")
    assert "unknown_code" in (root / "report.xml").read_text(encoding="utf-8")


def test_the_workflow_of_a_new_dataset_comments_on_its_pull_requests(tmp_path):
    first = tmp_path / "first" / "my-province"
    assert run(["init", str(first)]) == VALID
    git(first, "init", "--quiet")
    git(first, "add", ".")
    git(first, "commit", "--quiet", "-m", "begin")
    root = tmp_path / "my-province"
    git(tmp_path, "clone", "--quiet", str(first), str(root))
    file = root / "measures/example.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("More community", "Further"), encoding="utf-8")
    tool = tmp_path / "bin" / "gh"
    tool.parent.mkdir()
    tool.write_text(f'#!/usr/bin/env bash\nprintf "%s\\n" "$*" > "{tmp_path}/calls"\n', encoding="utf-8")
    tool.chmod(0o755)
    workflow = yaml.safe_load((root / ".github/workflows/data.yml").read_text(encoding="utf-8"))
    script = next(s["run"] for s in workflow["jobs"]["data"]["steps"] if "review" in s.get("run", ""))
    script = script.replace("${{ github.event.number }}", "5")
    assert "${{" not in script
    done = server(root, script, GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert done.returncode == 0, done.stdout + done.stderr
    told = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert told.splitlines()[1] == "### my-province: 1 measure corrected (evidence unchanged)"
    assert (tmp_path / "calls").read_text(encoding="utf-8").startswith("pr comment 5 ")


def test_the_hooks_are_as_pre_commit_wants_them():
    pytest.importorskip("pre_commit", reason="pip install pre-commit")
    file = SCRIPTS.parent / ".pre-commit-hooks.yaml"
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(file)], check=True)
    ids = [hook["id"] for hook in yaml.safe_load(file.read_text(encoding="utf-8"))]
    assert ids == ["policy-dataset-format", "policy-dataset-validate"]
