"""Names across taxonomies, and the shape of the tables behind them."""

from __future__ import annotations

import pytest

from enterotone.microbiome import Taxon
from enterotone.microbiome.lineage import binomial, gtdb_base, is_placeholder, parse_lineage, rank_of_name
from enterotone.microbiome.taxonomy import canonical, find, nearest_taxa
from enterotone.microbiome.traits import GROUPS, OTHER, read_rows, trait_table


def understood(text: str) -> tuple[str, str] | None:
    lineage = parse_lineage(text)
    target = find(Taxon(lineage[-1][1], lineage[-1][0], lineage, 1.0))
    return None if target is None else (target.rank, target.name)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # NCBI, MetaPhlAn
        ("k__Bacteria|p__Firmicutes|f__Lachnospiraceae|g__Blautia", ("genus", "Blautia")),
        (
            "f__Lachnospiraceae|g__Lachnospiraceae_unclassified|s__Eubacterium_rectale",
            ("species", "Agathobacter rectalis"),
        ),
        ("f__Bacteroidaceae|g__Bacteroides|s__Bacteroides_vulgatus", ("species", "Phocaeicola vulgatus")),
        ("f__Bacteroidaceae|g__Bacteroides|s__Bacteroides_plebeius", ("genus", "Phocaeicola")),
        ("f__Prevotellaceae|g__Prevotella|s__Prevotella_copri", ("species", "Segatella copri")),
        ("f__Clostridiaceae|g__Clostridium|s__Clostridium_bolteae", ("genus", "Enterocloster")),
        (
            "f__Lactobacillaceae|g__Lactobacillus|s__Lactobacillus_plantarum",
            ("species", "Lactiplantibacillus plantarum"),
        ),
        ("f__Lactobacillaceae|g__Lactobacillus|s__Lactobacillus_fermentum", ("genus", "Limosilactobacillus")),
        ("f__Lactobacillaceae|g__Lactobacillus|s__Lactobacillus_paracasei", ("genus", "Lacticaseibacillus")),
        ("f__Lactobacillaceae|g__Lactobacillus|s__Lactobacillus_salivarius", ("genus", "Ligilactobacillus")),
        ("f__Ruminococcaceae|g__Subdoligranulum|s__Subdoligranulum_unclassified", ("genus", "Subdoligranulum")),
        ("o__Burkholderiales|f__Burkholderiales_noname|g__Burkholderiales_noname", ("order", "Burkholderiales")),
        # GTDB
        ("f__Lachnospiraceae;g__Blautia_A", ("genus", "Blautia")),
        ("f__Acutalibacteraceae;g__Ruminococcus_E", ("genus", "Ruminococcoides")),
        ("f__Ruminococcaceae;g__Ruminococcus_D", ("genus", "Ruminococcus")),
        ("f__Lachnospiraceae;g__Clostridium_Q", ("family", "Lachnospiraceae")),
        ("f__Erysipelotrichaceae;g__Clostridium_AQ", ("family", "Erysipelotrichaceae")),
        ("f__Bacteroidaceae;g__Prevotella", ("genus", "Prevotella")),
        ("f__Ruminococcaceae;g__UBA1819", ("family", "Oscillospiraceae")),
        ("f__Oscillospiraceae;g__CAG-83", ("family", "Oscillospiraceae")),
        ("o__Lachnospirales;f__;g__", ("family", "Lachnospiraceae")),
        ("o__TANB77;f__CAG-508;g__CAG-269", None),
        # SILVA
        ("D_0__Bacteria;D_4__Lachnospiraceae;D_5__[Ruminococcus] torques group", ("genus", "Mediterraneibacter")),
        (
            "Bacteria;Firmicutes;Clostridia;Lachnospirales;Lachnospiraceae;[Eubacterium] hallii group",
            ("genus", "Anaerobutyricum"),
        ),
        ("g__Escherichia-Shigella", ("genus", "Escherichia")),
        ("g__Prevotella_9", ("genus", "Segatella")),
        ("f__Christensenellaceae;g__Christensenellaceae R-7 group", ("genus", "Christensenellaceae R-7 group")),
        ("f__Clostridiaceae;g__Clostridium sensu stricto 1", ("genus", "Clostridium")),
        ("f__Lachnospiraceae;g__uncultured", ("family", "Lachnospiraceae")),
        # Greengenes, RDP
        ("k__Bacteria; f__Lachnospiraceae; g__[Ruminococcus]; s__gnavus", ("species", "Mediterraneibacter gnavus")),
        ("f__Lachnospiraceae; g__[Ruminococcus]; s__", ("genus", "Mediterraneibacter")),
        ("f__Lachnospiraceae; g__Clostridium", ("family", "Lachnospiraceae")),
        ("f__[Barnesiellaceae]; g__", ("family", "Barnesiellaceae")),
        ("f__S24-7; g__", ("family", "Muribaculaceae")),
        ("Clostridium_XlVa", ("family", "Lachnospiraceae")),
        # bare names
        ("Bacteroides", ("genus", "Bacteroides")),
        ("Lachnospiraceae", ("family", "Lachnospiraceae")),
        ("uc_f_Lachnospiraceae", ("family", "Lachnospiraceae")),
        ("Lachnospiraceae_unclassified", ("family", "Lachnospiraceae")),
        ("Faecalibacterium prausnitzii", ("species", "Faecalibacterium prausnitzii")),
        ("Clostridiales", ("order", "Eubacteriales")),
        # too little or unknown
        ("k__Bacteria|p__Firmicutes", None),
        ("p__Bacteroidetes|c__CFGB42019|o__OFGB42019|f__FGB42019|g__GGB46175|s__GGB46175_SGB63943", None),
        ("Nonsensia", None),
    ],
)
def test_names_are_understood(written, expected):
    assert understood(written) == expected


def test_phyla_of_2021():
    assert canonical("Firmicutes", "phylum") == ("Bacillota", "phylum")
    assert canonical("Actinobacteria", "phylum") == ("Actinomycetota", "phylum")


def test_a_family_is_a_mixture_of_its_genera():
    lineage = (("family", "Tannerellaceae"),)
    target = find(Taxon("Tannerellaceae", "family", lineage, 1.0))
    weights = {trait_table().rows[index].taxon: weight for index, weight in target.weights.items()}
    assert weights == pytest.approx({"Parabacteroides": 0.0216 / 0.021773, "Tannerella": 0.000173 / 0.021773})


def test_misspelt_names_have_neighbours():
    assert "Bacteroides" in nearest_taxa("Bacteriodes")
    assert nearest_taxa("GGB25847") == ()


@pytest.mark.parametrize(
    ("genus", "species", "expected"),
    [
        ("Bacteroides", "uniformis", "Bacteroides uniformis"),
        ("Bacteroides_A", "Bacteroides_A coprophilus_A", "Bacteroides coprophilus"),
        ("X", "Candidatus_Cloacimonas_acidaminovorans", "Candidatus Cloacimonas acidaminovorans"),
        ("Oscillibacter", "Oscillibacter_sp_57_20", None),
        ("GGB1", "GGB1_SGB2", None),
        ("UBA71", "UBA71 sp002506425", None),
    ],
)
def test_binomials(genus, species, expected):
    assert binomial(genus, species) == expected


def test_gtdb_base_and_ranks():
    assert (gtdb_base("Blautia_A"), gtdb_base("[Ruminococcus]"), gtdb_base("Blautia")) == (
        "Blautia",
        "Ruminococcus",
        None,
    )
    assert [rank_of_name(n) for n in ("Bacteria", "Rikenellaceae", "Bacteroidales", "Blautia")] == [
        "kingdom",
        "family",
        "order",
        "genus",
    ]
    assert is_placeholder("Candidatus_X_unclassified")
    assert not is_placeholder("Bacteroides")


def test_every_synonym_leads_somewhere():
    table = trait_table()
    known = {row.taxon for row in table.rows} | set(table.families) | set(table.orders)
    phyla = {row.phylum for row in table.rows}
    for where, cells in read_rows("synonyms.tsv"):
        if cells["resolvedRank"] != "phylum":
            assert cells["resolved"] in known or cells["resolved"].endswith("aceae"), where
        assert cells["sourceId"], where
        assert cells["rank"] in {"species", "genus", "family", "order", "phylum"}, where
    assert "Bacillota" in phyla


def test_tables_agree_on_groups():
    named = {cells["group"] for _, cells in read_rows("model_groups.tsv")}
    mapped = {cells["group"] for _, cells in read_rows("groups.tsv")}
    assert named == mapped == {*GROUPS, OTHER}


def test_traits_have_sources_and_families():
    for row in trait_table().rows:
        assert row.sources
        assert row.family
        assert row.verified != ("microbiology_texts" in row.sources)


@pytest.mark.parametrize(
    ("text", "name", "rank"),
    [
        ("d__Bacteria;o__Lachnospirales;f__Lachnospiraceae;g__Ruminococcus_B", "Mediterraneibacter", "genus"),
        ("d__Bacteria;o__Actinomycetales;f__Actinomycetaceae;g__Pauljensenia", "Schaalia", "genus"),
        ("g__Schaalia", "Schaalia", "genus"),
        ("Faecalibacterium prausnitzii et rel.", "Faecalibacterium prausnitzii", "species"),
        ("Subdoligranulum variable at rel.", "Subdoligranulum", "genus"),
        ("Allistipes et rel.", "Alistipes", "genus"),
        ("Outgrouping clostridium cluster XIVa", "Lachnospiraceae", "family"),
    ],
)
def test_names_of_gtdb_releases_and_arrays(text, name, rank):
    lineage = parse_lineage(text)
    target = find(Taxon(lineage[-1][1], lineage[-1][0], lineage, 1.0))
    assert (target.name, target.rank) == (name, rank)


@pytest.mark.parametrize("row", trait_table().rows, ids=lambda row: row.taxon)
def test_no_row_of_the_trait_table_is_hidden_behind_a_synonym(row):
    lineage = (("family", row.family), (row.rank, row.taxon))
    for named in (lineage, lineage[1:]):
        found = find(Taxon(row.taxon, row.rank, named, 1.0))
        assert found is not None
        assert dict(found.weights) == {row.index: 1.0}
