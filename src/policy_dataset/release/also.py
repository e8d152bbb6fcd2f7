"""A published package in further forms, beside it: one file with everything, or a folder of files."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from policy_dataset.errors import UsageError
from policy_dataset.release.formats import find_whole, whole_names
from policy_dataset.release.load import load_package
from policy_dataset.release.suggest import did_you_mean


def check_also(names: Iterable[str]) -> None:
    """Refuse forms that there are not, or whose library is missing, before any work is done.

    Raises
    ------
    UsageError
        There is no form of that name.
    MissingExtraError
        Its library is not installed.
    """
    known = whole_names()
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known, otherwise=f"; there are {', '.join(known)}")
            raise UsageError(f"there is no form {name!r}{hint}")
        find_whole(name).check()


def write_also(
    package: Path, names: Sequence[str], stem: Path, *, excel_bom: bool = False
) -> dict[str, Path]:
    """Write a package in further forms.

    Parameters
    ----------
    stem
        Way to the files without what each form ends on: ``dist/livelihood-2026``.

    Returns
    -------
    dict of str to Path
        Where each form is.
    """
    check_also(names)
    written: dict[str, Path] = {}
    dataset = load_package(package)
    for name in dict.fromkeys(names):
        form = find_whole(name)
        target = stem.with_name(f"{stem.name}{form.ENDING}")
        work = target.with_name(f".{target.name}.writing")
        _remove(work)
        form.write_whole(dataset, work, excel_bom=excel_bom)
        if target.is_dir():
            _remove(target)
        work.replace(target)
        written[name] = target
    return written


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
