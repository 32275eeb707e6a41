"""Run the semantic test suite of SBML, print how it ended, and write the page of the documentation.

python benchmarks/sbml_suite.py sbml-test-suite-semantic-dev.tar.xz [--every-level] [--page FILE]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from enterotone.operations.suite import Verdict, read_cases, run_suite, support_page


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path, help="sbml-test-suite-semantic-dev.tar.xz")
    parser.add_argument("--every-level", action="store_true", help="every document of a case, not only the newest")
    parser.add_argument("--page", type=Path, help="file to write the page to")
    options = parser.parse_args()
    start = time.perf_counter()
    verdicts = run_suite(read_cases(options.archive), options.every_level, _tell_if_wrong)
    counts = Counter("wrong" if v.wrong else (f"refused: {v.refused}" if v.refused else "passed") for v in verdicts)
    for end, count in counts.most_common():
        print(f"{count:6d}  {end}")
    print(f"{len(verdicts):6d}  all, in {time.perf_counter() - start:.0f} s")
    if options.page:
        options.page.write_text(support_page(verdicts), encoding="utf-8")
    return int(counts["wrong"] > 0)


def _tell_if_wrong(verdict: Verdict) -> None:
    if verdict.wrong:
        print(f"{verdict.number} {verdict.level}: {verdict.wrong}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
