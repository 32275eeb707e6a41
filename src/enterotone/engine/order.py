"""Fill-reducing order and symbolic LU of a sparse matrix with diagonal pivots.

The matrix of a Rosenbrock step, I / (h gamma) - J, has a strong diagonal, so that pivots are taken from it in an order
fixed once per model. Markowitz' rule takes the row and column whose elimination can fill the fewest entries,
(r - 1) (c - 1). The pattern of L + U in that order is then known, and elimination is straight-line code.

References
----------
Markowitz 1957, doi:10.1287/mnsc.3.3.255.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Elimination", "plan_elimination"]


@dataclass(frozen=True)
class Elimination:
    """Order of pivots and pattern of the factors.

    Parameters
    ----------
    order : index of the row that is eliminated at each place.
    place : the inverse of `order`.
    rows : columns (places, ascending) of the non-zeros of L + U in each row (place).
    slot : (row, column) by place -> index of the entry among all non-zeros.
    """

    order: tuple[int, ...]
    place: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    slot: dict[tuple[int, int], int]


def plan_elimination(n: int, entries: Iterable[tuple[int, int]]) -> Elimination:
    """Choose the order and work out the fill.

    Parameters
    ----------
    n : number of rows.
    entries : (row, column) of the non-zeros; the diagonal counts always.
    """
    rows = [{i} for i in range(n)]
    columns = [{i} for i in range(n)]
    for i, j in entries:
        rows[i].add(j)
        columns[j].add(i)
    left, order = set(range(n)), []
    while left:
        pivot = min(left, key=lambda q: ((len(rows[q] & left) - 1) * (len(columns[q] & left) - 1), q))
        left.discard(pivot)
        order.append(pivot)
        right = rows[pivot] & left
        for i in columns[pivot] & left:
            for j in right - rows[i]:
                rows[i].add(j)
                columns[j].add(i)
    place = [0] * n
    for at, pivot in enumerate(order):
        place[pivot] = at
    pattern = tuple(tuple(sorted(place[j] for j in rows[pivot])) for pivot in order)
    slots = [(at, column) for at, row in enumerate(pattern) for column in row]
    return Elimination(tuple(order), tuple(place), pattern, {entry: index for index, entry in enumerate(slots)})
