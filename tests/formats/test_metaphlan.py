"""MetaPhlAn reader: versions, merged tables, faults, and the real files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from enterotone.errors import FormatError, ProfileError
from enterotone.formats import list_samples, open_profile
from enterotone.microbiome import resolve

DATA = Path(__file__).parents[1] / "data"
HEADER = "#mpa_v30_CHOCOPhlAn_201901\n#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species\n"
GENUS = "k__Bacteria|p__Bacteroidetes|c__Bacteroidia|o__Bacteroidales|f__Bacteroidaceae|g__Bacteroides"


def write(folder: Path, body: str, header: str = HEADER) -> Path:
    path = folder / "sample.txt"
    path.write_text(header + body, encoding="utf-8")
    return path


def lineage_rows(share: float = 100.0) -> str:
    parts = GENUS.split("|")
    return "".join(f"{'|'.join(parts[:n])}\t2\t{share}\t\n" for n in range(1, len(parts) + 1))


@pytest.mark.parametrize(
    ("name", "version", "depth", "unclassified"),
    [
        ("metaphlan2_single.txt", "2", None, 0.0),
        ("metaphlan3_single.tsv", "3", None, 0.2),
        ("metaphlan4_stats.txt", "4", 12_000_000, 0.3),
    ],
)
def test_each_version_tells_its_facts_and_counts_mass_once(name, version, depth, unclassified):
    profile = open_profile(DATA / name)
    assert (profile.tool, profile.version, profile.depth) == ("MetaPhlAn", version, depth)
    assert profile.unclassified == pytest.approx(unclassified)
    assert sum(taxon.abundance for taxon in profile.taxa) == pytest.approx(1 - unclassified)
    shares = profile.shares_at("genus")
    assert shares["Bacteroides"] == pytest.approx(0.25 * (1 - unclassified), rel=1e-4)
    assert profile.rank == "species"
    assert not any(taxon.rank == "strain" for taxon in profile.taxa)


def test_versions_agree_on_the_same_community():
    two, three, four = (
        resolve(open_profile(DATA / name)).composition
        for name in ("metaphlan2_single.txt", "metaphlan3_single.tsv", "metaphlan4_stats.txt")
    )
    assert list(two) == list(three) == list(four)
    for key, (_, share) in two.items():
        assert three[key][1] == pytest.approx(share, rel=1e-3)
        assert four[key][1] == pytest.approx(share, rel=1e-3)


def test_sample_is_named_by_the_file_or_its_content():
    assert open_profile(DATA / "metaphlan4_stats.txt").sample == "stool_4"
    assert open_profile(DATA / "metaphlan3_single.tsv").sample == "metaphlan3_single"


def test_merged_table_needs_a_sample_and_lists_them():
    path = DATA / "metaphlan3_merged.tsv"
    assert list_samples(path) == ("stool_a", "stool_b")
    with pytest.raises(FormatError, match=r"2 samples: stool_a, stool_b.*--sample"):
        open_profile(path)
    with pytest.raises(FormatError, match=r"no sample 'stool_c'.*Nearest: stool_"):
        open_profile(path, "stool_c")
    assert open_profile(path, "stool_b").richness() == 1


def test_mass_that_stops_at_a_family_stays_there(tmp_path):
    family = GENUS.rpartition("|")[0]
    rows = lineage_rows(100.0).replace(f"{GENUS}\t2\t100.0", f"{GENUS}\t2\t60.0")
    profile = open_profile(write(tmp_path, rows))
    assert profile.shares_at("genus") == pytest.approx({"Bacteroides": 0.6, "Bacteroidaceae": 0.4})
    assert {taxon.rank for taxon in profile.taxa} == {"genus", "family"}
    assert family.endswith("Bacteroidaceae")


def test_strain_rows_without_species_rows_add_up(tmp_path):
    strains = "".join(f"{GENUS}|s__Bacteroides_ovatus|t__SGB{n}\t2\t50.0\t\n" for n in (1, 2))
    profile = open_profile(write(tmp_path, strains))
    assert [taxon.name for taxon in profile.taxa] == ["Bacteroides_ovatus"]


def test_gzip_is_read_as_it_is(tmp_path):
    path = tmp_path / "any.name"
    path.write_bytes(gzip.compress((DATA / "metaphlan3_single.tsv").read_bytes()))
    assert open_profile(path).tool == "MetaPhlAn"


def test_fractions_are_accepted(tmp_path):
    assert open_profile(write(tmp_path, lineage_rows(1.0))).shares_at("genus") == {"Bacteroides": 1.0}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (lineage_rows().replace("100.0", "abc"), r"line 3, column 3: found 'abc'; expected a number"),
        (lineage_rows().replace("100.0", "-1"), r"line 3, column 3: found '-1'; expected an abundance of 0 or more"),
        (lineage_rows().replace("100.0", "", 1), r"line 3, column 3: found a blank cell"),
        (lineage_rows().replace("100.0", "nan", 1), r"line 3, column 3: found 'nan'.*leave the taxon out"),
        (lineage_rows().replace("100.0", "12,5", 1), r"decimals with a point"),
        (lineage_rows(55.0), r"found a sum of 55 .*expected about 1"),
        (
            lineage_rows() + "k__Bacteria\t2\t100.0\t\n",
            r"line 9, column 1: found 'k__Bacteria', which stands in line 3",
        ),
        (lineage_rows() + "k__Archaea\n", r"line 9, column 1: found 1 columns; expected 3.*cut"),
        (lineage_rows() + "Bacteroides\t2\t0.0\t\n", r"line 9, column 1: found 'Bacteroides'; expected a clade"),
        (lineage_rows() + GENUS.replace("g__Bacteroides", "g__X") + "\t2\t40\t\n", r"add to no more than their parent"),
        ("", r"found no line with a clade"),
    ],
)
def test_faults_name_place_and_remedy(tmp_path, body, message):
    with pytest.raises(FormatError, match=message):
        open_profile(write(tmp_path, body))


def test_a_profile_of_zeros_has_no_composition(tmp_path):
    with pytest.raises(ProfileError, match="all abundances are 0"):
        open_profile(write(tmp_path, lineage_rows(0.0)))


@pytest.mark.parametrize("name", ["SRS011061.profile", "metaphlan2-report.txt", "mpa_valid_complex.tsv"])
def test_real_stool_files_are_recognised(shared_data, name):
    resolved = resolve(open_profile(shared_data / "formats/metaphlan" / name))
    assert resolved.recognised > 0.95


@pytest.mark.parametrize(
    ("sample", "site"),
    [
        ("SRS014494-Posterior_fornix_profile", "vaginal"),
        ("SRS014476-Supragingival_plaque_profile", "oral"),
        ("SRS014472-Buccal_mucosa_profile", "oral"),
        ("SRS014470-Tongue_dorsum_profile", "oral"),
        ("SRS014464-Anterior_nares_profile", "airway"),
    ],
)
def test_real_samples_of_other_sites_are_refused(shared_data, sample, site):
    profile = open_profile(shared_data / "formats/metaphlan/merged_abundance_table.txt", sample)
    with pytest.raises(ProfileError, match=rf"does not look like stool.*mostly {site}"):
        resolve(profile)


def test_real_plaque_file_is_refused(shared_data):
    with pytest.raises(ProfileError, match="mostly oral"):
        resolve(open_profile(shared_data / "formats/metaphlan/mpa_valid_simple.tsv"))


def test_real_nearly_empty_stool_warns(shared_data):
    path = shared_data / "formats/metaphlan/merged_abundance_table.txt"
    resolved = resolve(open_profile(path, "SRS014459-Stool_profile"))
    assert any("Only 3 genera" in warning for warning in resolved.warnings)


def test_real_digester_is_refused_with_its_taxa(shared_data):
    profile = open_profile(shared_data / "formats/metaphlan/ERR7569997.txt")
    assert profile.database == "mpa_vOct22_CHOCOPhlAnSGB_202212"
    assert profile.depth == 211037392
    with pytest.raises(ProfileError, match=r"only 0\.7% .*GGB25847.*environment"):
        resolve(profile)
