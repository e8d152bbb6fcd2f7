"""Figures for readers: drawn from the embedded release when the documentation is built (a hook of MkDocs).

Nothing here is committed: the page `reader-figures.md` and its pictures come from the package anew each time.
"""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Picture

import policy_dataset as pds
from policy_dataset.model.reference import supplied_rows

mpl.use("svg")
# The same picture for the same data: no random ids, no date, letters as letters.
mpl.rcParams.update(
    {
        "svg.hashsalt": "policy-dataset",
        "svg.fonttype": "none",
        "font.size": 9,
        "axes.spines.right": False,
        "axes.spines.top": False,
    }
)

DATASET = "livelihood-2026"
PAGE = "reader-figures.md"
COLOUR = "#3b6ea5"
WARM = "#c8553d"


def svg(picture: Picture) -> str:
    """Return a picture as SVG text and close it."""
    out = StringIO()
    picture.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    plt.close(picture)
    return out.getvalue()


def measures_by(dataset: Any, column: str, title: str) -> str:
    """Draw how many measures have each code of a column, the most frequent on top."""
    counted = Counter(getattr(m, column).label_en for m in dataset.measures.values())
    named = sorted(counted.items(), key=lambda item: (item[1], item[0]))
    picture, axes = plt.subplots(figsize=(7, 0.24 * len(named) + 0.8))
    bars = axes.barh([n for n, _ in named], [c for _, c in named], color=COLOUR)
    axes.bar_label(bars, padding=2)
    axes.set_title(title, loc="left")
    axes.set_xlabel("measures")
    return svg(picture)


def topics_and_instruments(dataset: Any) -> str:
    """Draw how topics and instruments meet: a table of circles, sized by the number of measures."""
    met = Counter((m.topic.label_en, m.instrument.label_en) for m in dataset.measures.values())
    topics = [t for t, _ in Counter(t for t, _ in met.elements()).most_common()]
    instruments = [i for i, _ in Counter(i for _, i in met.elements()).most_common()]
    picture, axes = plt.subplots(figsize=(9, 0.27 * len(topics) + 2.2))
    for (topic, instrument), count in met.items():
        axes.scatter(
            instruments.index(instrument),
            topics.index(topic),
            s=26 * count,
            color=COLOUR,
            alpha=0.75,
            linewidth=0,
        )
        axes.annotate(
            str(count),
            (instruments.index(instrument), topics.index(topic)),
            ha="center",
            va="center",
            fontsize=6,
        )
    axes.set_xticks(range(len(instruments)), instruments, rotation=45, ha="right")
    axes.set_yticks(range(len(topics)), topics)
    axes.invert_yaxis()
    axes.set_xlim(-0.7, len(instruments) - 0.3)
    axes.grid(alpha=0.2)
    axes.set_title("Topics and their main instruments", loc="left")
    return svg(picture)


_SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "approx": "~", "eq": "", "range": ""}


def statistics_with_bounds(dataset: Any) -> str:
    """Draw every statistic on a logarithmic scale, in its base unit, with the bounds that its words entail."""
    shown = [s for s in dataset.statistics.values() if s.value_base is not None and s.value_base > 0]
    shown.sort(key=lambda s: s.value_base)
    picture, axes = plt.subplots(figsize=(8, 0.3 * len(shown) + 1))
    for row, s in enumerate(shown):
        value = float(s.value_base)  # a position on paper, not a value
        marker = {"gt": ">", "ge": ">", "lt": "<", "le": "<"}.get(s.comparator, "o")
        axes.plot([value], [row], marker=marker, color=COLOUR if s.comparator == "eq" else WARM, markersize=6)
        label = f"{_SIGNS[s.comparator]}{s.value:,f}"
        axes.annotate(
            f"{label} {s.unit.name_en}",
            (value, row),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=7,
        )
    axes.set_yticks(range(len(shown)), [s.indicator.name_en for s in shown], fontsize=7)
    axes.set_xscale("log")
    axes.set_xlim(right=axes.get_xlim()[1] * 1e4)
    axes.set_xlabel("value in the base unit (logarithmic); arrows: the words bound it on one side only")
    axes.set_title("Statistics, with the bounds that their words entail", loc="left")
    return svg(picture)


def places(dataset: Any) -> str:
    """Draw where measures and statistics are, by the points of the gazetteer."""
    counted: Counter[str] = Counter(str(link.location_id) for link in dataset.measure_locations.values())
    counted.update(str(s.location_id) for s in dataset.statistics.values())
    picture, axes = plt.subplots(figsize=(7, 5.4))
    # The seats of all prefectures, faint, so that the country can be seen.
    seats = [
        (r["longitude"], r["latitude"]) for r in supplied_rows()["locations"] if r.get("latitude") is not None
    ]
    axes.scatter(
        [float(x) for x, _ in seats], [float(y) for _, y in seats], s=3, color="#bbbbbb", linewidth=0
    )
    for name, count in sorted(counted.items()):
        place = dataset.locations[name]
        at = place
        while at is not None and at.latitude is None and at.parent_id is not None:
            at = dataset.locations[at.parent_id]
        if at is None or at.latitude is None:
            continue
        exact = at.location_id == place.location_id
        axes.scatter(
            float(at.longitude),
            float(at.latitude),
            s=18 + 14 * count,
            color=COLOUR if exact else WARM,
            alpha=0.7,
            linewidth=0,
        )
        if exact:
            axes.annotate(
                place.name_en,
                (float(at.longitude), float(at.latitude)),
                xytext=(4, 3),
                textcoords="offset points",
                fontsize=6,
            )
    axes.set_aspect(1.25)
    axes.set_xlim(73, 136)
    axes.set_ylim(15, 54)
    axes.grid(alpha=0.25)
    axes.set_xlabel("longitude")
    axes.set_ylabel("latitude")
    axes.set_title("Places named by measures and statistics", loc="left")
    return svg(picture)


def page(dataset: Any) -> tuple[str, dict[str, str]]:
    """Return the page in Markdown and its pictures by file name."""
    pictures = {
        "topics.svg": measures_by(dataset, "topic", "Measures by topic"),
        "instruments.svg": measures_by(dataset, "instrument", "Measures by main instrument"),
        "statuses.svg": measures_by(dataset, "status", "Measures by state"),
        "crossing.svg": topics_and_instruments(dataset),
        "statistics.svg": statistics_with_bounds(dataset),
        "places.svg": places(dataset),
    }
    text = f"""# The first dataset in pictures

Drawn from the release inside the library, `{dataset.name}` {dataset.version}, when this page was built:
{len(dataset.measures)} measures and {len(dataset.statistics)} statistics of {len(dataset.sources)} articles.

## What the measures are about

![Bar chart of measures by topic](figures/topics.svg)

## By which means

![Bar chart of measures by main instrument](figures/instruments.svg)

![Circles where topics and instruments meet](figures/crossing.svg)

## In which state the sources show them

![Bar chart of measures by state](figures/statuses.svg)

## The figures

A dot is a value as it is; an arrow means that the words bound it on one side only (more than, at most). A worded zero
has no place on this scale and is left out.

![Statistics on a logarithmic scale with their bounds](figures/statistics.svg)

## Where

Grey dots are the seats of all prefectures. A blue circle stands at the point of the gazetteer (the seat of government), a red one at the point of the place that a
station, zone or district lies in. National totals and classes of places have no point. Points: GeoNames, CC BY 4.0.

![Map of the places named](figures/places.svg)
"""
    return text, {f"figures/{name}": picture for name, picture in pictures.items()}


def on_files(files: Any, config: Any) -> Any:
    """Add the page and its pictures to the site (called by MkDocs)."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - the pictures can be drawn without it

    text, pictures = page(pds.load(DATASET))
    for name, content in {PAGE: text, **pictures}.items():
        files.append(File.generated(config, name, content=content))
    return files
