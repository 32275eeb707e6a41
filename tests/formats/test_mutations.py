"""Mutated files end in a profile or in a word of ours; changes that mean nothing change nothing; memory is bounded."""

from __future__ import annotations

import gzip
import importlib.util
import io
import signal
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterotone.errors import EnterotoneError, FormatError
from enterotone.formats import format_files, holds, list_samples, open_profile, sniff_format

ROOT = Path(__file__).parents[2]
N_CASES = 600


def text_formats():
    for module in format_files().values():
        first = next(iter(module.example().values()))
        if holds(module) == "taxa" and b"\x00" not in first:
            yield module


TEXT = list(text_formats())


@pytest.fixture(scope="module")
def fuzzer():
    spec = importlib.util.spec_from_file_location("fuzz_formats", ROOT / "benchmarks/fuzz_formats.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "fuzz_formats", module)
        spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the limit of a case needs an alarm, which Windows lacks")
def test_a_fixed_sample_of_mutations_of_examples(fuzzer, tmp_path, monkeypatch):
    monkeypatch.delenv("ENTEROTONE_DATA", raising=False)
    files = fuzzer.seeds(tmp_path)
    contents = {path: path.read_bytes() for path in files}
    outcomes = [fuzzer.run_case(number, 0, files, contents) for number in range(N_CASES)]
    assert [outcome for outcome in outcomes if outcome.startswith("FAILED")] == []
    assert {"read", "FormatError"} <= set(outcomes)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), start=st.sampled_from(TEXT))
def test_anything_after_the_start_of_a_format_is_read_or_refused(content, start, tmp_path):
    path = tmp_path / "any"
    head = next(iter(start.example().values()))
    path.write_bytes(head[: len(head) // 3] + content)
    try:
        profile = open_profile(path)
    except EnterotoneError:
        return
    assert sum(taxon.abundance for taxon in profile.taxa) + profile.unclassified == pytest.approx(1)


def write(module, folder: Path, change) -> Path:
    for number, (name, content) in enumerate(module.example().items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if number else change(content))
    return folder / next(iter(module.example()))


@pytest.mark.parametrize("module", TEXT, ids=lambda module: module.ID)
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data + b"\n\n",
        lambda data: data.rstrip(b"\n"),
        lambda data: gzip.compress(data),
    ],
    ids=["Windows ends", "byte order mark", "blank lines", "no last end", "gzip"],
)
def test_changes_that_mean_nothing_change_nothing(module, change, tmp_path):
    plain = open_profile(write(module, tmp_path / "a", lambda data: data))
    changed = open_profile(write(module, tmp_path / "b", change))
    key = lambda taxon: (taxon.lineage, round(taxon.abundance, 12))  # noqa: E731
    assert sorted(map(key, changed.taxa)) == sorted(map(key, plain.taxa))
    assert changed.depth == plain.depth


ROWS = {"bracken", "genus_table", "emu", "motus", "sourmash", "cami", "metaphlan", "kraken_mpa", "kraken_report"}


@pytest.mark.parametrize("module", [m for m in TEXT if m.ID in ROWS], ids=lambda module: module.ID)
def test_a_taxon_that_comes_twice_is_refused(module, tmp_path):
    def double(data: bytes) -> bytes:
        lines = data.rstrip(b"\n").split(b"\n")
        return b"\n".join([*lines, lines[-2] if module.ID == "motus" else lines[-1]]) + b"\n"

    with pytest.raises(FormatError, match=r"twice|as in line|second time|stands in line|each taxon once"):
        open_profile(write(module, tmp_path, double))


NESTED = {"kraken_report", "krakenuniq", "mothur", "bracken"}


@pytest.mark.parametrize("module", [m for m in TEXT if m.ID in NESTED], ids=lambda module: module.ID)
def test_a_cut_file_is_refused_where_the_format_can_tell(module, tmp_path):
    with pytest.raises(EnterotoneError):
        open_profile(write(module, tmp_path, lambda data: data[: 2 * len(data) // 3]))


def test_only_the_wanted_sample_of_a_large_table_is_kept(tmp_path):
    path = tmp_path / "wide.tsv"
    names = "\t".join(f"s{n}" for n in range(3000))
    genera = ("Bacteroides", "Blautia", "Roseburia", "Alistipes", "Dorea", "Dialister", "Prevotella", "Bilophila")
    with path.open("w") as file:
        file.write(f"genus\t{names}\n")
        for genus in genera:
            file.write(genus + "\t12" * 3000 + "\n")
        for n in range(1000):
            file.write(f"g__Genus{n}" + "\t12" * 3000 + "\n")
    size = path.stat().st_size
    tracemalloc.start()
    try:
        profile = open_profile(path, "s7")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert profile.depth == 12 * (1000 + len(genera))
    # The head is held for sniffing; the body, nine megabytes, is not.
    assert size > 9_000_000
    assert peak < 40_000_000


def test_gzip_that_unpacks_too_far_is_refused(tmp_path):
    path = tmp_path / "bomb.tsv.gz"
    with gzip.open(path, "wb") as file:
        file.write(b"#OTU ID\ts1\ttaxonomy\n")
        for _ in range(100):
            file.write(b"OTU1\t1\tk__Bacteria; g__Blautia\n" * 40_000)
    with pytest.raises(FormatError, match="unpacks to more than 200 times its size"):
        open_profile(path)


def test_a_member_of_a_zip_that_unpacks_too_far_is_refused(tmp_path):
    path = tmp_path / "bomb.qza"
    folder = "00000000-0000-4000-8000-000000000001"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder}/metadata.yaml", "type: FeatureTable[Frequency]\n")
        with archive.open(f"{folder}/data/feature-table.biom", "w") as file:
            for _ in range(257):
                file.write(bytes(1 << 20))
    with pytest.raises(FormatError, match="more than 256 MiB when unpacked"):
        list_samples(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04" + bytes(60), "zip archive"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "HDF5 that is no BIOM table"),
        (b'{"matrix_type": "sparse"', "JSON that is no BIOM table"),
        (b'{"ubiome_bacteriacounts": [{"tax_name": "Bacteria"}]}', "an entry without rank"),
        (b'{"ubiome_bacteriacounts": ', "JSON that cannot be read"),
        (b"PAR1" + bytes(50), "broken Parquet"),
        ("genus\ts\nBlautia\t1\n".encode("utf-16"), "text in UTF-16"),
    ],
)
def test_broken_files_are_named(content, message, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=message):
        open_profile(path)


def test_a_workbook_with_a_document_type_is_refused(tmp_path):
    content = format_files()["excel"].example()["stool_1.xlsx"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            new.writestr(name, data)
    path = tmp_path / "x.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(FormatError, match="XML with a document type"):
        open_profile(path)


def test_site_of_a_consumer_export_is_heeded(tmp_path):
    content = format_files()["consumer"].example()["stool_1.ubiome.json"].replace(b'"gut"', b'"nose"')
    path = tmp_path / "nose.json"
    path.write_bytes(content)
    assert sniff_format(path).ID == "consumer"
    with pytest.raises(FormatError, match="a sample of the site 'nose'"):
        open_profile(path)
