"""Every real file of the collection is read to values found by another route, or refused for the right reason.

The other routes are pandas, biom-format, h5py and plain text handling; none of them uses our readers.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from enterotone.errors import EnterotoneError, FormatError
from enterotone.formats import list_samples, open_functions, open_profile, sniff_format
from enterotone.microbiome import match, summarise

REFUSED = {
    "biom/PathwayTable.biom": "type 'Pathway table'",
    "biom/min_sparse_otu_table.biom": "no file beside it that names its 5 features",
    "biom/min_sparse_otu_table_hdf5.biom": "no file beside it that names its 5 features",
    "biom/simple.biom": "no file beside it that names its 6 features.*--add-lineage",
    "dada2/vandeputte2017_assignTaxonomy.csv.gz": "a taxonomy without amounts",
    "emu/ex-taxonomy.tsv": "a taxonomy without amounts",
    "humann/demo_genefamilies.tsv": "found genes",
    "humann/demo_pathabundance_with_names.tsv": "found pathway abundances",
    "humann/humann_output.tsv": "found genes",
    "humann/regroup_table-builtin_uniref50_ko_output.txt": "found genes .* expected taxa",
    "humann/test_pathways_flat.tsv": "expected one of the known formats",
    "mothur/mothur_example.taxonomy": "names taxa without amounts",
    "qiime2/sample-metadata.tsv": "expected one of the known formats",
    "qiime2/taxonomy.qza": r"type 'FeatureData\[Taxonomy\]'",
    "sourmash_gtdb/mpa_vJan21_SGB2GTDB_r207.tsv.gz": "names taxa without amounts",
    "sourmash_gtdb/species_to_full_taxonomy_map.tsv.gz": "names taxa without amounts",
    "sourmash_gtdb/test.taxonomy.csv": "names taxa without amounts",
    "sourmash_gtdb/test1.gather.csv": "without lineages.*tax annotate",
}


def test_every_file_is_read_or_refused_by_name(shared_data):
    for path in sorted((shared_data / "formats").rglob("*")):
        name = str(path.relative_to(shared_data / "formats"))
        if not path.is_file():
            continue
        if name in REFUSED:
            with pytest.raises(FormatError, match=REFUSED[name]):
                open_profile(path, list_samples(path)[0])
            continue
        for sample in list_samples(path)[:5]:
            profile = open_profile(path, sample)
            total = sum(taxon.abundance for taxon in profile.taxa) + profile.unclassified
            assert total == pytest.approx(1), name


@pytest.mark.parametrize(
    ("name", "tool", "has_warning"),
    [
        ("2611_se-ERR5766174-db1.kraken2.report.txt", "Kraken 2", True),
        ("AD_pe-db1.centrifuge.txt", "Kraken 1 or Centrifuge", True),
        ("sample_test.report", "Kraken 1 or Centrifuge", True),
        ("thryve2_Kraken2.kreport", "Kraken 2", True),
        ("thryve2_Kraken2_bracken.kreport", "Bracken", False),
    ],
)
def test_kraken_reports(shared_data, name, tool, has_warning):
    path = shared_data / "formats/kraken_bracken" / name
    table = pd.read_csv(path, sep="\t", header=None, names=["pct", "clade", "own", "rank", "id", "name"])
    profile = open_profile(path)
    assert (profile.tool, profile.kind, profile.depth) == (tool, "counts", table.own.sum())
    assert any("not abundances" in warning for warning in profile.warnings) == has_warning
    # The clade of a genus holds all that is below it.
    genera = table[(table["rank"] == "G") & (table.clade > 0)]
    shares = profile.shares_at("genus")
    for name, clade in zip(genera.name.str.strip(), genera.clade, strict=True):
        if name != "Homo":
            assert shares[name] == pytest.approx(clade / table.own.sum(), abs=5e-4)  # Bracken rounds


def test_bracken_table(shared_data):
    path = shared_data / "formats/kraken_bracken/sample_output_species_abundance.txt"
    table = pd.read_csv(path, sep="\t").set_index("name").new_est_reads
    profile = open_profile(path)
    assert (profile.tool, profile.rank, profile.depth) == ("Bracken", "species", table.sum())
    assert profile.shares_at("species") == pytest.approx((table / table.sum()).to_dict())


def test_host_reads_are_not_microbes(shared_data):
    profile = open_profile(shared_data / "formats/kraken_bracken/2611_se-ERR5766174-db1_S.tsv")
    assert profile.unclassified == pytest.approx(23 / 119)
    assert any("host" in warning for warning in profile.warnings)


def test_krakenuniq(shared_data):
    profile = open_profile(shared_data / "formats/kraken_bracken/test1.krakenuniq.report.txt")
    assert (profile.tool, profile.version, profile.database, profile.depth) == ("KrakenUniq", "1.0.0", "customdb/", 100)
    assert [taxon.rank for taxon in profile.taxa] == ["species"]


def test_biom_json_with_taxonomy(shared_data):
    path = shared_data / "formats/biom/Aggregated_humanization2.biom"
    table = json.loads(path.read_text())
    column = 3
    counts = np.zeros(len(table["rows"]))
    for i, j, value in table["data"]:
        if j == column:
            counts[i] += value
    genera = [str(row["metadata"]["taxonomy"]) for row in table["rows"]]
    bacteroides = sum(c for c, text in zip(counts, genera, strict=True) if "g__Bacteroides" in text)
    profile = open_profile(path, table["columns"][column]["id"])
    assert profile.depth == counts.sum()
    assert profile.shares_at("genus")["Bacteroides"] == pytest.approx(bacteroides / counts.sum())


@pytest.mark.parametrize("name", ["rich_dense_otu_table.biom", "rich_sparse_otu_table.biom"])
def test_biom_dense_and_sparse_agree_with_biom_format(shared_data, name):
    biom = pytest.importorskip("biom")
    path = shared_data / "formats/biom" / name
    table = biom.load_table(str(path))
    for sample in table.ids("sample"):
        profile = open_profile(path, sample)
        values = table.data(sample, "sample", dense=True)
        assert profile.depth == values.sum()
        genera = [row["taxonomy"][5].removeprefix("g__") for row in table.metadata(axis="observation")]
        expected = pd.Series(values, genera).groupby(level=0).sum()
        expected = expected[expected > 0] / values.sum()
        assert profile.shares_at("genus") == pytest.approx(expected.to_dict())


def test_biom_with_names_as_ids(shared_data):
    path = shared_data / "formats/biom/AmericanGutMetaphlanWGS.biom"
    table = json.loads(path.read_text())
    row = next(i for i, item in enumerate(table["rows"]) if item["id"] == "s__Akkermansia_muciniphila")
    place = next(j for j, item in enumerate(table["columns"]) if item["id"] == "AG-4607")
    percent = sum(value for i, j, value in table["data"] if (i, j) == (row, place))
    total = sum(value for _, j, value in table["data"] if j == place)
    shares = open_profile(path, "AG-4607").shares_at("species")
    assert shares["Akkermansia_muciniphila"] == pytest.approx(percent / total)


def test_json_and_hdf5_of_one_table_agree(shared_data, tmp_path):
    biom = pytest.importorskip("biom")
    source = shared_data / "formats/biom/Aggregated_humanization2.biom"
    path = tmp_path / "same.biom"
    with h5py.File(path, "w") as handle:
        biom.load_table(str(source)).to_hdf5(handle, "test")
    for sample in ("A110", "A12"):
        one, two = open_profile(source, sample), open_profile(path, sample)
        assert one.depth == two.depth
        assert one.shares_at("genus") == pytest.approx(two.shares_at("genus"))
        assert summarise(match(one)).shares == pytest.approx(summarise(match(two)).shares)


def test_qiime2_table_with_its_taxonomy(shared_data):
    folder = shared_data / "formats/qiime2"
    with zipfile.ZipFile(folder / "table.qza") as archive:
        name = next(item for item in archive.namelist() if item.endswith("feature-table.biom"))
        data = archive.read(name)
    with zipfile.ZipFile(folder / "taxonomy.qza") as archive:
        name = next(item for item in archive.namelist() if item.endswith("data/taxonomy.tsv"))
        names = pd.read_csv(io.BytesIO(archive.read(name)), sep="\t").set_index("Feature ID").Taxon
    with h5py.File(io.BytesIO(data)) as table:
        samples = [item.decode() for item in table["sample/ids"][:]]
        place = samples.index("L1S57")
        start, end = table["sample/matrix/indptr"][place : place + 2]
        features = [table["observation/ids"][i].decode() for i in table["sample/matrix/indices"][start:end]]
        counts = pd.Series(table["sample/matrix/data"][start:end], features)
    genus = names[counts.index].str.extract(r"g__([^;]+)")[0].str.strip()
    profile = open_profile(folder / "table.qza", "L1S57")
    assert list_samples(folder / "table.qza") == tuple(samples)
    assert (profile.tool, profile.version, profile.depth) == ("QIIME 2", "2020.8.0", counts.sum())
    expected = counts.groupby(genus.to_numpy()).sum() / counts.sum()
    shares = profile.shares_at("genus")
    for name in ("Bacteroides", "Blautia"):
        assert shares[name] == pytest.approx(expected[name])


def test_dada2_seqtab_with_its_taxonomy(shared_data):
    folder = shared_data / "formats/dada2"
    path = folder / "vandeputte2017_seqtab_nochim.csv.gz"
    counts = pd.read_csv(path, index_col=0).loc["SC03"]
    taxa = pd.read_csv(folder / "vandeputte2017_assignTaxonomy.csv.gz", index_col=0)
    expected = counts.groupby(taxa.Genus.reindex(counts.index)).sum() / counts.sum()
    profile = open_profile(path, "SC03")
    assert profile.depth == counts.sum()
    shares = profile.shares_at("genus")
    for name in ("Faecalibacterium", "Phocaeicola", "Agathobacter"):
        assert shares[name] == pytest.approx(expected[name])


def test_mothur_with_its_taxonomy(shared_data):
    folder = shared_data / "formats/mothur"
    table = pd.read_csv(folder / "mothur_example.shared", sep="\t", index_col="Group").drop(
        columns=["label", "numOtus"]
    )
    taxa = pd.read_csv(folder / "mothur_example.taxonomy", sep="\t", header=None, index_col=0)[1]
    counts = table.loc["Sample7"].dropna()
    is_bacteroides = taxa[counts.index].str.contains(r";Bacteroides\(")
    profile = open_profile(folder / "mothur_example.shared", "Sample7")
    assert profile.depth == counts.sum()
    assert profile.shares_at("genus")["Bacteroides"] == pytest.approx(counts[is_bacteroides].sum() / counts.sum())


def test_motus_counts(shared_data):
    path = shared_data / "formats/other_profilers/2612_pe-ERR5766176-db_mOTU.out.gz"
    table = pd.read_csv(path, sep="\t", skiprows=2, index_col=0).iloc[:, -1]
    profile = open_profile(path)
    assert (profile.tool, profile.version, profile.depth) == ("mOTUs", "3.0.3", table.sum())
    assert profile.unclassified == pytest.approx(table["unassigned"] / table.sum())
    bromii = table[[name.startswith("Ruminococcus bromii") for name in table.index]].sum()
    assert profile.shares_at("species")["Ruminococcus bromii"] == pytest.approx(bromii / table.sum())


def test_cami_with_ranks_scaled_one_by_one(shared_data):
    path = shared_data / "formats/other_profilers/ERR479304.profile"
    columns = ["id", "rank", "path", "names", "percent"]
    rows = [line.split("\t") for line in path.read_text().splitlines() if line[:1].isdigit()]
    table = pd.DataFrame(rows, columns=columns).astype({"percent": float})
    species = table[table["rank"] == "species"]
    profile = open_profile(path)
    assert (profile.tool, profile.version) == ("mOTUs", "3.0.2")
    assert any("scaled to 100 % one by one" in warning for warning in profile.warnings)
    expected = (species.set_index(species.names.str.split("|").str[-1]).percent / 100).groupby(level=0).sum()
    shares = profile.shares_at("species")
    for name in ("Bacteroides coprocola", "[Eubacterium] rectale"):
        assert shares[name] == pytest.approx(expected[name], rel=1e-6)


def test_sourmash_annotated_gather(shared_data):
    path = shared_data / "formats/sourmash_gtdb/test1.gather.with-lineages.csv"
    table = pd.read_csv(path)
    profile = open_profile(path)
    assert profile.unclassified == pytest.approx(1 - table.f_unique_weighted.sum())
    copri = table[table.lineage.str.endswith("Prevotella copri")].f_unique_weighted.sum()
    assert profile.shares_at("species")["Prevotella copri"] == pytest.approx(copri)


def test_metaphlan_species_are_those_of_the_file(shared_data):
    path = shared_data / "formats/metaphlan/mpa_valid_complex.tsv"
    table = pd.read_csv(path, sep="\t", comment="#", header=None, usecols=[0, 2], index_col=0)[2]
    species = table[[name.count("|") == 6 for name in table.index]]
    species.index = [name.rpartition("s__")[2] for name in species.index]
    assert open_profile(path).shares_at("species") == pytest.approx((species / species.sum()).to_dict(), rel=1e-4)


def test_humann_regrouped_to_ko(shared_data):
    path = shared_data / "formats/humann/regroup_table-builtin_uniref50_ko_output.txt"
    profile = open_functions(path, "Sample2")
    assert (profile.kind, dict(profile.abundances)) == ("KO", {"K01838": 50.0})


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("humann/demo_genefamilies.tsv", "UniRef90.*humann_regroup_table"),
        ("humann/humann_output.tsv", "neither KO nor EC.*humann_regroup_table"),
        ("humann/demo_pathabundance_with_names.tsv", "pathway abundances"),
        ("kraken_bracken/thryve2_Kraken2.kreport", "found taxa"),
    ],
)
def test_what_is_no_table_of_genes_says_so(shared_data, name, message):
    path = shared_data / "formats" / name
    with pytest.raises(EnterotoneError, match=message):
        open_functions(path, list_samples(path)[0] if "output" in name else None)


def test_a_cut_report_does_not_add_up(shared_data, tmp_path):
    lines = (shared_data / "formats/kraken_bracken/thryve2_Kraken2.kreport").read_text().splitlines()
    path = tmp_path / "cut.kreport"
    path.write_text("\n".join(lines[:200]) + "\n")
    with pytest.raises(FormatError, match="add up to their clade.*cut or was filtered"):
        open_profile(path)


def test_gzip_makes_no_difference(shared_data, tmp_path):
    for name in ("kraken_bracken/thryve2_Kraken2_bracken.kreport", "biom/Aggregated_humanization2.biom"):
        source = shared_data / "formats" / name
        packed = tmp_path / Path(name).name
        packed.write_bytes(gzip.compress(source.read_bytes()))
        sample = list_samples(source)[-1]
        one = open_profile(source, sample)
        two = open_profile(packed, sample if len(list_samples(source)) > 1 else None)
        assert one.taxa == two.taxa
        assert sniff_format(packed).ID == sniff_format(source).ID
