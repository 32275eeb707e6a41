"""The loop over members, lanes and steps: text for `enterotone.engine.lower`, never run as Python.

``member[l]`` is the lane's member, -1 while it waits, -2 when none is left. A member runs from its `begin` to its
`goal`; where it `pauses` it stops at the goal, and where a trigger turns, for Python to see whether an event happens,
and goes on in a later call, with its next step and the number of outputs that are written.
"""

from __future__ import annotations

# ruff: noqa: F821
# mypy: ignore-errors

__all__ = ["cohort"]


def cohort(
    start: Floats,
    constants: Floats,
    begin: Floats,
    goal: Floats,
    stops: Floats,
    n_stops: int,
    first: Ints,
    dose: Ints,
    target: Ints,
    kind: Ints,
    n_kinds: int,
    amounts: Floats,
    n_doses: int,
    grid: Floats,
    n_grid: int,
    span: float,
    longest: float,
    tick: float,
    rtol: Floats,
    atol: Floats,
    max_steps: int,
    n_members: int,
    weight: Floats,
    n_weighted: float,
    is_species: Floats,
    observe: Code,
    n_out: int,
    watch: Code,
    n_watch: int,
    n_triggers: int,
    n_seen: int,
    pauses: int,
    chosen: Ints,
    out: Floats,
    final: Floats,
    reached: Floats,
    next_h: Floats,
    n_written: Ints,
    status: Ints,
    steps: Ints,
    counter: Ints,
    work: Floats,
    lane: Ints,
):
    y = work + Y
    y1 = work + Y1
    k = work + K
    d = work + D
    yo = work + YO
    c = work + CO
    lowest = work + LOWEST
    highest = work + HIGHEST
    t = work + LANE
    h = t + W  # next step
    he = h + W  # step tried
    eb = he + W  # error before
    er = eb + W  # error
    hi = er + W  # 1 / h
    sh = hi + W  # 1 / (h gamma)
    at = sh + W
    rt = at + W
    sums = rt + W
    weak = sums + W
    until = weak + W
    moment = until + W
    te = moment + W  # end of the step
    hb = work + REST  # step that worked after a dose of each kind
    values = hb + n_kinds * W
    seen = values + n_out * W
    before = seen + n_watch * W
    now = before + n_watch * W
    member = lane
    stop = lane + W
    written = stop + W
    fresh = written + W  # kind of the dose that was just given
    hit = fresh + W  # at a stop, or with a step that ends at one
    ready = hit + W  # to be written: at a stop, or after an accepted step
    due = ready + W
    turned = due + W
    stubborn = turned + W
    answer = stubborn + W
    for l in range(W):
        member[l] = -1
        t[l] = 0.0
        h[l] = 1.0
        he[l] = 1.0
        at[l] = 1.0
        rt[l] = 1.0
        fresh[l] = -1
        hit[l] = 0
        moment[l] = 0.0
        until[l] = 0.0
        for i in range(N):
            y[i * W + l] = 0.0
            yo[i * W + l] = 0.0
        for i in range(CONSTANTS):
            c[i * W + l] = 1.0
    alive = 1
    while alive > 0:
        alive = 0
        taken = 0
        for l in range(W):
            if member[l] == -1:
                next = take(counter)
                member[l] = -2
                if next < n_members:
                    p = chosen[next]
                    member[l] = p
                    taken = 1
                    t[l] = begin[p]
                    h[l] = span * 1e-6
                    if next_h[p] > 0.0:
                        h[l] = next_h[p]
                    eb[l] = 1.0
                    at[l] = atol[p]
                    rt[l] = rtol[p]
                    stop[l] = 0
                    written[l] = n_written[p]
                    fresh[l] = -1
                    stubborn[l] = 0
                    status[p] = OK
                    for i in range(n_kinds):
                        hb[i * W + l] = 0.0
                    for i in range(N):
                        y[i * W + l] = start[p * N + i]
                        lowest[i * W + l] = start[p * N + i]
                        highest[i * W + l] = start[p * N + i]
                    for i in range(CONSTANTS):
                        c[i * W + l] = constants[p * CONSTANTS + i]
                    hit[l] = 1
            if member[l] >= 0:
                alive += 1
        if taken:
            prepare(c, work + FX)
        stopped = 0
        for l in range(W):
            p = member[l]
            ready[l] = 0
            if p >= 0 and hit[l] == 1:
                # At a stop: give the doses that are due, write outputs of this moment, see whether this is the end.
                ready[l] = 1
                stopped = 1
                until[l] = t[l] + tick
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
                            h[l] = span * 1e-6
                            if hb[kind[s] * W + l] > 0.0:
                                h[l] = hb[kind[s] * W + l]
        if stopped == 1:
            record(
                y, y, d, t, he, c, observe, n_out, grid, n_grid, until, 0, member, ready, written, due, moment, yo,
                values, out
            )  # fmt: skip
            if n_watch > 0:
                watch(y, c, t, now)
        for l in range(W):
            p = member[l]
            if ready[l] == 1:
                for j in range(n_watch):
                    seen[j * W + l] = now[j * W + l]
                if t[l] >= goal[p] - tick:
                    for i in range(N):
                        final[p * N + i] = y[i * W + l]
                    is_below(y, lowest, highest, is_species, at[l], l, answer)
                    if answer[0] == 1:
                        status[p] = IS_NEGATIVE
                    reached[p] = t[l]
                    n_written[p] = written[l]
                    member[l] = -1
                    alive = 1
                hit[l] = 0
            he[l] = h[l]
            if member[l] >= 0:
                left = goal[p] - t[l]
                if stop[l] < n_stops:
                    left = stops[stop[l]] - t[l]
                he[l] = fmin(h[l], longest)
                if he[l] >= left * 0.999999999:
                    he[l] = left
                    hit[l] = 1
                else:
                    if he[l] > 0.5 * left:
                        he[l] = 0.5 * left
            hi[l] = 1.0 / he[l]
            sh[l] = hi[l] / GAMMA
            sums[l] = 0.0
        step(y, y1, work + U, k, work + JA, c, work + FX, hi, sh, weak, N)
        error(y, y1, k, weight, at, rt, sums)
        needed = 0
        for l in range(W):
            er[l] = sqrt(sums[l] / n_weighted)
            if weak[l] < WEAKEST:
                er[l] = 100.0
            ready[l] = 0
            turned[l] = -1
            te[l] = t[l] + he[l]
            if hit[l] == 1:
                te[l] = goal[member[l]]
                if stop[l] < n_stops:
                    te[l] = stops[stop[l]]
            until[l] = te[l] - tick
            if member[l] >= 0 and er[l] < 1e100 and n_watch > 0:
                # Of a step that failed too: a switch is the likeliest reason.
                needed = 1
                turned[l] = 0
            if member[l] >= 0 and er[l] <= 1.0:
                ready[l] = 1
                if written[l] < n_grid and grid[written[l]] < until[l]:
                    needed = 1
        if needed == 1:
            dense(k, d)
            if n_watch > 0:
                find_turns(
                    y, y1, d, t, he, te, c, watch, n_watch, n_triggers, n_seen, seen, before, now, yo, moment, sums,
                    turned, answer
                )  # fmt: skip
                for l in range(W):
                    if turned[l] == 2 and sums[l] >= te[l]:
                        turned[l] = 0
                    if turned[l] >= 0 and turned[l] < 2 and ready[l] == 0:
                        turned[l] = -3
                    if turned[l] >= 2:
                        stubborn[l] = stubborn[l] + 1
                        if stubborn[l] > STUBBORN:
                            # Switching to and fro: take the step as it is.
                            stubborn[l] = 0
                            turned[l] = turned[l] - 2
                            if ready[l] == 0:
                                turned[l] = -3
                    else:
                        if turned[l] == 0:
                            stubborn[l] = 0
                    if turned[l] > 0:
                        until[l] = sums[l]
                    if turned[l] >= 2 and until[l] - t[l] > span * NARROW:
                        # Rates of both sides went into this step: take it again, up to just before the switch.
                        turned[l] = -2
                        ready[l] = 0
                    if turned[l] >= 2 and ready[l] == 0:
                        # A narrow stretch that no step gets across without an error: a short one makes it small.
                        ready[l] = 2
                        if he[l] > 4.0 * fmax(until[l] - t[l], 1e-12 * fmax(fabs(t[l]), span * 1e-3)):
                            turned[l] = -4
                            ready[l] = 0
                    if turned[l] < -1:
                        for j in range(n_watch):
                            seen[j * W + l] = before[j * W + l]
            record(
                y, y1, d, t, he, c, observe, n_out, grid, n_grid, until, 1, member, ready, written, due, moment, yo,
                values, out
            )  # fmt: skip
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
                if ready[l] >= 1:
                    factor = 0.9 * pow(e, -0.14) * pow(eb[l], 0.08)
                    factor = fmin(fmax(factor, 0.2), 6.0)
                    eb[l] = fmax(e, 1e-3)
                    if fresh[l] >= 0:
                        hb[fresh[l] * W + l] = he[l] * fmin(factor, 2.0) * 0.7
                        fresh[l] = -1
                    if turned[l] > 0:
                        # The step ends where the condition turned.
                        interpolate(y, y1, d, t, he, l, until[l], yo)
                        for i in range(N):
                            y[i * W + l] = yo[i * W + l]
                        h[l] = fmax(fmin(he[l] * factor, until[l] - t[l]), span * 1e-6)
                        t[l] = until[l]
                        eb[l] = 1.0
                        hit[l] = 0
                    else:
                        for i in range(N):
                            y[i * W + l] = y1[i * W + l]
                        if hit[l] == 1:
                            # A step cut short by the stop says little about the steps after it.
                            h[l] = fmax(h[l], he[l] * factor)
                        else:
                            h[l] = he[l] * factor
                        t[l] = te[l]
                    if TIME >= 0:
                        y[TIME * W + l] = t[l]
                    if turned[l] == 1 or turned[l] == 3 or (pauses == 1 and hit[l] == 1):
                        for i in range(N):
                            final[p * N + i] = y[i * W + l]
                        status[p] = PAUSED
                        is_below(y, lowest, highest, is_species, at[l], l, answer)
                        if answer[0] == 1:
                            status[p] = IS_NEGATIVE
                        reached[p] = t[l]
                        n_written[p] = written[l]
                        next_h[p] = h[l]
                        hit[l] = 0
                        member[l] = -1
                        alive = 1
                else:
                    hit[l] = 0
                    h[l] = he[l] * fmin(fmax(0.9 * pow(e, -0.2), 0.1), 0.9)
                    if turned[l] == -4:
                        h[l] = 2.0 * fmax(until[l] - t[l], 1e-12 * fmax(fabs(t[l]), span * 1e-3))
                    if turned[l] == -2:
                        h[l] = (until[l] - t[l]) * (1.0 - 1e-10)
                        if e > 1.0:
                            # What the step says about the moment is as wrong as the step.
                            h[l] = fmin(h[l], 0.5 * he[l])
                failed = OK
                if steps[p] >= max_steps:
                    failed = BUDGET
                if h[l] < 1e-13 * fmax(fabs(t[l]), span * 1e-3):
                    failed = NOT_FINITE
                    if is_finite == 1:
                        failed = TOO_SMALL
                if failed > OK and hit[l] == 0 and member[l] >= 0:
                    status[p] = failed
                    reached[p] = t[l]
                    next_h[p] = h[l]
                    member[l] = -1
                    hit[l] = 0
                    alive = 1
        extremes(y, lowest, highest)
