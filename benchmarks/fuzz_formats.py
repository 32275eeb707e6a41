"""Do mutated files ever end in a traceback, a hang, or a profile that contradicts itself?

Seeds are the example files of every format and, with ``ENTEROTONE_DATA``, the real files of the collection. Each case
takes a seed, mutates it (bits, bytes, slices, lines, cells, numbers, splices, cuts; packed or not), and reads it by
the public functions. What may happen: a profile whose shares add up to 1, or an error of ours with a message. Anything
else is a failure: another exception, a case that takes longer than the limit, a crash of the process, or a profile
that breaks its own rules.

Run: ``python benchmarks/fuzz_formats.py [--cases 100000] [--seed 0] [--jobs 2]``; exit code 1 where a case failed. Case
k depends on (seed, k) only, and a failure prints its number, so that ``--only K`` runs it again.
"""

from __future__ import annotations

import argparse
import faulthandler
import gzip
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from enterotone.errors import EnterotoneError
from enterotone.formats import format_files, holds, list_samples, sniff_format
from enterotone.microbiome import match

LIMIT_S = 20
LARGEST = 300_000
EXTREME = [
    b"-1",
    b"1e999",
    b"nan",
    b"0",
    b"1e-320",
    b"99999999999999999999",
    b"",
    b" ",
    b"1,5",
    b"0x10",
    b"\xff",
    b"None",
]


class TooSlow(BaseException):
    """A case ran longer than the limit."""


def seeds(folder: Path) -> list[Path]:
    """Write or copy the seeds into a folder, each in one of its own with its companions; give the main files."""
    found = []
    for module in format_files().values():
        for number, (name, content) in enumerate(module.example().items()):
            path = folder / module.ID / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if number == 0 or module.ID == "consumer":
                found.append(path)
    named = os.environ.get("ENTEROTONE_DATA")
    for path in sorted(Path(named, "formats").rglob("*")) if named else []:
        if path.is_file() and path.stat().st_size <= LARGEST:
            goal = folder / "real" / path.parent.name / path.name
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, goal)
            found.append(goal)
    return found


def mutate(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Change the content of a file in one to four ways."""
    packed = data[:2] == b"\x1f\x8b"
    if packed and rng.random() < 0.8:
        data = gzip.decompress(data)
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        _ONE[rng.randrange(len(_ONE))](out, other, rng)
    return gzip.compress(bytes(out), 1) if rng.random() < 0.05 else bytes(out)


def _flip(out: bytearray, other: bytes, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 1, 2, 8))):
        if out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)


def _byte(out: bytearray, other: bytes, rng: random.Random) -> None:
    if out:
        out[rng.randrange(len(out))] = rng.choice(b"\x00\t\n\r ,;|\"'#@-.eE019_{}[]\xff")


def _cut(out: bytearray, other: bytes, rng: random.Random) -> None:
    del out[rng.randrange(len(out) + 1) :]


def _drop(out: bytearray, other: bytes, rng: random.Random) -> None:
    start = rng.randrange(len(out) + 1)
    del out[start : start + rng.choice((1, 4, 30, 400))]


def _repeat(out: bytearray, other: bytes, rng: random.Random) -> None:
    start = rng.randrange(len(out) + 1)
    out[start:start] = out[start : start + rng.choice((1, 10, 200, 2000))]


def _splice(out: bytearray, other: bytes, rng: random.Random) -> None:
    start, place = rng.randrange(len(other) + 1), rng.randrange(len(out) + 1)
    out[place : place + rng.choice((0, 50))] = other[start : start + rng.choice((10, 300))]


def _lines(out: bytearray, other: bytes, rng: random.Random) -> None:
    lines = bytes(out).split(b"\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    what = rng.randrange(4)
    if what == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif what == 1:
        lines.insert(i, lines[j])
    elif what == 2:
        del lines[i]
    else:
        lines[i] = lines[i].replace(b"\t", rng.choice((b",", b"\t\t", b" ", b"")))
    out[:] = b"\n".join(lines)


def _number(out: bytearray, other: bytes, rng: random.Random) -> None:
    lines = bytes(out).split(b"\n")
    place = rng.randrange(len(lines))
    mark = b"\t" if b"\t" in lines[place] else b","
    cells = lines[place].split(mark)
    cells[rng.randrange(len(cells))] = rng.choice(EXTREME)
    lines[place] = mark.join(cells)
    out[:] = b"\n".join(lines)


_ONE = (_flip, _byte, _cut, _drop, _repeat, _splice, _lines, _lines, _number, _number)


def judge(path: Path) -> str:
    """Read a file by the public functions; give ``read`` or the kind of refusal.

    Raises
    ------
    AssertionError
        If a profile breaks its own rules.
    """
    try:
        module = sniff_format(path)
        names = list_samples(path)
        profile = module.read(path, names[-1] if names else None)
    except EnterotoneError as error:
        return type(error).__name__ if len(str(error)) > 20 else "FAILED: a message that says nothing"
    if holds(module) == "functions":
        assert all(math.isfinite(value) and value >= 0 for value in profile.abundances.values())
        return "read"
    total = math.fsum(taxon.abundance for taxon in profile.taxa) + profile.unclassified
    assert abs(total - 1) < 1e-6, "shares that do not add up"
    assert profile.depth is None or (math.isfinite(profile.depth) and profile.depth > 0), "an impossible depth"
    assert all(taxon.lineage and taxon.name for taxon in profile.taxa), "a taxon without a name"
    match(profile)
    return "read"


def run_case(number: int, seed: int, files: list[Path], contents: dict[Path, bytes]) -> str:
    """Run one case; give its outcome, with ``FAILED`` where something else happened than what may."""
    rng = random.Random(f"{seed}-{number}")
    path = files[rng.randrange(len(files))]
    other = contents[files[rng.randrange(len(files))]]
    before = contents[path]
    path.write_bytes(mutate(before, other, rng))
    signal.alarm(LIMIT_S)
    try:
        return judge(path)
    except TooSlow:
        return f"FAILED case {number} ({path.name}): took longer than {LIMIT_S} s"
    except BaseException as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"FAILED case {number} ({path.name}): {error!r} at {Path(where.filename).name}:{where.lineno}"
    finally:
        signal.alarm(0)
        path.write_bytes(before)


def work(first: int, last: int, seed: int) -> int:
    """Run cases in this process; print counts and failures."""
    faulthandler.enable()

    def stop(*_: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, stop)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        files = seeds(Path(folder))
        contents = {path: path.read_bytes() for path in files}
        for number in range(first, last):
            sys.stdout.write(f"\rcase {number}") if sys.stdout.isatty() else None
            outcome = run_case(number, seed, files, contents)
            if outcome.startswith("FAILED"):
                print(outcome, flush=True)
            counts[outcome.split(" ")[0]] += 1
    print(" ".join(f"{name}={count}" for name, count in sorted(counts.items())), flush=True)
    return int(counts["FAILED"] > 0)


def main() -> int:
    """Split the cases over processes, so that a crash is told and does not end the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=2_500)
    parser.add_argument("--only", type=int)
    parser.add_argument("--range", nargs=2, type=int, metavar=("FIRST", "LAST"), help="run in this process")
    choice = parser.parse_args()
    if choice.only is not None:
        return work(choice.only, choice.only + 1, choice.seed)
    if choice.range:
        return work(*choice.range, choice.seed)
    start, bad = time.monotonic(), 0
    waiting = [(first, min(first + choice.chunk, choice.cases)) for first in range(0, choice.cases, choice.chunk)]
    running: list[tuple[tuple[int, int], subprocess.Popen[str]]] = []
    totals: Counter[str] = Counter()
    while waiting or running:
        while waiting and len(running) < choice.jobs:
            chunk = waiting.pop(0)
            words = [sys.executable, __file__, "--seed", str(choice.seed), "--range", *map(str, chunk)]
            running.append((chunk, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)))
        chunk, process = running.pop(0)
        out, err = process.communicate()
        *failures, last = out.strip().splitlines() or [""]
        if process.returncode not in {0, 1}:
            print(f"cases {chunk[0]} to {chunk[1]}: the process ended with {process.returncode}\n{err[-2000:]}")
            bad += 1
            continue
        for line in failures:
            print(line)
        bad += len(failures)
        for word in last.split():
            name, _, count = word.partition("=")
            totals[name] += int(count)
        print(f"{sum(totals.values())} of {choice.cases}", file=sys.stderr)
    print(f"{sum(totals.values())} cases in {time.monotonic() - start:.0f} s: {dict(totals)}; {bad} failures")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
