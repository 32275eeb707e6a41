"""Finding the format: by content, with a clear word about what cannot be read; and the shape of every format file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from enterotone.errors import FormatError
from enterotone.formats import format_files, list_samples, open_profile, sniff_format

DATA = Path(__file__).parents[1] / "data"
FILES = sorted(path for path in DATA.iterdir() if path.suffix in {".tsv", ".csv", ".txt"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_exactly_one_format_claims_each_file(path):
    head = path.read_bytes()
    claims = [module for module in format_files().values() if module.sniff(head)]
    certain = [module for module in claims if not getattr(module, "IS_FALLBACK", False)]
    assert [module.ID for module in certain or claims] == [sniff_format(path).ID]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_name_does_not_matter(path, tmp_path):
    renamed = tmp_path / "profile.parquet"
    renamed.write_bytes(path.read_bytes())
    assert sniff_format(renamed).ID == sniff_format(path).ID


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_listed_sample_opens_and_sums_to_one(path):
    for sample in list_samples(path):
        profile = open_profile(path, sample)
        assert profile.sample == sample
        assert profile.format == sniff_format(path).ID
        assert sum(taxon.abundance for taxon in profile.taxa) + profile.unclassified == pytest.approx(1)


@pytest.mark.parametrize("module", format_files().values(), ids=lambda module: module.ID)
def test_every_format_file_has_the_same_shape(module):
    assert module.__name__.endswith(module.ID)
    assert module.TITLE
    assert all(suffix.startswith(".") for suffix in module.SUFFIXES)
    for heading in ("Support table", "Specification", "References"):
        assert heading in module.__doc__
    assert not module.sniff(b"")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\x7fELF\x00\x01\x02", "a binary file of unknown kind.*genus_table, .*metaphlan, "),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"@read1\nACGT\n+\nIIII\n", "raw reads .*run a profiler first"),
        (b"dear diary\nnothing here\n", "text that begins 'dear diary'.*enterotone profile --formats"),
        (b"name,age\nanna,31\n", "expected one of the known formats"),
        (gzip.compress(b"k__Bacteria\t100\n" * 99)[:40], "the gzip file is broken"),
    ],
)
def test_unreadable_content(tmp_path, content, message):
    path = tmp_path / "profile.tsv"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=message):
        open_profile(path)


def test_directory(tmp_path):
    with pytest.raises(FormatError, match="this is a directory"):
        open_profile(tmp_path)


def test_missing_file_names_its_neighbours(tmp_path):
    (tmp_path / "anna.tsv").write_text("x")
    with pytest.raises(FormatError, match=r"no such file\. Nearest in that folder: anna\.tsv"):
        open_profile(tmp_path / "ana.tsv")


def test_text_that_is_not_utf8_names_its_line(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_bytes(b"taxon\ts1\n" + b"".join(b"Blautia sp%d\t0\n" % n for n in range(8001)) + b"Caf\xe9\t0\n")
    with pytest.raises(FormatError, match=r"line 8003: found the byte 0xe9; expected text in UTF-8"):
        open_profile(path)
