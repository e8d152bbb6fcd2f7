"""Candidates as records: what is proven is written, what a person must decide is a `todo` with hints beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policy_dataset.drafting.candidates import (
    INHERITED,
    SOURCE_DATE,
    MeasureCandidate,
    Place,
    StatisticCandidate,
)
from policy_dataset.drafting.names import Names
from policy_dataset.drafting.page import Dated, Page
from policy_dataset.drafting.waivers import WaiverCandidate
from policy_dataset.drafting.yaml import Comment, Entry, record
from policy_dataset.records.shape import TODO


def statistic_record(candidate: StatisticCandidate, page: Page, names: Names) -> str:
    """Return the record of a figure."""
    entries: list[Entry] = [("id", record_id(page.source, candidate.start)), ("indicator", TODO)]
    if candidate.indicators:
        entries.append(Comment("indicator: " + " | ".join(f"{i} {name}" for i, name in candidate.indicators)))
    entries.append(("kind", TODO))
    if candidate.figure is not None and candidate.figure.change is not None:
        entries.append(Comment("kind: change, unless it is a target"))
    if candidate.printed is None:
        entries += [("figure", TODO), Comment(f"figure: {candidate.why}")]
    else:
        entries.append(("figure", candidate.printed))
    if candidate.figure is not None:
        units = f"; unit: {' | '.join(candidate.units)}" if candidate.units else ""
        entries.append(Comment(f"= {candidate.figure.describe()}{units}"))
    if candidate.qualifier is not None:
        entries.append(Comment(f"qualifier: {candidate.qualifier}"))
    evidence: dict[str, str | Sequence[str]] = {"figure": page.anchor(candidate.start, candidate.end)}
    if candidate.dated is not None:
        entries += _period((candidate.dated,), candidate.basis)
        evidence["period"] = page.anchor(candidate.dated.start, candidate.dated.end)
    else:
        entries.append(("period_basis", SOURCE_DATE))
        if candidate.heading is not None:
            entries.append(
                Comment(f"period: {candidate.heading}, if the heading governs it: period_basis: {INHERITED}")
            )
    entries.append(("location", TODO))
    if candidate.places:
        entries.append(Comment("location: " + " | ".join(_told(p, names) for p in candidate.places)))
    if candidate.sentence is not None:
        entries.append(
            Comment(f"measure: {record_id(page.source, candidate.sentence.start)}, if it belongs to it")
        )
    entries.append(("evidence", evidence))
    return record(entries)


def measure_record(candidate: MeasureCandidate, page: Page, names: Names) -> str:
    """Return the record of a sentence."""
    entries: list[Entry] = [("id", record_id(page.source, candidate.start))]
    entries += [(name, TODO) for name in ("title_zh", "title_en", "topic", "instrument")]
    for name, required in (("status", True), ("commitment", True), ("extent", False)):
        if required:
            entries.append((name, TODO))
        hints = " | ".join(f"{code} ({'、'.join(words)})" for code, words in candidate.cues.get(name, ()))
        if hints:
            entries.append(Comment(f"{name}: {hints}"))
    evidence: dict[str, str | Sequence[str]] = {
        "record": page.anchor(candidate.sentence.start, candidate.sentence.end)
    }
    if candidate.dates:
        entries += _period(candidate.dates, "")
        anchors = [page.anchor(d.start, d.end) for d in candidate.dates]
        evidence["period"] = anchors[0] if len(anchors) == 1 else anchors
    if candidate.actors:
        entries.append(("actors", [{"actor": actor, "role": TODO} for actor in candidate.actors]))
    places = list(_places(candidate.places))
    if places:
        entries.append(("locations", places))
    unclear = [_told(p, names) for p in candidate.places if len(p.ids) > 1]
    if unclear:
        entries.append(Comment("locations: " + "; ".join(unclear)))
    entries.append(("evidence", evidence))
    return record(entries)


def waiver_record(candidate: WaiverCandidate, page: Page) -> str:
    """Return the waiver of a place."""
    return record(
        [
            ("id", record_id(page.source, candidate.start)),
            ("anchor", page.anchor(candidate.start, candidate.end)),
            ("reason", candidate.reason),
        ]
    )


def record_id(source: str, start: int) -> str:
    """Return the id of a draft: it hangs on the place, so that it is the same whenever it is drafted."""
    return f"{source}_{start}"


def _period(dates: Sequence[Dated], basis: str) -> Iterator[Entry]:
    certain = len(dates) == 1 and dates[0].readable and dates[0].printed is not None
    yield ("period", (dates[0].printed or TODO) if certain else TODO)
    if not certain:
        printed = " | ".join(d.printed for d in dates if d.printed is not None)
        yield Comment(
            f"period: {printed}" if printed else "period: it holds characters that a record may not"
        )
    if basis == INHERITED:
        yield ("period_basis", INHERITED)


def _places(places: Sequence[Place]) -> Iterator[str | Mapping[str, str]]:
    seen: set[tuple[str, str | None]] = set()
    for place in places:
        if len(place.ids) == 1 and (place.ids[0], place.role) not in seen:
            seen.add((place.ids[0], place.role))
            yield place.ids[0] if place.role is None else {"location": place.ids[0], "role": place.role}


def _told(place: Place, names: Names) -> str:
    return " | ".join(f"{i} {names.label(i)}" for i in place.ids)
