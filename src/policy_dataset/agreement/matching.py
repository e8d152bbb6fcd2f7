"""Which record of one coding is which of the other: the one-to-one pairing that shares most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from policy_dataset.agreement.spans import Places, common, length

LEAST_SHARE = Fraction(1, 10)
"""Two records are held to be the same only if they share at least this part of the characters of both."""

Pair = tuple[int, int]


def match(
    left: Sequence[Places], right: Sequence[Places], *, least: Fraction = LEAST_SHARE
) -> tuple[Pair, ...]:
    """Pair the records of two codings by the characters of their evidence.

    Parameters
    ----------
    left, right
        The characters of each record.
    least
        Smallest Jaccard index (shared characters over those of either) of a pair.

    Returns
    -------
    tuple
        Numbers of records of `left` and `right`, each at most once, so that the sum of the Jaccard indices is the
        largest there is; by number of `left`.

    Notes
    -----
    Records that overlap fall into small groups; each is paired by itself.

    Examples
    --------
    >>> match([(("page", 0, 8),), (("page", 0, 30),)], [(("page", 0, 28),), (("page", 2, 8),)])
    ((0, 1), (1, 0))
    """
    shares = {pair: share for pair, share in _shares(left, right).items() if share >= least}
    found: list[Pair] = []
    for group in _groups(shares):
        found += heaviest({pair: shares[pair] for pair in group})
    return tuple(sorted(found))


def _shares(left: Sequence[Places], right: Sequence[Places]) -> dict[Pair, Fraction]:
    """Return the Jaccard index of every two records that share a character."""
    starts = sorted(
        (span, side, number)
        for side, records in enumerate((left, right))
        for number, places in enumerate(records)
        for span in places
    )
    touching: set[Pair] = set()
    running: list[tuple[str, int, int, int]] = []
    for (source, start, end), side, number in starts:
        running = [r for r in running if r[0] == source and r[1] > start]
        for _, _, other_side, other in running:
            if other_side != side:
                touching.add((other, number) if side else (number, other))
        running.append((source, end, side, number))
    found: dict[Pair, Fraction] = {}
    for a, b in sorted(touching):
        shared = length(common(left[a], right[b]))
        found[a, b] = Fraction(shared, length(left[a]) + length(right[b]) - shared)
    return found


def _groups(pairs: Mapping[Pair, Fraction]) -> list[list[Pair]]:
    """Return pairs in groups that have no record in common."""
    group_of: dict[tuple[int, int], int] = {}
    groups: dict[int, list[Pair]] = {}
    for number, pair in enumerate(sorted(pairs)):
        ends = [(0, pair[0]), (1, pair[1])]
        merged = [pair]
        for old in sorted({group_of[end] for end in ends if end in group_of}):
            merged += groups.pop(old)
        groups[number] = merged
        for a, b in merged:
            group_of[0, a] = group_of[1, b] = number
    return [sorted(group) for group in groups.values()]


def heaviest(weights: Mapping[Pair, Fraction]) -> list[Pair]:
    """Return the one-to-one pairing with the largest sum of weights.

    Parameters
    ----------
    weights
        Of the pairs that may be chosen; all above 0.

    Notes
    -----
    Grows by the alternating path that gains most until none gains anything: for every number of pairs the pairing is
    then the heaviest of that number. Exact, because it only adds and compares fractions.

    References
    ----------
    Edmonds, J. and Karp, R. M. (1972). Theoretical improvements in algorithmic efficiency for network flow problems.
    """
    holder: dict[int, int] = {}
    while path := _best_path(weights, holder):
        holder |= path
    return sorted((left, right) for right, left in holder.items())


def _best_path(weights: Mapping[Pair, Fraction], holder: Mapping[int, int]) -> dict[int, int]:
    """Return who holds each right record on the path that gains most; empty when no path gains anything."""
    holding = {left: right for right, left in holder.items()}
    gain_left = {left: Fraction(0) for left, _ in weights if left not in holding}
    gain_right: dict[int, Fraction] = {}
    taker: dict[int, int] = {}
    better = True
    while better:
        better = False
        for (left, right), weight in weights.items():
            gain = gain_left[left] + weight if left in gain_left and holder.get(right) != left else None
            if gain is not None and (right not in gain_right or gain > gain_right[right]):
                gain_right[right], taker[right], better = gain, left, True
                if right in holder:
                    gain_left[holder[right]] = gain - weights[holder[right], right]
    free = [right for right in sorted(gain_right) if right not in holder and gain_right[right] > 0]
    end: int | None = max(free, key=lambda right: gain_right[right], default=None)
    path: dict[int, int] = {}
    while end is not None:
        path[end] = taker[end]
        end = holding.get(taker[end])
    return path
