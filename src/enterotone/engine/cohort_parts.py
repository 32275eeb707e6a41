"""What the loop over members calls: text for `enterotone.engine.lower`, never run as Python.

Arrays over lanes hold lane l of entry i at ``i * W + l``. `y` and `y1` are the states at both ends of the step from
`t` to `t + he` (`te`, exact at stops), `d` the coefficients of the dense output; `c` the constants. `watch` and
`observe` are emitted formulas.
"""

from __future__ import annotations

# ruff: noqa: E741, F821
# mypy: ignore-errors

__all__ = ["differs", "find_turns", "interpolate", "is_below", "record", "solve_many"]


def interpolate(y: Floats, y1: Floats, d: Floats, t: Floats, he: Floats, l: int, moment: float, yo: Floats):
    """States of one lane at a moment of the step, into `yo`."""
    x = (moment - t[l]) / he[l]
    if x >= 1.0:
        for i in range(N):
            yo[i * W + l] = y1[i * W + l]
    else:
        for i in range(N):
            q = d[i * W + l] + x * (d[(N + i) * W + l] + x * d[(2 * N + i) * W + l])
            yo[i * W + l] = (1.0 - x) * y[i * W + l] + x * (y1[i * W + l] + (1.0 - x) * q)
        if TIME >= 0:
            yo[TIME * W + l] = moment


def differs(a: Floats, b: Floats, first: int, last: int, l: int, answer: Ints):
    """Whether entries of a lane differ, into `answer`."""
    answer[0] = 0
    for j in range(first, last):
        if a[j * W + l] != b[j * W + l]:
            answer[0] = 1


def is_below(y: Floats, lowest: Floats, highest: Floats, is_species: Floats, atol: float, l: int, answer: Ints):
    """Whether a species of a lane fell below zero by more than the tolerance, into `answer`."""
    answer[0] = 0
    for i in range(N):
        floor = 0.0 - NEGATIVE_ATOL * atol - NEGATIVE_SHARE * fmax(highest[i * W + l], y[i * W + l])
        if is_species[i] > 0.0 and fmin(lowest[i * W + l], y[i * W + l]) < fmin(floor, 0.0):
            answer[0] = 1


def find_turns(
    y: Floats,
    y1: Floats,
    d: Floats,
    t: Floats,
    he: Floats,
    te: Floats,
    c: Floats,
    watch: Code,
    n_watch: int,
    n_triggers: int,
    n_seen: int,
    seen: Floats,
    before: Floats,
    now: Floats,
    yo: Floats,
    moment: Floats,
    until: Floats,
    turned: Ints,
    answer: Ints,
):
    """Find where the first condition turns in each lane's step.

    Lanes with ``turned`` 0 are looked at. Where a trigger turns 1 is added, where a rate switches 2, and `until` is the
    moment. Entries of `watch`: triggers, then up to `n_seen` the comparisons that triggers depend on, then what rates
    depend on. `seen` holds the values known so far, `before` keeps those of the beginning.
    """
    for l in range(W):
        until[l] = t[l]
        for j in range(n_watch):
            before[j * W + l] = seen[j * W + l]
    for look in range(1, LOOKS + 1):
        for l in range(W):
            if turned[l] == 0:
                moment[l] = t[l] + he[l] * (float(look) / float(LOOKS))
                if look == LOOKS:
                    moment[l] = te[l]
                interpolate(y, y1, d, t, he, l, moment[l], yo)
        watch(yo, c, moment, now)
        for l in range(W):
            if turned[l] == 0:
                right = moment[l]
                differs(now, seen, 0, n_watch, l, answer)
                while answer[0] == 1:
                    left = until[l]
                    near = right
                    middle = 0.5 * (left + near)
                    while left < middle and middle < near:
                        moment[l] = middle
                        interpolate(y, y1, d, t, he, l, middle, yo)
                        watch(yo, c, moment, now)
                        differs(now, seen, 0, n_watch, l, answer)
                        if answer[0] == 1:
                            near = middle
                        else:
                            left = middle
                        middle = 0.5 * (left + near)
                    moment[l] = near
                    interpolate(y, y1, d, t, he, l, near, yo)
                    watch(yo, c, moment, now)
                    differs(now, seen, n_seen, n_watch, l, answer)
                    if answer[0] == 1:
                        turned[l] = 2
                    differs(now, seen, 0, n_triggers, l, answer)
                    if answer[0] == 1:
                        turned[l] = turned[l] + 1
                    for j in range(n_watch):
                        seen[j * W + l] = now[j * W + l]
                    until[l] = near
                    answer[0] = 0
                    if turned[l] == 0 and near < right:
                        moment[l] = right
                        interpolate(y, y1, d, t, he, l, right, yo)
                        watch(yo, c, moment, now)
                        differs(now, seen, 0, n_watch, l, answer)
                if turned[l] == 0:
                    until[l] = right


def record(
    y: Floats,
    y1: Floats,
    d: Floats,
    t: Floats,
    he: Floats,
    c: Floats,
    observe: Code,
    n_out: int,
    grid: Floats,
    n_grid: int,
    until: Floats,
    is_inside: int,
    member: Ints,
    ready: Ints,
    written: Ints,
    due: Ints,
    moment: Floats,
    yo: Floats,
    values: Floats,
    out: Floats,
):
    """Write the outputs of ready lanes that are due before `until` (inside a step) or up to it (at a stop)."""
    going = 1
    while going == 1:
        going = 0
        for l in range(W):
            due[l] = 0
            if member[l] >= 0 and ready[l] == 1 and written[l] < n_grid:
                g = grid[written[l]]
                if is_inside == 1:
                    if g < until[l]:
                        due[l] = 1
                        moment[l] = g
                        interpolate(y, y1, d, t, he, l, g, yo)
                else:
                    if g <= until[l]:
                        due[l] = 1
                        moment[l] = t[l]
                        for i in range(N):
                            yo[i * W + l] = y[i * W + l]
                if due[l] == 1:
                    going = 1
        if going == 1:
            observe(yo, c, moment, values)
            for l in range(W):
                if due[l] == 1:
                    for j in range(n_out):
                        out[(member[l] * n_grid + written[l]) * n_out + j] = values[j * W + l]
                    written[l] = written[l] + 1


def solve_many(a: Floats, b: Floats, blocks: int):
    """Apply the inverse of a factored matrix to blocks of four vectors."""
    for block in range(blocks):
        solve(a, b + block * (N * W))
