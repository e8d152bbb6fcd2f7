"""The whole story: read, derive, prove, judge, publish; and load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.agreement.agreement import AGREEMENT, agreement_frame
from policy_dataset.agreement.codings import codings_of
from policy_dataset.coverage.accounting import Books
from policy_dataset.coverage.curation_books import COVERAGE, books_of, coverage_frame, stale_waivers
from policy_dataset.derivation.context import Derivation
from policy_dataset.derivation.tables import STANDARD_DERIVATIONS
from policy_dataset.errors import UsageError, path_given
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.progress import Progress, silent
from policy_dataset.records.curation import Curation, read_curation
from policy_dataset.records.frames import tabulate
from policy_dataset.records.ignores import without_ignored
from policy_dataset.records.proof import Proof, prove, remake_lock
from policy_dataset.records.unread import without_consequences
from policy_dataset.release.changelog import CHANGELOG, day_of
from policy_dataset.release.scratch import Scratch
from policy_dataset.report.report import InvalidDataError, Report
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.declarations import check_rules
from policy_dataset.rules.page import Page
from policy_dataset.rules.retired import RETIRED
from policy_dataset.rules.rule import Rule
from policy_dataset.rules.runner import CAP, Verdict, judge
from policy_dataset.sources.lock import LOCK_FILE, UNUSABLE
from policy_dataset.sources.texts import open_texts
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.closure import publishable
from policy_dataset.tables.engines import Engine
from policy_dataset.tables.engines.registry import DEFAULT, ChosenEngine, choose_engine, refuse_limits
from policy_dataset.tables.files import BulkFiles, open_files
from policy_dataset.tables.frame import Frame, Frames
from policy_dataset.tables.places_of_files import places_of_all
from policy_dataset.tables.supplied import supplied_tables
from policy_dataset.tables.unreadable import judge_readable

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.publish import Published


class BuildError(InvalidDataError):
    """A dataset cannot be published; `report` says why."""


@dataclass(frozen=True)
class Library:
    """What a dataset is read and judged by: tables, what follows from their cells, rules; your own may stand beside ours."""

    schema: Schema
    derivations: Mapping[str, Derivation]
    rules: Mapping[str, Rule]

    def __post_init__(self) -> None:
        """Refuse rules that would never be asked."""
        check_rules(self.rules, self.schema)

    @classmethod
    def standard(cls) -> Library:
        """Return the tables and rules of this library."""
        return cls(standard_schema(), STANDARD_DERIVATIONS, all_rules())


@dataclass(frozen=True)
class Checked:
    """A curated directory, read and judged.

    Attributes
    ----------
    scratch
        Holds the rows of long tables, as long as it is not closed.
    """

    curation: Curation
    frames: Frames
    proof: Proof
    books: Books
    report: Report
    scratch: Scratch


def check(  # noqa: PLR0913 - what a judgement depends on
    path: Path,
    *,
    texts: Path | None = None,
    library: Library | None = None,
    today: date | None = None,
    engine: str | Engine | ChosenEngine = DEFAULT,
    scratch: Scratch | None = None,
    progress: Progress = silent,
) -> Checked:
    """Read and judge a curated directory; writes nothing but to a scratch folder, and there long tables alone.

    Parameters
    ----------
    texts
        A file or folder with the texts of sources; without it evidence is proven by the lock.
    today
        The day on which silenced rules are judged to be silenced; without it none has expired.
    engine
        What the rules are computed with, by name: ``polars``, ``duckdb`` or ``spark``. The verdict is the same.
    scratch
        Where the rows of long tables go; without, a folder of the system that goes with what is returned.

    Raises
    ------
    UsageError
        No such engine.
    MissingExtraError
        The engine is not installed.
    """
    library = library or Library.standard()
    chosen = choose_engine(engine)
    curation = read_curation(path, library.schema, progress=progress)
    proof = prove(curation, open_texts(texts))
    scratch = scratch or Scratch()
    supplied = supplied_tables(library.schema)
    frames, underivable = tabulate(
        curation, library.derivations, proof, supplied, scratch=scratch.folder, progress=progress
    )
    books = books_of(curation, proof)
    if COVERAGE in library.schema:
        frames = frames.replaced(COVERAGE, coverage_frame(curation, books))
    if AGREEMENT in library.schema:
        frames = frames.replaced(AGREEMENT, agreement_frame(curation))
    page, opened = Page(proof.texts, curation.names), chosen.open()
    if opened.name == DEFAULT and any(frame.files is not None for frame in frames.own.values()):
        from policy_dataset.tables.engines.polars_streaming import StreamingPolarsEngine  # noqa: PLC0415 - few are long

        opened = StreamingPolarsEngine()
    verdict = judge(frames, library.rules.values(), opened, page=page, progress=progress)
    problems = (
        *curation.problems,
        *proof.problems,
        *underivable,
        *stale_waivers(curation, books),
        *(p for coding in codings_of(curation) for p in coding.problems),
        *verdict.problems,
    )
    bulk = [(file.table, file.name) for file in curation.bulk]
    known = without_consequences(problems, library.schema, curation.unread, bulk)
    spoken = tuple(without_ignored(known, curation, today, rules=library.rules, retired=RETIRED))
    # Of a rule whose every word was passed over, what is not told is passed over too.
    untold = {rule: n for rule, n in verdict.untold.items() if any(p.code == rule for p in spoken)}
    records = {name: frame.rows for name, frame in frames.own.items() if frame.rows}
    faults = ((f.rule, f.error) for f in verdict.faults)
    report = Report.of(spoken, faults, records, root=path, untold=untold)
    return Checked(curation, frames, proof, books, report, scratch)


def validate(
    path: str | Path,
    *,
    texts: str | Path | None = None,
    library: Library | None = None,
    today: date | None = None,
    engine: str | Engine = DEFAULT,
) -> Report:
    """Judge a curated directory.

    Parameters
    ----------
    texts
        A file or folder with the texts of sources; without it evidence is proven by the lock.
    today
        The day on which silenced rules are judged to be silenced; without it none has expired.
    engine
        What the rules are computed with, by name: ``polars``, ``duckdb`` or ``spark``. The verdict is the same.

    Returns
    -------
    Report
        Every problem, at its file, line and column.
    """
    return check(_dataset(path), texts=_path(texts), library=library, today=today, engine=engine).report


def validate_files(  # noqa: PLR0913 - what a judgement of files depends on
    paths: Iterable[str | Path],
    *,
    table: str,
    against: str | Path | None = None,
    library: Library | None = None,
    cap: int | None = CAP,
    engine: str | Engine | ChosenEngine = DEFAULT,
    progress: Progress = silent,
) -> Report:
    """Judge files that hold a table as published, CSV or Parquet, of any length.

    Parameters
    ----------
    paths
        Files, folders with them, patterns of their names (``exports/year=*/*.parquet``), or addresses of Parquet in stores
        that the engine opens (``s3://bucket/part-*.parquet``); what folders say (``year=2026``) counts as columns.
    table
        Name of the table that they are, all together.
    against
        A package whose other tables their references may point into; the library's own rows are known always.
    cap
        So many problems of one rule are told, and all are counted; None to tell all.
    engine
        What opens the files and computes the rules, by name: ``polars``, ``duckdb`` or ``spark``. The verdict is the same.

    Raises
    ------
    UsageError
        No such table, file, kind of file or engine, or one that the engine cannot open.
    MissingExtraError
        The engine is not installed.
    """
    schema = (library := library or Library.standard()).schema
    if table not in schema:
        meant = did_you_mean(table, names := [t.table_name for t in schema], otherwise=", ".join(names))
        raise UsageError(f"there is no table {table!r}. {meant}")
    given = [str(path) for path in paths]
    refuse_limits((chosen := choose_engine(engine)).name, given)
    progress("files")
    files, problems = open_files(given, schema[table], find_remote=chosen.find_remote)
    supplied = dict(supplied_tables(schema))
    if against is not None:
        from policy_dataset.release.reference_rows import with_package_rows  # noqa: PLC0415 - only packages need it

        supplied = with_package_rows(schema, supplied, Path(against), but=table)
    own = {t.table_name: Frame(table_of_rows(t, (), nullable=True)) for t in schema}
    opened = chosen.open()

    def judged(sound: BulkFiles) -> Verdict:
        frames = Frames(schema, {**own, table: Frame(sound, places_of_all(sound))}, supplied)
        return judge(frames, library.rules.values(), opened, cap=cap, progress=progress)

    verdict, files, unreadable = judge_readable(files, judged, opened)
    found, faults = (*problems, *unreadable, *verdict.problems), ((f.rule, f.error) for f in verdict.faults)
    return Report.of(found, faults, {table: files.rows}, untold=verdict.untold)


def build(  # noqa: PLR0913 - one keyword for each thing a build depends on
    path: str | Path,
    out: str | Path,
    *,
    texts: str | Path | None = None,
    library: Library | None = None,
    today: date | None = None,
    also: Sequence[str] = (),
    excel_bom: bool = False,
    progress: Progress = silent,
) -> Published:
    """Judge a curated directory and publish it as a data package in ``out/<name>/``.

    Parameters
    ----------
    also
        Further forms of the whole, written beside the package: ``duckdb``, ``sqlite``, ``labelled``, ``excel``.
    excel_bom
        Begin the CSV files of ``labelled`` with the signature by which Excel knows UTF-8.

    Raises
    ------
    BuildError
        While an error stands; nothing is written.
    """
    from policy_dataset.release.also import check_also, write_also  # noqa: PLC0415 - only builds write

    check_also(also)
    library = library or Library.standard()
    with Scratch(Path(out)) as scratch:
        checked = check(
            _dataset(path),
            texts=_path(texts),
            library=library,
            today=today,
            scratch=scratch,
            progress=progress,
        )
        changelog = read_changelog(path)
        published = publish_checked(checked, Path(out), library, changelog=changelog, progress=progress)
    if also:
        progress("further forms")
        write_also(published.path, also, Path(out) / published.name, excel_bom=excel_bom)
    return published


def publish_checked(
    checked: Checked,
    out: Path,
    library: Library,
    *,
    changelog: str | None,
    progress: Progress = silent,
) -> Published:
    """Publish what was judged in ``out/<name>/``.

    Parameters
    ----------
    changelog
        Text of the changelog of the dataset, which goes into the package and says the day of the release.

    Raises
    ------
    BuildError
        While an error stands; nothing is written.
    """
    from policy_dataset.catalogue.codebook import codebook  # noqa: PLC0415 - only builds print documents
    from policy_dataset.release.metadata import package_metadata  # noqa: PLC0415 - as above
    from policy_dataset.release.publish import publish  # noqa: PLC0415 - only builds need its judge

    meta = checked.curation.meta
    if not checked.report.valid or meta is None:
        raise BuildError(checked.report)
    progress("publish")
    documents = dict(codebook(library.schema))
    if changelog is not None:
        documents[CHANGELOG] = changelog
    published = publish(
        library.schema,
        meta,
        publishable(checked.frames),
        out,
        codebook=documents,
        metadata=package_metadata,
        released=day_of(changelog, meta.version) if changelog else None,
        progress=progress,
    )
    if isinstance(published, tuple):
        raise BuildError(Report.of((*checked.report, *published)))
    return published


def read_changelog(path: str | Path) -> str | None:
    """Return the text of the changelog of a curated directory; None where it has none."""
    file = Path(path) / CHANGELOG
    return file.read_text(encoding="utf-8") if file.is_file() else None


def lock(path: str | Path, *, texts: str | Path, library: Library | None = None) -> Report:
    """Make the lock of a curated directory from its texts and write it there.

    Returns
    -------
    Report
        What keeps the lock from being made; it is written when there is no error among it.
    """
    library = library or Library.standard()
    curation = read_curation(_dataset(path), library.schema)
    made, problems = remake_lock(curation, open_texts(path_given(texts, _TEXTS)))
    report = Report.of([p for p in (*curation.problems, *problems) if p.code not in (*UNUSABLE, "todo_left")])
    if report.valid:
        (Path(path) / LOCK_FILE).write_text(made.to_json(), encoding="utf-8", newline="\n")
    return report


def in_memory(path: Path, *, texts: str | Path | None = None, library: Library | None = None) -> Dataset:
    """Judge a curated directory and return it as the dataset that a build of it would be.

    Raises
    ------
    BuildError
        While an error stands.
    """
    library = library or Library.standard()
    checked = check(path, texts=_path(texts), library=library)
    return dataset_of_checked(checked, library, changelog=read_changelog(path))


def dataset_of_checked(checked: Checked, library: Library, *, changelog: str | None) -> Dataset:
    """Return what was judged as the dataset that a build of it would be.

    Raises
    ------
    BuildError
        While an error stands.
    """
    from policy_dataset.release.load import dataset_of  # noqa: PLC0415 - validation does not need it

    meta = checked.curation.meta
    if not checked.report.valid or meta is None:
        raise BuildError(checked.report)
    released = day_of(changelog, meta.version) if changelog else None
    return dataset_of(library.schema, meta, publishable(checked.frames), released=released)


_TEXTS = "`texts`, where the texts of the sources are,"


def _path(path: str | Path | None) -> Path | None:
    return path_given(path, _TEXTS) if path is not None else None


def _dataset(path: str | Path) -> Path:
    return path_given(path, "the directory of a dataset")
