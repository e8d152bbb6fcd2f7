"""How to cite a release, or one record of it: APA, BibTeX, CSL-JSON.

A record is named ``<dataset>@<version>/<table>/<id>``, under the base IRI where its dataset gives one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from policy_dataset.errors import UsageError
from policy_dataset.release.layout import OURS
from policy_dataset.release.suggest import did_you_mean

if TYPE_CHECKING:
    from policy_dataset.model.dataset import DatasetMeta
    from policy_dataset.release.dataset import Dataset

_NAMES = ("title_en", "name_en", "label_en", "figure")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says, whatever its style; `part` is the record, where one is cited."""

    key: str
    title: str
    version: str
    authors: tuple[str, ...]
    released: date | None
    url: str | None
    part: str | None = None
    part_title: str | None = None

    @property
    def named(self) -> str:
        """The title of what is cited."""
        return self.title if self.part is None else f"{self.part_title or self.part}"


def cite_dataset(dataset: Dataset, style: str) -> str:
    """Return how to cite a release in a style."""
    return _style(style)(_cited(dataset))


def cite_record(dataset: Dataset, table: str, key: str, style: str) -> str:
    """Return how to cite one record in a style."""
    record = dataset[table][key]
    name = next((str(n) for c in _NAMES if (n := record.__dict__.get(c))), None)
    return _style(style)(_cited(dataset, f"{table}/{key}", name))


def record_name(name: str, version: str, table: str, key: str) -> str:
    """Return what a record is called everywhere.

    Examples
    --------
    >>> record_name("livelihood-2026", "1.0.0", "measures", "ferry")
    'livelihood-2026@1.0.0/measures/ferry'
    """
    return f"{name}@{version}/{table}/{key}"


def cite_descriptor(descriptor: Mapping[str, Any], style: str) -> str:
    """Return how to cite the release that a ``datapackage.json`` describes, in a style."""
    day = descriptor[OURS].get("released")
    return _style(style)(_of(descriptor, _authors(descriptor), date.fromisoformat(day) if day else None))


def cited_meta(meta: DatasetMeta, released: date | None) -> Cited:
    """Return what is cited of a dataset that is about to be published."""
    return _of(
        {"name": meta.id, **meta.model_dump(include={"title", "version", "base_iri", "homepage"})},
        tuple(part.title for part in meta.contributors),
        released,
    )


def _cited(dataset: Dataset, part: str | None = None, part_title: str | None = None) -> Cited:
    described = dataset.descriptor
    return _of(described, _authors(described), dataset.released, part, part_title)


def _authors(described: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(c["title"] for c in described.get("contributors", ()))


def _of(
    described: Mapping[str, Any],
    authors: tuple[str, ...],
    released: date | None,
    part: str | None = None,
    part_title: str | None = None,
) -> Cited:
    base, homepage = described.get("base_iri"), described.get("homepage")
    name = f"{described['name']}@{described['version']}"
    named = name if part is None else f"{name}/{part}"
    return Cited(
        key=re.sub(r"[^A-Za-z0-9]+", "_", named).strip("_"),
        title=described["title"],
        version=described["version"],
        authors=authors,
        released=released,
        url=f"{base}{named}" if base else homepage,
        part=None if part is None else named,
        part_title=part_title,
    )


def _apa(cited: Cited) -> str:
    *first, last = cited.authors or ("",)
    authors = f"{', '.join(first)}, & {last}" if first else last
    year = cited.released.year if cited.released else "n.d."
    parts = [f"{authors.rstrip('.')}. ({year})." if authors else f"({year})."]
    if cited.part is None:
        parts.append(f"{cited.title} (Version {cited.version}) [Data set].")
    else:
        parts.append(f"{cited.named} [Data record {cited.part}]. In {cited.title} (Version {cited.version}).")
    return " ".join([*parts, *([cited.url] if cited.url else [])])


def _bibtex(cited: Cited) -> str:
    fields: dict[str, str | None] = {
        "author": " and ".join(f"{{{_tex(a)}}}" for a in cited.authors),
        # Doubled braces: styles may not change its letters.
        "title": f"{{{_tex(cited.named)}}}",
        "year": str(cited.released.year) if cited.released else None,
        "month": str(cited.released.month) if cited.released else None,
        "version": cited.version,
        "note": _tex(
            f"Data set, version {cited.version}"
            if cited.part is None
            else f"Record {cited.part} of {cited.title}, version {cited.version}"
        ),
        "url": cited.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}"])


def _csl_json(cited: Cited) -> str:
    from policy_dataset.release.descriptor import to_json  # noqa: PLC0415 - brings in the whole model

    item: dict[str, Any] = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.named,
        "author": [{"literal": a} for a in cited.authors],
        "version": cited.version,
    }
    if cited.part is not None:
        item |= {"container-title": cited.title, "number": cited.part}
    if cited.released is not None:
        day = cited.released
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if cited.url:
        item["URL"] = cited.url
    return to_json([item]).rstrip("\n")


STYLES: Mapping[str, Callable[[Cited], str]] = {"apa": _apa, "bibtex": _bibtex, "csl-json": _csl_json}
"""How a citation is written, by name of the style."""


def _style(name: str) -> Callable[[Cited], str]:
    if name not in STYLES:
        hint = did_you_mean(str(name), STYLES, otherwise=f"; there are {', '.join(STYLES)}")
        raise UsageError(f"there is no style {name!r}{hint}")
    return STYLES[name]


_TEX: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _tex(text: str) -> str:
    """Return a text as TeX sets it; characters beyond ASCII stay, as every engine of today reads UTF-8."""
    return "".join(_TEX.get(c, c) for c in text)
