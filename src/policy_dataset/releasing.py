"""Comparing by path or name, and releasing: what stands on building and loading both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.errors import UsageError
from policy_dataset.loading import load
from policy_dataset.progress import Progress, silent

if TYPE_CHECKING:
    from policy_dataset.pipeline import Library
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.diff import Diff
    from policy_dataset.release.index import IndexEntry
    from policy_dataset.release.releases import Folders


@dataclass(frozen=True, slots=True)
class Released:
    """A release that went out.

    Attributes
    ----------
    archive
        Its zip.
    files
        Everything that was written to the output folder.
    diff
        What changed since the release before; None for a first one.
    changelog_written
        Whether the changelog of the dataset got a section, or the day of one.
    """

    name: str
    version: str
    archive: Path
    files: tuple[Path, ...]
    diff: Diff | None
    changelog_written: bool


def diff(
    old: str | Path | Dataset,
    new: str | Path | Dataset,
    *,
    releases: Folders = None,
    library: Library | None = None,
) -> Diff:
    """Compare two releases record by record.

    Parameters
    ----------
    old, new
        Whatever `load` takes (a package, a zip, a curated directory, ``name@version``), or a loaded dataset.
    releases
        Folders with an index of releases; see `load`.
    library
        Tables and rules of curated directories that have more than ours.

    Returns
    -------
    Diff
        `added`, `removed`, `changed`, `moved`; `required_bump`; false where nothing differs.
    """
    from policy_dataset.release.dataset import Dataset  # noqa: PLC0415 - naming this module stays cheap
    from policy_dataset.release.diff import compare_datasets  # noqa: PLC0415 - as above

    one, other = (
        d if isinstance(d, Dataset) else load(d, releases=releases, library=library) for d in (old, new)
    )
    return compare_datasets(one, other)


def release(  # noqa: PLR0913 - one keyword for each thing a release depends on
    path: str | Path,
    out: str | Path,
    *,
    previous: str | Path | Dataset | None = None,
    day: date | None = None,
    causes: Iterable[str] = (),
    texts: str | Path | None = None,
    also: Sequence[str] = (),
    releases: Folders = None,
    library: Library | None = None,
    progress: Progress = silent,
) -> Released:
    """Build a curated directory, compare it with the release before, and write the files of a release.

    Parameters
    ----------
    out
        Folder of releases: ``<name>-<version>.zip``, the comparison as ``<name>-<version>.changes.json``,
        ``SHA256SUMS``, ``index.json``.
    previous
        The last release before, as `load` takes it; None for a first one. No pre-release.
    day
        Day of the release, for the changelog; without, what the changelog says. No clock is asked.
    causes
        Why values changed, where the releases do not tell: ``CAUSE``, or ``TABLE/ID=CAUSE``.
    also
        Further forms of the whole, as in `build`.
    library
        Tables and rules, where the directory has more than ours.

    Returns
    -------
    Released
        The changelog of the dataset has a section for the version then, and the package holds it.

    Raises
    ------
    BuildError
        The dataset has errors.
    ReleaseRefusedError
        The version understates what changed, nothing changed, or a change has no cause; nothing is written.
    AlreadyReleasedError
        The output folder has that version with other content; nothing is written.
    UsageError
        The output folder lists a release that is not the one compared with and goes before the new one.
    """
    from policy_dataset.pipeline import (  # noqa: PLC0415 - naming this module stays cheap
        Library,
        check,
        dataset_of_checked,
        publish_checked,
        read_changelog,
    )
    from policy_dataset.release.also import check_also, write_also  # noqa: PLC0415 - as above
    from policy_dataset.release.archive import write_archive  # noqa: PLC0415 - as above
    from policy_dataset.release.assets import (  # noqa: PLC0415 - as above
        Assets,
        check_unreleased,
        work_folder,
        write_assets,
        write_changelog,
    )
    from policy_dataset.release.changelog import CHANGELOG, causes_of, with_causes  # noqa: PLC0415 - as above
    from policy_dataset.release.given_causes import as_given, read_causes  # noqa: PLC0415 - as above
    from policy_dataset.release.verdict import check_previous  # noqa: PLC0415 - as above

    check_also(also)
    library, path, out = library or Library.standard(), Path(path), Path(out)
    own_causes = read_causes(causes)
    checked = check(
        path, texts=Path(texts) if texts is not None else None, library=library, progress=progress
    )
    held = read_changelog(path)
    dataset = dataset_of_checked(checked, library, changelog=held)
    # Those that a run before noted, and what is given now goes before them.
    noted = read_causes(causes_of(held or "", dataset.version), noted_in=CHANGELOG)
    given = noted | own_causes
    if isinstance(previous, str | Path):
        previous = load(previous, releases=releases, library=library)
    check_previous(out, dataset, previous)
    compared = None if previous is None else _judged(previous, dataset, given)
    changelog = with_causes(
        _changelog(held, dataset, compared, day), dataset.version, () if compared is None else as_given(given)
    )
    with work_folder(out) as work:
        published = publish_checked(checked, work, library, changelog=changelog, progress=progress)
        stem = f"{published.name}-{published.version}"
        zipped = work / f"{stem}.zip"
        write_archive(published.path, zipped)
        archive = zipped.read_bytes()
        check_unreleased(out, zipped.name, archive)
        forms = write_also(published.path, also, work / stem)
        texts_of = {} if compared is None else {f"{stem}.changes.json": compared.to_json()}
        entry = _entry(dataset, compared, zipped.name, archive, changelog)
        write_changelog(path, changelog, held=held)
        files = write_assets(out, work, Assets(entry, archive, texts_of, tuple(forms.values())))
    return Released(dataset.name, dataset.version, out / zipped.name, files, compared, changelog != held)


def _judged(before: Dataset, dataset: Dataset, causes: Mapping[str, str]) -> Diff:
    from policy_dataset.release.changelog import CHANGELOG  # noqa: PLC0415 - as in `diff`
    from policy_dataset.release.diff import compare_datasets  # noqa: PLC0415 - as in `diff`
    from policy_dataset.release.given_causes import unknown_records  # noqa: PLC0415 - as in `diff`
    from policy_dataset.release.verdict import check_causes, check_version  # noqa: PLC0415 - as in `diff`

    compared = compare_datasets(before, dataset, causes=causes)
    check_version(compared)
    if astray := unknown_records(compared.changed, causes):
        raise UsageError(
            f"a cause is given for {astray[0]}, which did not change (in --cause, or noted in {CHANGELOG} under "
            f"{dataset.version})"
        )
    check_causes(compared)
    return compared


def _changelog(held: str | None, dataset: Dataset, compared: Diff | None, day: date | None) -> str:
    from policy_dataset.release.changelog import (  # noqa: PLC0415 - as in `diff`
        first_section,
        has_version,
        new_changelog,
        with_day,
        with_section,
    )
    from policy_dataset.release.summary import counts  # noqa: PLC0415 - as in `diff`

    text = held if held is not None else new_changelog(dataset.name)
    if has_version(text, dataset.version):
        # Words of a curator, or of a run before: they stay, and a second run changes nothing.
        return text if day is None else with_day(text, dataset.version, day)
    if compared is None:
        return with_section(text, first_section(dataset.version, ", ".join(counts(dataset)), day))
    return with_section(text, compared.to_markdown(date=day.isoformat() if day else None))


def _entry(dataset: Dataset, compared: Diff | None, file: str, archive: bytes, changelog: str) -> IndexEntry:
    from policy_dataset.release.changelog import day_of  # noqa: PLC0415 - as in `diff`
    from policy_dataset.release.index import IndexEntry  # noqa: PLC0415 - as in `diff`

    day = day_of(changelog, dataset.version)
    return IndexEntry(
        name=dataset.name,
        version=dataset.version,
        file=file,
        sha256=hashlib.sha256(archive).hexdigest(),
        size=len(archive),
        released=day.isoformat() if day else None,
        previous=compared.old_version if compared else None,
        bump=compared.required_bump if compared else None,
        changes=file.replace(".zip", ".changes.json") if compared else None,
    )
