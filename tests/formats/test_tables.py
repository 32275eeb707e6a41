"""Plain and Parquet tables of taxa: orientation, amounts, nesting, faults, and the real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from enterotone.errors import FormatError, ProfileError
from enterotone.formats import list_samples, open_profile
from enterotone.microbiome import resolve, summarise

DATA = Path(__file__).parents[1] / "data"


def write(folder: Path, text: str, name: str = "table.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def write_parquet(folder: Path, columns: dict[str, list[object]]) -> Path:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    path = folder / "table.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_taxa_in_rows():
    profile = open_profile(DATA / "genus_taxa_in_rows.tsv", "stool_2")
    assert profile.unclassified == pytest.approx(0.1)
    assert profile.shares_at("genus")["Bacteroides"] == pytest.approx(0.225)
    assert (profile.kind, profile.depth, profile.rank) == ("relative", None, "genus")


def test_samples_in_rows_with_counts():
    path = DATA / "genus_samples_in_rows.csv"
    assert list_samples(path) == ("stool_1", "stool_2")
    profile = open_profile(path, "stool_1")
    assert (profile.kind, profile.depth) == ("counts", 20000)
    assert profile.shares_at("genus")["Bacteroides"] == pytest.approx(5000 / 20000)


def test_sequence_variants_of_one_taxon_add_up_with_a_warning():
    profile = open_profile(DATA / "otu_with_taxonomy.tsv", "stool_1")
    assert profile.shares_at("genus")["Bacteroides"] == pytest.approx(2500 / profile.depth)
    assert any("added up" in warning for warning in profile.warnings)


def test_orientations_and_spellings_agree_on_the_groups():
    rows = summarise(resolve(open_profile(DATA / "genus_taxa_in_rows.tsv", "stool_1"))).shares
    bare = summarise(resolve(open_profile(DATA / "genus_samples_in_rows.csv", "stool_1"))).shares
    otus = summarise(resolve(open_profile(DATA / "otu_with_taxonomy.tsv", "stool_1"))).shares
    assert otus == pytest.approx(rows, abs=1e-4)
    # Without its family the bare name Clostridium cannot be told from the Lachnospiraceae that carry it.
    assert bare == pytest.approx(rows, abs=0.03)


def test_one_sample_without_header_is_named_after_the_file(tmp_path):
    profile = open_profile(write(tmp_path, "Bacteroides\t0.7\nBlautia\t0.3\n", "anna.tsv"))
    assert profile.sample == "anna"
    assert profile.shares_at("genus") == pytest.approx({"Bacteroides": 0.7, "Blautia": 0.3})


def test_percent_and_semicolons(tmp_path):
    profile = open_profile(write(tmp_path, "genus;s1\nBacteroides;70\nBlautia;30\n", "t.csv"))
    assert profile.shares_at("genus")["Blautia"] == pytest.approx(0.3)


def test_nested_ranks_are_counted_once(tmp_path):
    text = "taxon\ts\nd__Bacteria\t100\nd__Bacteria;p__Bacteroidota\t60.5\n"
    text += "d__Bacteria;p__Bacteroidota;c__B;o__Bacteroidales;f__Bacteroidaceae;g__Bacteroides\t60.5\n"
    text += "d__Bacteria;p__Bacillota\t39.5\n"
    profile = open_profile(write(tmp_path, text))
    assert profile.shares_at("phylum") == pytest.approx({"Bacteroidota": 0.605, "Bacillota": 0.395})


def test_disjoint_ranks_are_all_kept(tmp_path):
    family = "Bacteria;Bacillota;Clostridia;Eubacteriales;Lachnospiraceae"
    text = f"taxon\ts\n{family}\t10\n{family};Blautia\t90\n"
    assert open_profile(write(tmp_path, text)).shares_at("genus") == pytest.approx(
        {"Lachnospiraceae": 0.1, "Blautia": 0.9}
    )


def test_names_for_the_rest_are_unclassified(tmp_path):
    text = "taxon\ts\nBacteroides\t50\nBlautia\t25\nUnassigned\t15\nOTHER_below_0.0005\t10\n"
    assert open_profile(write(tmp_path, text)).unclassified == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("taxon\ts1\nBacteroides\tx\nBlautia\t0.4\n", r"line 2, column 's1': found 'x'; expected a number"),
        ("taxon\ts1\nBacteroides\t0.6\nBlautia\t-0.4\n", r"line 3, column 's1': found '-0\.4'"),
        ("taxon\ts1\nBacteroides\t0.6\nBlautia\t\n", r"line 3, column 's1': found a blank cell.*Write 0"),
        ("taxon\ts1\ts2\nBacteroides\t0.6\t1\nBlautia\t0.4\n", r"line 3, column 2: found 2 cells; expected 3"),
        ("taxon\ts1\nBacteroides\t0.6\nBlautia\t0.1\n", r"found a sum of 0\.7 in sample 's1'.*unclassified"),
        ("taxon\ts1\nBacteroides\t0.6\nBacteroides\t0.4\n", r"line 3: found the taxon 'Bacteroides' a second time"),
        ("taxon\ts1\ts1\nBacteroides\t0.6\t1\n", r"found the sample 's1' twice"),
        (
            "taxon\ts\nd__Bacteria;p__Bacillota\t9\nd__Bacteria;p__Bacillota;c__Clostridia\t5\n",
            r"cannot be told.*Keep the rows of one rank",
        ),
    ],
)
def test_faults_name_place_and_remedy(tmp_path, text, message):
    with pytest.raises(FormatError, match=message):
        open_profile(write(tmp_path, text), "s1" if "s1" in text else None)


def test_zeros_have_no_composition(tmp_path):
    with pytest.raises(ProfileError, match="all abundances are 0"):
        open_profile(write(tmp_path, "taxon\ts1\nBacteroides\t0\nBlautia\t0\n"))


def test_more_than_twenty_samples_are_listed_in_part(tmp_path):
    header = "taxon\t" + "\t".join(f"s{n}" for n in range(30))
    row = "\t".join(["1"] * 30)
    with pytest.raises(FormatError, match=r"30 samples: s0, .*s19, and 10 more"):
        open_profile(write(tmp_path, f"{header}\nBacteroides\t{row}\n"))


@pytest.mark.parametrize("taxa_in_rows", [True, False])
def test_parquet_either_way_round(tmp_path, taxa_in_rows):
    columns: dict[str, list[object]] = {"taxon": ["g__Bacteroides", "g__Blautia"], "s1": [0.6, 0.4], "s2": [0.2, 0.8]}
    if not taxa_in_rows:
        columns = {"Sample": ["s1", "s2"], "g__Bacteroides": [0.6, 0.2], "g__Blautia": [0.4, 0.8]}
    path = write_parquet(tmp_path, columns)
    assert list_samples(path) == ("s1", "s2")
    assert open_profile(path, "s2").shares_at("genus") == pytest.approx({"Blautia": 0.8, "Bacteroides": 0.2})


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"Sample": ["s1", "s2"], "Bacteroides": [None, 1.0], "Blautia": [1.0, 0.0]},
            r"line 1, column 'Bacteroides': found 'nan'",
        ),
        ({"Sample": ["s1"], "Group": ["H"], "Blautia": [1.0]}, r"found 2 text columns \(Sample, Group\)"),
        ({"Sample": ["s1", "s1"], "Blautia": [1.0, 1.0], "Dorea": [0.0, 0.0]}, r"found the sample 's1' twice"),
    ],
)
def test_parquet_faults(tmp_path, columns, message):
    with pytest.raises(FormatError, match=message):
        open_profile(write_parquet(tmp_path, columns), "s1")


def test_broken_parquet(tmp_path):
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(FormatError, match="broken Parquet"):
        open_profile(path)


@pytest.mark.parametrize("sample", ["1.T.1", "20.T.5", "65.T.1"])
def test_real_parquet_sample_is_recognised(shared_data, sample):
    resolved = resolve(open_profile(shared_data / "borenstein/MARS_IBS_2020.genera.parquet", sample))
    assert resolved.recognised > 0.9
    assert resolved.by_rank["genus"] > 0.5
    assert resolved.profile.richness() > 100


def test_real_parquet_lists_287_samples(shared_data):
    assert len(list_samples(shared_data / "borenstein/MARS_IBS_2020.genera.parquet")) == 287


@pytest.mark.parametrize(
    "name",
    [
        "claesson/gg_taxatable.txt.gz",
        "claesson/refseq_taxatable.txt.gz",
        "qin2012/taxatable.txt.gz",
        "sokol/gg_taxatable.txt.gz",
    ],
)
def test_real_count_tables_in_greengenes_and_refseq_names(shared_data, name):
    path = shared_data / "mlrepo" / name
    profile = open_profile(path, list_samples(path)[0])
    assert profile.kind == "counts"
    assert resolve(profile).recognised > 0.9


def test_real_silva_counts(shared_data):
    path = shared_data / "metaibs/Ringel-2015.genus.counts.parquet"
    assert resolve(open_profile(path, list_samples(path)[0])).recognised > 0.95
