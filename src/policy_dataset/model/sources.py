"""Where records come from: the texts, what is damaged in them, what of them has no record."""

from datetime import date
from decimal import Decimal

from policy_dataset.model.vocabulary import ID_LENGTH, ID_PATTERN, Code, Notation, Table, column, derived


class Source(Table, table="sources", title="Sources"):
    """One article, report or act: a span or spans of one file, identified by the hash of that file."""

    source_id: str = column(
        "Id of the source.",
        key=True,
        pattern=ID_PATTERN,
        max_length=ID_LENGTH,
        examples=("xinhua_2026_livelihood",),
    )
    title_zh: str = column("Headline as printed.", examples=("二〇二六年，各部委要干哪些民生实事",))
    title_en: str | None = column(
        "Headline in English, in the curator's words.", examples=("What the ministries will do in 2026",)
    )
    publisher: str = column("Who published it.", examples=("新华社",))
    language: str = column(
        "Language of the text, a BCP 47 tag.",
        pattern=r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*",
        examples=("zh-Hans",),
    )
    published: str = column(
        "When it was published: EDTF, as narrowly as the source allows. Relative dates of its records are resolved against it.",
        notation=Notation.PERIOD,
        examples=("2026-01-26",),
    )
    published_start: date = derived("First day of `published`.")
    published_end: date = derived("Last day of `published`.")
    file: str = column(
        "Name of the file that holds the text. The text itself is not part of a package.",
        pattern=r"[^/\\:\x00-\x1f]+",
        examples=("page.txt",),
    )
    file_sha256: str = column(
        "SHA-256 of the file's bytes.",
        pattern="[0-9a-f]{64}",
        examples=("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",),
    )
    spans: str = column(
        "The parts of the decoded file that are this source: `start,end` in code points, half-open, joined by `;`.",
        pattern=r"\d+,\d+(;\d+,\d+)*",
        separator=";",
        examples=("3959,6471",),
    )
    characters: int = derived("Code points in `spans` together.", minimum=0, unit="code points")
    url: str | None = column(
        "Where it was published.", pattern=r"https?://\S+", examples=("https://example.org/page",)
    )
    rights: str | None = column(
        "Who holds which rights in the text.", examples=("© Xinhua; the text is not republished here",)
    )
    note: str | None = column(
        "Anything a reader should know about this copy.", examples=("Scanned; some lines are broken",)
    )


class Correction(Table, table="corrections", title="Corrections"):
    """One declared damage of a source. The text is never repaired; evidence that overlaps it names it."""

    correction_id: str = column(
        "Id of the correction.", key=True, pattern=ID_PATTERN, max_length=ID_LENGTH, examples=("stray_and",)
    )
    source_id: str = derived("The damaged source.", references="sources")
    char_start: int = derived(
        "Where the damage begins, in code points of the file.", minimum=0, unit="code points"
    )
    char_end: int = derived(
        "Where it ends, half-open; equal to the start where something is missing.",
        minimum=0,
        unit="code points",
    )
    anchor: str = column(
        "Place of the damage.",
        notation=Notation.ANCHOR,
        examples=("xinhua_2026_livelihood#char=10,13;sha256=2c26b46b68ffc68f",),
    )
    kind: Code = column("What is damaged.", codelist="correction_kinds", examples=("stray_text",))
    reading: str | None = column(
        "The short reading assumed instead; left out where nothing should stand.",
        max_length=15,
        examples=("和",),
    )
    reason: str = column(
        "Why this is damage, in English.", examples=("An English word in a Chinese sentence",)
    )


class Waiver(Table, table="waivers", title="Waivers", published=False):
    """A part of a source that no record covers, with the reason. Published as part of `coverage`."""

    waiver_id: str = column(
        "Id of the waiver.", key=True, pattern=ID_PATTERN, max_length=ID_LENGTH, examples=("lead_paragraph",)
    )
    anchor: str = column(
        "The part of the source.",
        notation=Notation.ANCHOR,
        examples=("xinhua_2026_livelihood#char=10,13;sha256=2c26b46b68ffc68f",),
    )
    reason: Code = column("Why it has no record.", codelist="waiver_reasons", examples=("background",))
    note: str | None = column("More about the reason, in English.", examples=("Repeats the headline",))


class Coverage(Table, table="coverage", title="Coverage", derived=True):
    """One numeral or sentence of a source and what accounts for it."""

    coverage_id: str = derived(
        "Source, kind and place.", key=True, examples=("xinhua_2026_livelihood/numeral/3959,3964",)
    )
    source_id: str = derived("The source.", references="sources")
    kind: Code = derived("Numeral or sentence.", codelist="coverage_kinds")
    char_start: int = derived("Where it begins, in code points of the file.", minimum=0, unit="code points")
    char_end: int = derived("Where it ends, half-open.", minimum=0, unit="code points")
    disposition: Code = derived("Whether a record or a waiver accounts for it.", codelist="dispositions")
    share: Decimal | None = derived("Share of a sentence that evidence touches.", minimum=0, maximum=1)
    table: str | None = derived("Table of the record that covers it.")
    record_id: str | None = derived("Key of that record.")
    reason: Code | None = derived("Why it is waived.", codelist="waiver_reasons")
