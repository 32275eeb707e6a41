"""Claims that ship: every statement has its file, every file runs, and what cannot be tested says why."""

import csv
from pathlib import Path

import pytest

from enterotone.organs import load_model
from enterotone.qualification.claim import Claim
from enterotone.qualification.claim_result import ClaimRow
from enterotone.qualification.claim_verdict import UNTESTED, VERDICTS
from enterotone.qualification.clinic import Bench
from enterotone.qualification.examine import examine
from enterotone.qualification.load import read_claims
from enterotone.report.claims_page import COMMAND

ROOT = Path(__file__).parent.parent.parent
CLAIMS = {claim.id: claim for claim in read_claims()}
#: Days that a test lives through; longer experiments are left to `enterotone claims`.
LONGEST = 1.0


def short(claim: Claim) -> Claim:
    """The claim with those experiments that take no time; the shortest one where all of them do."""
    days = {
        name: (given.get("days", 1.0) if given.get("start") == "day" else 0.0)
        for name, given in claim.experiments.items()
    }
    limit = max(LONGEST, min(days.values(), default=0.0))
    kept = {name: given for name, given in claim.experiments.items() if days[name] <= limit}
    decides = any(r.get("decides", True) for given in kept.values() for r in given["readings"])
    return claim.model_copy(update={"experiments": kept if decides else claim.experiments})


@pytest.fixture(scope="module")
def examined(bench: Bench) -> dict[str, ClaimRow]:
    # All at once, so that one clinic serves all of them.
    return {row.claim.id: row for row in examine([short(claim) for claim in CLAIMS.values()], bench)}


def test_every_statement_of_the_project_has_a_file(shared_data: Path) -> None:
    table = shared_data.parent / "claims.tsv"
    if not table.is_file():
        pytest.skip("the statements of the project are not beside the data")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert len(rows) == 37
    assert {row["claim"]: row["statement"] for row in rows} == {name: claim.statement for name, claim in CLAIMS.items()}
    assert {row["claim"]: row["evidence"] for row in rows} == {name: claim.literature for name, claim in CLAIMS.items()}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_file_runs_and_reaches_a_verdict(name: str, examined: dict[str, ClaimRow], bench: Bench) -> None:
    row = examined[name]
    assert row.model in VERDICTS
    assert row.why.endswith(".")
    assert len(row.readings) == len(short(CLAIMS[name]).readings)
    for each in row.readings:
        if each.verdict == UNTESTED:
            assert each.row.explanation
        else:
            assert each.row.n_members == len(bench)
            assert each.row.low <= each.row.predicted <= each.row.high


@pytest.mark.parametrize("name", CLAIMS)
def test_every_reading_has_a_title_a_source_and_the_id_of_its_claim(name: str) -> None:
    for _, reading in CLAIMS[name].readings:
        assert reading.id.startswith(f"{name}.")
        assert reading.title
        assert reading.source or reading.cannot_be_tested or CLAIMS[name].sources


def test_claims_about_the_product_point_at_tests_that_are_there() -> None:
    product = {name: claim for name, claim in CLAIMS.items() if claim.grade == "product"}
    assert set(product) == {"C34", "C35", "C37"}
    for claim in product.values():
        assert (ROOT / claim.checked_by).exists(), claim.checked_by


def test_what_is_known_for_sure_comes_out(examined: dict[str, ClaimRow]) -> None:
    # Walther 2003 and Savelieva 2008: the two pools are apart.
    of = {each.row.id: each.verdict for each in examined["C04"].readings}
    assert of["C04.brain"] == of["C04.blood"] == "reproduced"
    # A statement that the literature calls weak as it stands is weak here too: no link leads from acids to tryptophan.
    assert examined["C17"].model == "not supported"


def test_a_claim_that_the_model_has_no_part_for_cannot_be_tested(examined: dict[str, ClaimRow]) -> None:
    row = examined["C14"]
    assert row.model == UNTESTED
    assert "no length of gut" in row.why


def test_mood_and_sleep_stand_beside_and_are_no_reading() -> None:
    for name in ("C20", "C21", "C22", "C30", "C33"):
        assert CLAIMS[name].trials
    words = {word for claim in CLAIMS.values() for _, r in claim.readings for text in r.observables for word in [text]}
    assert not [word for word in words if "mood" in word or "sleep" in word]


def test_the_page_of_claims_speaks_of_this_model() -> None:
    page = ROOT / "docs" / "explanation" / "claims.md"
    if not page.is_file():
        pytest.skip("the page is drawn once the model stands: " + COMMAND)
    text = page.read_text(encoding="utf-8")
    assert f"tables `{load_model().evidence_hash[:16]}`" in text, f"run: {COMMAND}"
    assert all(f"| {name} |" in text for name in CLAIMS), f"run: {COMMAND}"
