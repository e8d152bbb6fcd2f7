"""What a figure may measure: indicators whose unit fits its words and whose name stands near it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policy_dataset.derivation.context import Context
from policy_dataset.notation import unit_of_code
from policy_dataset.values import Figure

MOST = 5
"""So many candidates are told; who needs more looks at the list of indicators."""
_NAMED, _NEAR = 1.0, 0.5
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Known:
    indicator: str
    names: tuple[str, ...]
    pairs: tuple[frozenset[str], ...]
    dimension: str | None


class Indicators:
    """All indicators of a dataset and the library, ready to be compared with figures."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], context: Context) -> None:
        self._context = context
        self._known: list[_Known] = []
        for row in rows:
            if not row.get("indicator_id"):
                continue
            names = tuple(n for n in (row.get("name_zh"), *(row.get("variants_zh") or "").split("|")) if n)
            unit = context.units.get(row.get("unit") or "")
            pairs = tuple(_pairs(n) for n in names)
            self._known.append(_Known(row["indicator_id"], names, pairs, unit.dimension if unit else None))

    def units(self, figure: Figure) -> tuple[str, ...]:
        """Return the units that the figure's word may be, of whatever dimension; none where it prints no unit."""
        words = _words(figure)
        if figure.per is not None:
            fits = (
                u
                for u in self._context.units.values()
                if {w.partition("/")[0] for w in u.words if "/" in w} & words
            )
        else:
            fits = (u for u in self._context.units.values() if u.words & words)
        return tuple(sorted(u.unit_id for u in fits))

    def candidates(self, figure: Figure | None, near: str) -> tuple[tuple[str, str], ...]:
        """Return indicators and their names, the likeliest first.

        Parameters
        ----------
        figure
            None where it could not be read: then names alone count.
        near
            The words around the figure.

        Notes
        -----
        A change may be told in per cent of whatever is counted, so that only names count for it.
        """
        dimensions = None
        if figure is not None and figure.change is None and figure.unit is not None:
            dimensions = {self._context.units[u].dimension for u in self.units(figure)}
        fits = [k for k in self._known if dimensions is None or k.dimension in dimensions]
        pairs = _pairs(near)
        scored = [(_score(k, near, pairs), k) for k in fits]
        likely = sorted(((s, k) for s, k in scored if s >= _NEAR), key=lambda sk: (-sk[0], sk[1].indicator))
        if not likely and dimensions and len(fits) <= _FEW:
            likely = scored
        return tuple((k.indicator, k.names[0] if k.names else "") for _, k in likely[:MOST])


def _words(figure: Figure) -> frozenset[str]:
    printed = {piece for role, piece in figure.parts if role in ("unit", "classifier")}
    known = unit_of_code(figure.unit) if figure.unit is not None else None
    return frozenset({*printed, *(known.forms if known is not None else ()), figure.unit or ""} - {""})


def _score(known: _Known, near: str, pairs: frozenset[str]) -> float:
    if any(name in near for name in known.names):
        return _NAMED
    shares = (len(own & pairs) / len(own) for own in known.pairs if own)
    return max(shares, default=0.0)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
