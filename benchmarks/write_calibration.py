"""Carry a calibration into the tables of a checkout, and write its page.

Reads ``calibration.json`` of two fits from two seeds. The first one's values go into the tables of organs and
interventions (kind fitted, the note says against what), and what stood there before into ``calibration/priors.tsv``,
so that ``enterotone calibrate`` finds the same start again. The page shows both fits side by side.

    python benchmarks/write_calibration.py FOLDER OTHER_FOLDER [--page FILE] [--keep-tables]
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1] / "src" / "enterotone"
#: Two fits agree on a number when their scores differ by less than this many of their joint spreads.
OVERLAP = 1.645


def rewritten(path: Path, numbers: dict[str, dict[str, Any]]) -> set[str]:
    """Put fitted values into a table; the names that were found there."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    column = {name: place for place, name in enumerate(header)}
    done: set[str] = set()
    for place, line in enumerate(lines[1:], 1):
        cells = line.split("\t")
        number = numbers.get(cells[0])
        if number is None:
            continue
        # A fitted number says what it was fitted to; the source of its range stays.
        note = cells[column["note"]].split("; calibrated against ")[0]
        what = number["readings"] or "all building experiments"
        cells[column["note"]] = f"{note + '; ' if note else ''}calibrated against {what} (before: {number['before']:g})"
        cells[column["nominalValue"]] = f"{number['after']:.4g}"
        cells[column["kind"]] = "fitted"
        lines[place] = "\t".join(cells)
        done.add(cells[0])
    if done:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return done


def write_tables(found: dict[str, Any]) -> None:
    numbers = {row["parameterId"]: row for row in found["numbers"]}
    tables = [*(PACKAGE / "organs").glob("*.tsv"), *(PACKAGE / "interventions").glob("*.tsv")]
    done = set().union(*(rewritten(path, numbers) for path in tables))
    if missing := set(numbers) - done:
        raise SystemExit(f"no table has {sorted(missing)}")
    path = PACKAGE / "calibration" / "priors.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        before = {row["parameterId"]: row for row in csv.DictReader(file, delimiter="\t")}
    for name, row in numbers.items():
        before.setdefault(name, {"parameterId": name, "value": f"{row['before']:g}", "unit": row["unit"]})
    lines = ["parameterId\tvalue\tunit", *(f"{n}\t{before[n]['value']}\t{before[n]['unit']}" for n in sorted(before))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def page(first: dict[str, Any], second: dict[str, Any]) -> str:
    other = {row["parameterId"]: row for row in second["numbers"]}
    costs = ", ".join(f"{value:.1f}" for value in first["costs"])
    only = "".join(f" --only {name}" for name in sorted({row["parameterId"] for row in first["numbers"]} | set(other)))
    lines = [
        "# Calibration",
        "",
        "Typical values of uncertain numbers are fitted to the building experiments with a published number, all at "
        "once: predictions are population medians, scores are standard normal inside the range that the evidence "
        "gives, large misfits count less, and as few numbers as possible are moved "
        "(`src/enterotone/calibration`). What was measured in people and read at its source is never moved, and "
        "nothing leaves its range. Readings that are no number (signs, correlations, standardised differences) are "
        "not fitted. Passing a row that was fitted is no prediction.",
        "",
        "```",
        f"enterotone calibrate -o calibration{only}",
        f"enterotone calibrate -o calibration-{second['seed']} --seed {second['seed']}{only}",
        "python benchmarks/write_calibration.py calibration calibration-" + str(second["seed"]),
        "```",
        "",
        f"{len(first['readings'])} readings, {len(first['numbers'])} numbers moved; cost at the start and after each "
        f"step: {costs}. The data tell {first['told_directions']} of {len(first['numbers'])} directions better than "
        "the evidence did; along the others a number was moved by its neighbours' company and keeps the spread of "
        "its prior.",
        "",
        "## What is held",
        "",
        "The resting person was balanced against published flows and levels, so numbers that move a resting state are "
        "not offered. A fit that may move those too (22 numbers of 361) brings 54 of 67 human rows inside their range "
        "instead of 48, and breaks the balance: flows of the tryptophan balance beyond 10 %, resting tryptophan, CSF, "
        "the composition of a typical stool. It was not used. Numbers of the interferon drive (`Emax_IDO1`, "
        "`Emax_KMO`, `EC50_IFN`) are held as well: rows ask for more kynurenine and for less loss of tryptophan at "
        "once (O099, O102), and the fit pays for one with the other.",
        "",
        "## Numbers",
        "",
        "Score: 0 is the value before the fit, 1.64 the end of the range. Told: yes where the spread of the score fell "
        "below a half, in part below 0.9, no else. Overlap: whether a fit to another population "
        f"(seed {second['seed']}) agrees within the spreads; a number that it did not move counts as score 0.",
        "",
        "| number | before | after | range | score | other seed | overlap | told | readings that move it most |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    agree = 0
    for row in first["numbers"]:
        twin = other.get(row["parameterId"])
        score, spread = (twin["score"], twin["spread"]) if twin else (0.0, 1.0)
        joint = (row["spread"] ** 2 + spread**2) ** 0.5
        is_overlap = abs(row["score"] - score) <= OVERLAP * joint
        agree += is_overlap
        lines.append(
            f"| `{row['parameterId']}` | {row['before']:.4g} | {row['after']:.4g} {row['unit']} | {row['low']:.4g} to "
            f"{row['high']:.4g} | {row['score']:+.2f} ± {row['spread']:.2f} | "
            f"{f'{score:+.2f} ± {spread:.2f}' if twin else 'not moved'} | {'yes' if is_overlap else 'no'} | "
            f"{row['told']} | {row['readings']} |"
        )
    lines += ["", f"The two fits overlap in {agree} of {len(first['numbers'])} numbers.", ""]
    untold = [f"`{row['parameterId']}`" for row in first["numbers"] if row["told"] == "no"]
    lines += [f"What the data cannot tell among these: {', '.join(untold) or 'none'}.", "", "## Readings", ""]
    lines += [
        "Misfit: prediction less published, in standard deviations of the published range and the model error.",
        "",
    ]
    lines += ["| reading | species | before | after | misfit before | after |", "|---|---|---|---|---|---|"]
    for row in sorted(first["readings"], key=lambda reading: -abs(reading["misfit_after"])):
        lines.append(
            f"| {row['id']} | {row['species']} | {row['before']:.4g} | {row['after']:.4g} | "
            f"{row['misfit_before']:+.1f} | {row['misfit_after']:+.1f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--keep-tables", action="store_true")
    given = parser.parse_args()
    fits = [
        json.loads((folder / "calibration.json").read_text(encoding="utf-8")) for folder in (given.first, given.second)
    ]
    if not given.keep_tables:
        write_tables(fits[0])
    text = page(*fits)
    if given.page:
        given.page.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
