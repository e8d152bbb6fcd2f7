"""Put the files of a release in their places in a child process that is killed with -9 before each step in turn.

Run as a script: ``release_kills.py FOLDER exchange|renames``. Prints what a reader finds after each death, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from policy_dataset.release import assets
from policy_dataset.release.index import IndexEntry, read_index
from release.kills import Mortal

HELD, WANTED = "# Changelog\n", "# Changelog\n\n## [1.1.0] - 2026-03-01\n"


def release(folder: Path, version: str, changelog: str) -> None:
    """Do as `policy_dataset.releasing.release` does once all is judged."""
    archive = f"zip of {version}".encode()
    name = f"town-{version}"
    entry = IndexEntry("town", version, f"{name}.zip", hashlib.sha256(archive).hexdigest(), len(archive))
    held = (folder / "town" / "CHANGELOG.md").read_text()
    with assets.work_folder(folder / "dist") as work:
        form = work / f"{name}-labelled"
        form.mkdir()
        (form / "ships.csv").write_text(version)
        assets.write_changelog(folder / "town", changelog, held=held)
        texts = {f"{name}.changes.json": f"changes of {version}"}
        assets.write_assets(folder / "dist", work, assets.Assets(entry, archive, texts, (form,)))


def found(folder: Path) -> list[object]:
    """Return what a reader finds: versions in the index, all of them whole, and whether the changelog has the new one."""
    dist = folder / "dist"
    entries = read_index(dist)
    for entry in entries:
        content = (dist / entry.file).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry.sha256, entry.size)
    for line in (dist / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() == digest, name
    changelog = (folder / "town" / "CHANGELOG.md").read_text()
    assert changelog in {HELD, WANTED}
    return [[e.version for e in entries], changelog == WANTED]


def everything(folder: Path) -> dict[str, str]:
    """Return every file below a folder with its text."""
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def dies(folder: Path, step: int, *, exchange: bool) -> bool:
    """Release in a child that dies before a step; return whether it came to its end instead."""
    child = os.fork()
    if child == 0:
        assets.DISK = Mortal(step, exchange=exchange)
        try:
            release(folder, "1.1.0", WANTED)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
            import traceback  # noqa: PLC0415

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "releasing failed by itself"
    return os.WIFEXITED(status)


def between_steps(start: Path, *, exchange: bool) -> list[object]:
    """Die before each step, look, and let the next run go through."""
    (start / "town").mkdir()
    (start / "town" / "CHANGELOG.md").write_text(HELD)
    release(start, "1.0.0", HELD)
    undisturbed = start.with_name("undisturbed")
    shutil.copytree(start, undisturbed)
    release(undisturbed, "1.1.0", WANTED)
    seen: list[object] = []
    ended = False
    while not ended:
        folder = start.with_name(f"died_{len(seen)}")
        shutil.copytree(start, folder)
        ended = dies(folder, len(seen), exchange=exchange)
        seen.append(found(folder))
        release(folder, "1.1.0", WANTED)
        assert everything(folder) == everything(undisturbed)
        # Once more over what stands there: a folder is exchanged then.
        assert dies(folder, len(seen), exchange=exchange) or found(folder) == [["1.1.0", "1.0.0"], True]
    return seen


if __name__ == "__main__":
    os.fsync = lambda _: None  # a process that is killed loses nothing that it has written
    where = Path(sys.argv[1]) / "start"
    where.mkdir()
    print(json.dumps(between_steps(where, exchange=sys.argv[2] == "exchange")))  # noqa: T201
