"""The loop over members, lanes and steps: text for `enterotone.engine.lower`, never run as Python.

Lane numbers, W of each: t time, h next step, he step tried, eb error before, er error, hi 1/h, sh 1/(h gamma).
``member[l]`` is the lane's member, -1 while it waits, -2 when none is left.
"""

from __future__ import annotations

# ruff: noqa: F821
# mypy: ignore-errors

__all__ = ["cohort"]


def cohort(
    start: Floats,
    constants: Floats,
    stops: Floats,
    n_stops: int,
    first: Ints,
    dose: Ints,
    target: Ints,
    kind: Ints,
    amounts: Floats,
    n_doses: int,
    grid: Floats,
    n_grid: int,
    begin: float,
    rtol: float,
    atol: float,
    max_steps: int,
    n_members: int,
    weight: Floats,
    n_weighted: float,
    out: Floats,
    final: Floats,
    status: Ints,
    steps: Ints,
    counter: Ints,
    work: Floats,
    lane: Ints,
    n_kinds: int,
):
    y = work + Y
    y1 = work + Y1
    u = work + U
    k = work + K
    d = work + D
    t = work + LANE
    h = t + W
    he = h + W
    eb = he + W
    er = eb + W
    hi = er + W
    sh = hi + W
    at = sh + W
    rt = at + W
    sums = rt + W
    hb = work + KIND
    member = lane
    stop = lane + W
    written = stop + W
    fresh = written + W
    hit = fresh + W
    end = grid[n_grid - 1]
    for l in range(W):
        member[l] = -1
        t[l] = begin
        h[l] = 1.0
        he[l] = 1.0
        at[l] = atol
        rt[l] = rtol
        fresh[l] = -1
        hit[l] = 0
        for i in range(N):
            y[i * W + l] = 0.0
        for i in range(CONSTANTS):
            work[CO + i * W + l] = 1.0
    alive = 1
    while alive > 0:
        alive = 0
        taken = 0
        for l in range(W):
            if member[l] == -1:
                p = take(counter)
                member[l] = -2
                if p < n_members:
                    member[l] = p
                    taken = 1
                    t[l] = begin
                    h[l] = (end - begin) * 1e-6
                    eb[l] = 1.0
                    stop[l] = 0
                    written[l] = 0
                    fresh[l] = -1
                    steps[p] = 0
                    status[p] = 0
                    for i in range(n_kinds):
                        hb[i * W + l] = 0.0
                    for i in range(N):
                        y[i * W + l] = start[p * N + i]
                    for i in range(CONSTANTS):
                        work[CO + i * W + l] = constants[p * CONSTANTS + i]
                    hit[l] = 1
            if member[l] >= 0:
                alive += 1
        if taken:
            prepare(work + CO, work + FX)
        for l in range(W):
            p = member[l]
            if p >= 0 and hit[l] == 1:
                # At a stop: give the doses that are due, write outputs of this moment, see whether this is the end.
                looking = 1
                while looking == 1 and stop[l] < n_stops:
                    s = stop[l]
                    given = 0
                    for i in range(first[s], first[s + 1]):
                        if amounts[p * n_doses + dose[i]] != 0.0:
                            given = 1
                    looking = 0
                    if given == 0:
                        stop[l] = s + 1
                        looking = 1
                    else:
                        if stops[s] <= t[l] + 1e-9:
                            for i in range(first[s], first[s + 1]):
                                g = target[dose[i]] * W + l
                                y[g] = y[g] + amounts[p * n_doses + dose[i]]
                            stop[l] = s + 1
                            looking = 1
                            fresh[l] = kind[s]
                            eb[l] = 1.0
                            h[l] = (end - begin) * 1e-6
                            if hb[kind[s] * W + l] > 0.0:
                                h[l] = hb[kind[s] * W + l]
                while written[l] < n_grid and grid[written[l]] <= t[l] + 1e-9:
                    for i in range(N):
                        out[(p * n_grid + written[l]) * N + i] = y[i * W + l]
                    written[l] = written[l] + 1
                if t[l] >= end - 1e-9:
                    for i in range(N):
                        final[p * N + i] = y[i * W + l]
                    member[l] = -1
                    alive = 1
                hit[l] = 0
            he[l] = h[l]
            if member[l] >= 0:
                left = end - t[l]
                if stop[l] < n_stops:
                    left = stops[stop[l]] - t[l]
                if h[l] >= left * 0.999999999:
                    he[l] = left
                    hit[l] = 1
                else:
                    if h[l] > 0.5 * left:
                        he[l] = 0.5 * left
            hi[l] = 1.0 / he[l]
            sh[l] = hi[l] / GAMMA
            sums[l] = 0.0
        step(y, y1, u, k, work + JA, work + CO, work + FX, hi, sh, N)
        error(y, y1, k, weight, at, rt, sums)
        needed = 0
        for l in range(W):
            er[l] = sqrt(sums[l] / n_weighted)
            if member[l] >= 0 and er[l] <= 1.0:
                if written[l] < n_grid and grid[written[l]] < t[l] + he[l] - 1e-9:
                    needed = 1
        if needed == 1:
            dense(k, d)
        for l in range(W):
            p = member[l]
            if p >= 0:
                e = er[l]
                is_finite = 0
                if e < 1e100:
                    is_finite = 1
                else:
                    e = 1e6
                e = fmax(e, 1e-10)
                steps[p] = steps[p] + 1
                if is_finite == 1 and e <= 1.0:
                    while written[l] < n_grid and grid[written[l]] < t[l] + he[l] - 1e-9:
                        x = (grid[written[l]] - t[l]) / he[l]
                        for i in range(N):
                            q = d[i * W + l] + x * (d[(N + i) * W + l] + x * d[(2 * N + i) * W + l])
                            v = (1.0 - x) * y[i * W + l] + x * (y1[i * W + l] + (1.0 - x) * q)
                            out[(p * n_grid + written[l]) * N + i] = v
                        written[l] = written[l] + 1
                    for i in range(N):
                        y[i * W + l] = y1[i * W + l]
                    factor = 0.9 * pow(e, -0.14) * pow(eb[l], 0.08)
                    factor = fmin(fmax(factor, 0.2), 6.0)
                    eb[l] = fmax(e, 1e-3)
                    if fresh[l] >= 0:
                        hb[fresh[l] * W + l] = he[l] * fmin(factor, 2.0) * 0.7
                        fresh[l] = -1
                    if hit[l] == 1:
                        # A step cut short by the stop says little about the steps after it.
                        h[l] = fmax(h[l], he[l] * factor)
                        t[l] = end
                        if stop[l] < n_stops:
                            t[l] = stops[stop[l]]
                    else:
                        t[l] = t[l] + he[l]
                        h[l] = he[l] * factor
                else:
                    hit[l] = 0
                    h[l] = he[l] * fmin(fmax(0.9 * pow(e, -0.2), 0.1), 0.9)
                failed = 0
                if steps[p] >= max_steps:
                    failed = 1
                if h[l] < 1e-13 * fmax(fabs(t[l]), (end - begin) * 1e-3):
                    failed = 2 - is_finite
                if failed > 0 and hit[l] == 0:
                    status[p] = failed
                    member[l] = -1
                    hit[l] = 0
