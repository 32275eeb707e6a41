"""Real profiles from end to end: stool gives a report, everything else a clear refusal or warning."""

from pathlib import Path

import pytest

import enterotone as et
from enterotone.errors import FormatError, ProfileError
from enterotone.population.person import Person
from enterotone.report import render_html
from enterotone.report.wording import check_wording

N = 8
METAPHLAN = Path("formats", "metaphlan")


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("SRS011061.profile", None),
        ("metaphlan2-report.txt", None),
        ("mpa_valid_complex.tsv", None),
        ("merged_abundance_table.txt", "SRS014459-Stool_profile"),
    ],
)
def test_stool_profiles_give_a_report(shared_data: Path, name: str, sample: str | None) -> None:
    answer = et.assess(shared_data / METAPHLAN / name, sample=sample, n=N, workers=1)
    assert answer.n_used >= N / 2
    assert answer.ledger.closure < 1e-6
    assert check_wording(render_html(answer)) == ()
    assert check_wording(render_html(answer, "consumer"), "consumer") == ()


def test_a_nearly_empty_sample_is_warned_about(shared_data: Path) -> None:
    path = shared_data / METAPHLAN / "merged_abundance_table.txt"
    answer = et.assess(path, sample="SRS014459-Stool_profile", n=N, workers=1)
    assert any("3 genera" in note for note in answer.warnings)


@pytest.mark.parametrize(
    ("name", "sample", "reason"),
    [
        ("mpa_valid_simple.tsv", None, "oral"),
        ("merged_abundance_table.txt", "SRS014470-Tongue_dorsum_profile", "oral"),
        ("merged_abundance_table.txt", "SRS014494-Posterior_fornix_profile", "vaginal"),
        ("ERR7569997.txt", None, "recognised"),
    ],
)
def test_what_is_not_stool_is_refused(shared_data: Path, name: str, sample: str | None, reason: str) -> None:
    with pytest.raises(ProfileError, match=reason):
        et.assess(shared_data / METAPHLAN / name, sample=sample, n=N, workers=1)


def test_a_file_of_many_samples_lists_them(shared_data: Path) -> None:
    with pytest.raises(FormatError, match="SRS014459-Stool_profile"):
        et.assess(shared_data / METAPHLAN / "merged_abundance_table.txt", n=N, workers=1)


@pytest.mark.parametrize(("sample", "group"), [("1.T.3", "healthy"), ("64.T.5", "IBS-C"), ("14.T.1", "IBS-D")])
def test_samples_of_an_ibs_study_give_reports(shared_data: Path, sample: str, group: str) -> None:
    # Mars et al., Cell 2020: groups H, C and D of the study's metadata
    path = shared_data / "borenstein" / "MARS_IBS_2020.genera.parquet"
    answer = et.assess(path, Person(name=group), sample=sample, n=N, workers=1)
    assert answer.n_used >= N / 2
    assert answer.microbiota.recognised > 0.9
    assert answer.microbiota.profile.sample == sample
