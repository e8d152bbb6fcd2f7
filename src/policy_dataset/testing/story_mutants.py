"""Mutants of what records of the standard tables mean together: one small recipe a rule, over the story's records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from policy_dataset.model.schema import Schema
from policy_dataset.records.directory import META_FILE
from policy_dataset.sources.anchors import Anchor, read_anchor
from policy_dataset.testing.draft import Draft, Files, Record
from policy_dataset.testing.mutant import Mutant, Path, Place, on_draft
from policy_dataset.testing.story_bulk import BULK

Recipe = Callable[[Draft], "Place | None"]


def story_mutants() -> Iterator[Mutant]:
    """Return the mutants of the standard tables."""
    for rule, what, recipe in _RECIPES:
        yield Mutant(rule, what, on_draft(recipe))
    # Without dataset.yaml nothing in it is silenced.
    yield Mutant(
        "bad_version", "the version has two parts", on_draft(_meta("version", "1.0")), beside=("broad_code",)
    )
    yield Mutant("ignore_expired", "an ignore has expired", on_draft(_expired), beside=("broad_code",))
    for rule, what, column, row, cells in _ROWS:
        yield Mutant(rule, what, partial(_bulk, column, row, cells))


def _anchor(text: str) -> Anchor:
    anchor = read_anchor(text)
    if isinstance(anchor, Anchor):
        return anchor
    raise KeyError(text)


def _find(draft: Draft, table: str, key: str) -> tuple[int, Record]:
    return next((n, r) for n, r in enumerate(draft.records[table]) if r.get("id") == key)


def _at(table: str, number: int, *path: str | int, key: bool = False) -> Place:
    return Place(f"{table}.yaml", (number, *path), key=key)


def _sets(table: str, key: str, field: str, value: str | Callable[[Draft, Record], str]) -> Recipe:
    def recipe(draft: Draft) -> Place:
        number, record = _find(draft, table, key)
        record[field] = value if isinstance(value, str) else value(draft, record)
        return _at(table, number, field)

    return recipe


def _drops(table: str, key: str, *fields: str, blames: Path = ()) -> Recipe:
    def recipe(draft: Draft) -> Place:
        number, record = _find(draft, table, key)
        for field in fields:
            del record[field]
        return _at(table, number, *blames)

    return recipe


def _in_record(table: str, key: str, change: Callable[[Draft, Record], Path]) -> Recipe:
    def recipe(draft: Draft) -> Place:
        number, record = _find(draft, table, key)
        return _at(table, number, *change(draft, record))

    return recipe


def _year(draft: Draft, more: int) -> str:
    return str(int(draft.records["sources"][0]["published"][:4]) + more)


def _in_year(more: int) -> Callable[[Draft, Record], str]:
    return lambda draft, _: _year(draft, more)


def _meta(field: str, value: str) -> Recipe:
    def recipe(draft: Draft) -> Place:
        draft.meta[field] = value
        return Place(META_FILE, (field,))

    return recipe


def _expired(draft: Draft) -> Place:
    draft.meta["ignores"][0]["expires"] = "2001-01-01"
    return Place(META_FILE, ("ignores", 0))


def _unused_ignore(draft: Draft) -> Place:
    more = {**draft.meta["ignores"][0], "record": "clinics"}
    draft.meta["ignores"].append(more)
    return Place(META_FILE, ("ignores", 1))


def _digest(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    anchor = record["evidence"]
    record["evidence"] = anchor[:-1] + ("0" if anchor[-1] != "0" else "1")
    return ("evidence",)


def _beyond(draft: Draft, record: Record) -> Path:
    end = len(draft.texts["bulletin.txt"])
    record["evidence"] = re.sub(r"=\d+,\d+;", f"={end},{end + 2};", record["evidence"])
    return ("evidence",)


def _no_source(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["evidence"] = record["evidence"].replace("bulletin#", "bulletn#")
    return ("evidence",)


def _half_anchor(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["evidence"] = record["evidence"].partition(";")[0]
    return ("evidence",)


def _drop_evidence(field: str, blamed: str) -> Callable[[Draft, Record], Path]:
    def change(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
        del record["evidence"][field]
        return (blamed,)

    return change


def _evidence_twice(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["evidence"] = [record["evidence"]] * 2
    return ("evidence", 1)


def _other_figure(draft: Draft, record: Record) -> Path:
    _, other = _find(draft, "statistics", "built")
    record["evidence"]["figure"] = [record["evidence"]["figure"], other["evidence"]["figure"]]
    return ("evidence", "figure", 1)


def _with_noun(draft: Draft) -> Place:
    number, record = _find(draft, "statistics", "planned")
    anchor = _anchor(record["evidence"]["figure"])
    text, after = draft.texts["bulletin.txt"], len(record["figure"])
    end = text.index("门诊", anchor.end) + 2
    record["figure"] = text[anchor.start : end]
    record["evidence"]["figure"] = draft.anchor("bulletin", anchor.start, end)
    return Place("statistics.yaml", (number, "figure"), character=after)


def _thirteenth(draft: Draft) -> Place:
    number, record = _find(draft, "measures", "home_services")
    record["period"] = "2026年13月"
    return Place("measures.yaml", (number, "period"), character=len("2026年"))


def _another_digit(draft: Draft, record: Record) -> str:  # noqa: ARG001 - the shape of values
    first = record["figure"][0]
    return ("2" if first != "2" else "3") + str(record["figure"][1:])


def _contradiction(draft: Draft, record: Record) -> Path:
    wrong = str(int(record["figure"][:-1]) - 7) + "个"
    draft.texts["notice.txt"] = draft.texts["notice.txt"].replace(record["figure"], wrong)
    record["figure"] = wrong
    draft.settle()
    return ("figure",)


def _again(draft: Draft) -> Place:
    _, record = _find(draft, "statistics", "built_noticed")
    draft.records["statistics"].append({**record, "id": "built_again"})
    return _at("statistics", len(draft.records["statistics"]) - 1, "indicator")


def _taken(draft: Draft) -> Place:
    number, record = _find(draft, "indicators", "town_requests")
    taken = "hotline_requests_accepted"
    record["id"] = taken
    for statistic in draft.records["statistics"]:
        if statistic["indicator"] == "town_requests":
            statistic["indicator"] = taken
    draft.more[BULK] = str(draft.more[BULK]).replace("town_requests", taken)
    return _at("indicators", number, "id")


def _unused(draft: Draft) -> Place:
    library = {"id": "library", "name_zh": "图书馆", "name_en": "Library", "kind": "public_institution"}
    draft.records["actors"].append(library)
    return _at("actors", len(draft.records["actors"]) - 1, "id")


def _unused_source(draft: Draft) -> Place:
    name = "notice_again.txt"
    draft.texts[name] = draft.texts["notice.txt"] + "\n"
    draft.records["sources"].append({**draft.records["sources"][1], "id": "notice_again", "file": name})
    draft.settle()
    return _at("sources", len(draft.records["sources"]) - 1, "id")


def _empty(draft: Draft, record: Record) -> Path:
    anchor = _anchor(record["anchor"])
    record["anchor"] = draft.anchor("bulletin", anchor.start, anchor.start)
    return ("anchor",)


def _covered(draft: Draft, record: Record) -> Path:
    _, built = _find(draft, "statistics", "built")
    record["anchor"] = built["evidence"]["figure"]
    return ("anchor",)


def _swapped_spans(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    end = record["spans"].partition(",")[2]
    record["spans"] = f"9,{end};0,8"
    return ("spans",)


def _overlapping(draft: Draft) -> Place:
    whole = draft.records["sources"][0]
    draft.records["sources"].append({**whole, "id": "bulletin_again"})
    _, old = _find(draft, "measures", "hotline_old")
    old["evidence"] = old["evidence"].replace("bulletin#", "bulletin_again#")
    return _at("sources", len(draft.records["sources"]) - 1, "spans")


def _copied(draft: Draft, record: Record) -> Path:
    anchor = _anchor(record["evidence"]["record"])
    record["title_zh"] = draft.texts["bulletin.txt"][anchor.start - 8 : anchor.end + 8]
    return ("title_zh",)


def _basis(draft: Draft, record: Record) -> Path:
    record["compared_with"] = _year(draft, -2)
    record["evidence"] = {"figure": record["evidence"], "compared_with": record["evidence"]}
    return ("compared_with",)


def _links_back(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["links"] = [{"to": "canteens", "kind": "continues"}]
    return ("links", 0, "to")


def _links_to(key: str) -> Callable[[Draft, Record], Path]:
    def change(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
        record["links"] = [*record.get("links", ()), {"to": key, "kind": "extends"}]
        return ("links", len(record["links"]) - 1, "to")

    return change


def _line_applies(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["locations"][0]["role"] = "applies"
    return ("locations", 0, "location")


def _elsewhere(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["locations"].append("530400")
    return ("locations", len(record["locations"]) - 1)


def _somebody(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["actors"].append({"actor": "civil_bureau", "role": "partner"})
    return ("actors", len(record["actors"]) - 1, "actor")


def _history(status: str) -> Callable[[Draft, Record], Path]:
    def change(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
        record["history"][0]["status"] = status
        return ("history", 1, "status")

    return change


def _whole_ended(draft: Draft, record: Record) -> Path:  # noqa: ARG001 - the shape of changes
    record["part_of"] = "canteen_trial"
    return ("status",)


def _counted_in(draft: Draft, unit: str) -> Place:
    _, indicator = _find(draft, "indicators", "town_clinics")
    indicator["unit"] = unit
    number, _ = _find(draft, "statistics", "planned")
    return _at("statistics", number, "figure")


def _outlived(draft: Draft) -> Place:
    _, whole = _find(draft, "measures", "clinics")
    whole["status"] = "discontinued"
    number, _ = _find(draft, "measures", "home_services")
    return _at("measures", number, "status")


def _no_successor(draft: Draft) -> Place:
    _, newer = _find(draft, "measures", "hotline")
    del newer["links"]
    number, _ = _find(draft, "measures", "hotline_old")
    return _at("measures", number, "status")


_RECIPES: tuple[tuple[str, str, Recipe], ...] = (
    ("ignore_unused", "an ignore silences nothing", _unused_ignore),
    ("anchor_mismatch", "another hash", _in_record("measures", "hotline", _digest)),
    ("anchor_outside_source", "a place after the end", _in_record("measures", "hotline", _beyond)),
    ("unknown_reference", "evidence names a source that is not there", _in_record("measures", "hotline", _no_source)),
    ("bad_anchor", "an anchor without its hash", _in_record("measures", "hotline", _half_anchor)),
    ("overlapping_sources", "one text as two sources", _overlapping),
    ("bad_spans", "spans out of order", _in_record("sources", "notice", _swapped_spans)),
    ("missing_evidence", "a measure without evidence", _drops("measures", "hotline_old", "evidence", blames=("id",))),
    ("missing_field_evidence", "a claim without evidence", _in_record("statistics", "requests", _drop_evidence("claim", "claim"))),
    ("missing_period_evidence", "a period without evidence", _in_record("statistics", "planned", _drop_evidence("period", "period"))),
    ("duplicate_evidence", "an anchor given twice", _in_record("measures", "hotline", _evidence_twice)),
    ("evidence_of_absent_field", "the announcement is left out", _drops("measures", "clinics", "announced", blames=("evidence", "announced"))),
    ("figure_not_at_anchor", "another digit", _sets("statistics", "planned", "figure", _another_digit)),
    ("figure_differs_at_anchor", "a second place says another figure", _in_record("statistics", "planned", _other_figure)),
    ("figure_unreadable", "a noun after the figure", _with_noun),
    ("reading_not_needed", "a reading of what reads by itself", _sets("statistics", "built_noticed", "reading", "5个")),
    ("unit_of_other_dimension", "an indicator counted in persons", lambda d: _counted_in(d, "person")),
    ("unit_ambiguous", "a unit that shares its word", lambda d: _counted_in(d, "item_wan")),
    ("base_unit_not_base", "a base unit that is none", _sets("units", "town_bundle", "base_unit", "item_wan")),
    ("id_taken", "the key of an indicator of the library", _taken),
    ("unused_record", "an actor that does nothing", _unused),
    ("unused_source", "a source of no record", _unused_source),
    ("half_coordinates", "a latitude alone", _drops("locations", "east_district", "longitude", blames=("id",))),
    ("code_outside_parent", "a code of another province", _sets("locations", "new_village", "gbt2260", "520199")),
    ("correction_without_reading", "a slip without its reading", _drops("corrections", "likely_year", "reading", blames=("kind",))),
    ("empty_correction", "a stray text without length", _in_record("corrections", "stray_words", _empty)),
    ("stale_waiver", "a waiver of what a record covers", _in_record("waivers", "closing_line", _covered)),
    ("copied_text", "a title out of the page", _in_record("measures", "clinics", _copied)),
    ("summary_repeats_title", "a summary like the title", _sets("measures", "hotline", "summary_en", lambda _, r: f"{r['title_en']}.")),
    ("one_language_only", "a population in English alone", _drops("statistics", "requests", "population_zh", blames=("population_en",))),
    ("announced_after_publication", "announced a year later", _sets("measures", "home_services", "announced", _in_year(1))),
    ("period_unreadable", "a thirteenth month", _thirteenth),
    ("period_not_at_anchor", "another period than at its place", _sets("measures", "clinics", "period", lambda d, _: f"{_year(d, 0)}年")),
    ("period_outside_parent", "a part after its whole", _sets("measures", "home_services", "period", _in_year(1))),
    ("source_date_with_period", "a period beside the source's day", _sets("measures", "home_services", "period_basis", "source_date")),
    ("basis_without_period", "an inherited period that is not given", _sets("measures", "hotline", "period_basis", "inherited")),
    ("status_against_period", "completed before it begins", _sets("measures", "canteens", "status", "completed")),
    ("commitment_against_status", "studied while in force", _sets("measures", "hotline", "commitment", "studies")),
    ("extent_against_status", "a pilot of full extent", _sets("measures", "canteen_trial", "extent", "full")),
    ("part_outlives_whole", "a part of what is discontinued", _outlived),
    ("replaced_but_running", "still in force after it was replaced", _sets("measures", "hotline_old", "status", "in_force")),
    ("superseded_without_successor", "no measure replaces it", _no_successor),
    ("replaces_each_other", "two measures continue each other", _in_record("measures", "clinics", _links_back)),
    ("link_to_itself", "a measure extends itself", _in_record("measures", "hotline", _links_to("hotline"))),
    ("link_to_own_part", "a measure extends its whole", _in_record("measures", "home_services", _links_to("clinics"))),
    ("cycle_in_hierarchy", "a whole is part of its part", _sets("measures", "clinics", "part_of", "home_services")),
    ("line_as_jurisdiction", "a line as jurisdiction", _in_record("measures", "home_services", _line_applies)),
    ("place_not_named", "a place that the page does not name", _in_record("measures", "clinics", _elsewhere)),
    ("actor_not_named", "an actor that the page names further on", _in_record("measures", "clinics", _somebody)),
    ("history_disagrees", "another status than the last of its history", _sets("measures", "hotline", "status", "piloting")),
    ("status_not_next", "in force after it was withdrawn", _in_record("measures", "hotline", _history("withdrawn"))),
    ("change_of_other_kind", "a change as an observation", _sets("statistics", "growth", "kind", "observed")),
    ("change_without_mode", "a change that tells none", _sets("statistics", "built_noticed", "kind", "change")),
    ("commitment_of_observation", "an observation that is aimed at", _sets("statistics", "built_noticed", "commitment", "aims_at")),
    ("base_after_period", "compared with a later year", _sets("statistics", "growth", "compared_with", _in_year(1))),
    ("base_without_change", "compared, but no change", _in_record("statistics", "built_noticed", _basis)),
    ("observation_after_publication", "observed next year", _sets("statistics", "built_noticed", "period", _in_year(1))),
    ("target_before_publication", "a target of last year", _sets("statistics", "goal", "period", _in_year(-1))),
    ("target_without_period", "a target without its year", _drops("statistics", "goal", "period", "period_basis", blames=("kind",))),
    ("state_for_national_total", "the state for a total", _sets("statistics", "requests", "location", "CN")),
    ("contradicting_statistics", "another figure in another source", _in_record("statistics", "built_noticed", _contradiction)),
    ("duplicate_statistic", "a statistic given twice", _again),
)  # fmt: skip


_ROWS: tuple[tuple[str, str, str, int, Mapping[str, str]], ...] = (
    ("bounds_not_of_period", "a year that ends a day early", "period", 0, {"period_end": "-30"}),
    ("value_not_of_figure", "a value that the figure does not say", "value", 0,
     {"value": "12500", "lower": "12500", "value_base": "12500"}),
    ("value_outside_bounds", "a value below its lower bound", "value", 0, {"value": "11999", "value_base": "11999"}),
    ("unordered_bounds", "bounds the wrong way round", "lower", 1, {"lower": "20000", "upper": "10000"}),
    ("range_without_bounds", "a range with one bound", "comparator", 1, {"upper": ""}),
    ("negative_amount", "money below nothing", "figure", 2,
     {"figure": "-500元", "value": "-500", "value_base": "-500", "lower": "-500", "upper": "-500"}),
)  # fmt: skip


def _bulk(
    blamed: str, row: int, cells: Mapping[str, Any], files: Files, _: Schema
) -> tuple[Files, Place] | None:
    if BULK not in files:
        return None
    reader = csv.DictReader(io.StringIO(str(files[BULK])))
    rows, names = list(reader), list(reader.fieldnames or ())
    # A date keeps its year and month: only its day is put wrong.
    rows[row] |= {
        n: rows[row][n][:7] + c if c.startswith("-") and n == "period_end" else c for n, c in cells.items()
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    text = out.getvalue()
    before = ",".join(rows[row][n] for n in names[: names.index(blamed)])
    return {**files, BULK: text}, Place(BULK, line=row + 2, column=len(before) + 2 if before else 1)
