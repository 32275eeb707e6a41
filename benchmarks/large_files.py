"""Memory and time for files that are far larger than any profile: tables of a gigabyte, gzip and zip bombs.

Each case runs in a process of its own, whose peak resident memory is told. Tables are read (streamed, one sample
kept) or refused; bombs are refused.

Run: ``python benchmarks/large_files.py [--gigabytes 1]``; exit code 1 where a case used more than 1.5 GB.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from enterotone.microbiome.traits import trait_table

MOST_MB = 1500
CHUNK = 1 << 20

READ = """
import resource, sys, time
from enterotone.errors import EnterotoneError
from enterotone.formats import list_samples, open_profile
start = time.monotonic()
try:
    open_profile(sys.argv[1], list_samples(sys.argv[1])[0])
    said = "read"
except EnterotoneError as error:
    said = str(error).partition(": ")[2][:70]
print(f"{time.monotonic() - start:.0f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB, {said}")
"""


def samples_in_rows(path: Path, size: int) -> None:
    """A plain table of genera and as many samples as fit."""
    genera = [row.taxon for row in trait_table().rows if row.rank == "genus"]
    with path.open("w") as file:
        file.write("sample\t" + "\t".join(genera) + "\n")
        row, written = "\t12" * len(genera), 0
        while written < size:
            written += file.write(f"s{written}{row}\n")


def taxa_in_rows(path: Path, size: int) -> None:
    """A plain table of 2000 genera and as many samples as fit."""
    n_samples = size // 2000 // 3
    with path.open("w") as file:
        file.write("taxon\t" + "\t".join(f"s{n}" for n in range(n_samples)) + "\n")
        row = "\t12" * n_samples
        for n in range(2000):
            file.write(f"g__Genus{n}{row}\n")


def gzip_of_zeros(path: Path, size: int) -> None:
    """Ten times as many zeros as the size, packed a thousandfold."""
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(10 * size // CHUNK):
            file.write(bytes(CHUNK))


def gzip_of_lines(path: Path, size: int) -> None:
    """A plain table whose rows never end, packed hundreds of times."""
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b"taxon\ts1\nBacteroides\t1\nBlautia\t2\n")
        for _ in range(10 * size // CHUNK):
            file.write(b"Blautia\t0\n" * (CHUNK // 10))


def zip_bomb(path: Path, size: int) -> None:
    """A QIIME 2 artifact whose table unpacks to the size."""
    folder = "00000000-0000-4000-8000-000000000001"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder}/metadata.yaml", "type: FeatureTable[Frequency]\n")
        with archive.open(f"{folder}/data/feature-table.biom", "w", force_zip64=True) as file:
            for _ in range(size // CHUNK):
                file.write(bytes(CHUNK))


def json_of_brackets(path: Path, size: int) -> None:
    """JSON that begins as BIOM and opens brackets for ever."""
    with path.open("wb") as file:
        file.write(b'{"matrix_type": "sparse", "data": ')
        for _ in range(min(size, 200 << 20) // CHUNK):
            file.write(b"[" * CHUNK)


def main() -> int:
    """Make each file, read it in a process, print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=1.0)
    size = int(parser.parse_args().gigabytes * (1 << 30))
    makers: tuple[Callable[[Path, int], None], ...] = (
        samples_in_rows,
        taxa_in_rows,
        gzip_of_zeros,
        gzip_of_lines,
        zip_bomb,
        json_of_brackets,
    )
    bad = 0
    for maker in makers:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file.any"
            maker(path, size)
            done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False)
            print(f"{maker.__name__}, {path.stat().st_size >> 20} MB: {done.stdout.strip() or done.stderr[-300:]}")
            bad += done.returncode != 0 or int(done.stdout.split(" MB")[0].split()[-1]) > MOST_MB
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
