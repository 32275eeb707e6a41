"""Time to write both editions in both forms from one assessment: wall and processor time, first and later calls.

Run: ``python benchmarks/report.py [INDIVIDUALS]``. The assessment of the example is made first and not timed; the first
call loads Jinja2, typst and the fonts, later calls do not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from enterotone.operations.assess import assess
from enterotone.report import write_editions

REPEATS = 5


def main() -> None:
    answer = assess(n=int(sys.argv[1]) if len(sys.argv) > 1 else 16)
    for repeat in range(1 + REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            wall, processor = time.perf_counter(), time.process_time()
            paths = write_editions(answer, Path(folder))
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e3:.0f} kB" for path in paths)
        print(f"{'first' if repeat == 0 else 'later'}: {wall:.2f} s wall, {processor:.2f} s processor ({sizes})")


if __name__ == "__main__":
    main()
