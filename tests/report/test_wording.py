"""The wording guard: what a report must say, and what it must not."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest

from enterotone.assessment.result import Assessment
from enterotone.errors import UnknownIdError
from enterotone.report import render_report
from enterotone.report.wording import check_wording, read_rules, sentence, visible_text

BANNED = [rule for rule in read_rules() if rule.rule == "banned"]


def broken(text: str) -> set[str]:
    return {f.rule.id for f in check_wording(f"<p>{text}</p>") if f.rule.rule == "banned"}


def test_report_keeps_every_rule(assessment: Assessment) -> None:
    assert [str(finding) for finding in check_wording(render_report(assessment))] == []


def test_what_must_be_said_is_said_before_anything_else(assessment: Assessment) -> None:
    # Written out here, so that a change of the list cannot drop the meaning unseen.
    top = visible_text(render_report(assessment)).partition("The model simulated")[0]
    for words in (
        "research and education",
        "complements clinical care and never replaces it",
        "no diagnosis",
        "no advice on medicines",
        "does not reach the brain",
        "blood in the stool",
        "unexplained weight loss",
        "fever",
        "wake you at night",
        "trouble swallowing",
    ):
        assert words in top


def test_rules_have_reason_and_source() -> None:
    rules = read_rules()
    assert all(rule.text and rule.reason and rule.source for rule in rules)
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in BANNED:
        re.compile(rule.text)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("This diagnoses IBS", "diagnose"),
        ("a serotonin deficiency", "deficiency"),
        ("an abnormal value", "abnormal"),
        ("within the normal range", "normal range"),
        ("a raised risk of colitis", "risk"),
        ("treats constipation", "treat"),
        ("prevents disease", "prevent"),
        ("a dose of 100 mg", "dose"),
        ("Your serotonin level is 12", "your serotonin level"),
        ("Firmicutes/Bacteroidetes ratio", "firmicutes/bacteroidetes"),
        ("the Bacillota to Bacteroidota ratio", "firmicutes/bacteroidetes"),
        ("your gut score", "score"),
        ("good bacteria", "good or bad"),
        ("a serotonin imbalance", "imbalance"),
        ("you should take a probiotic", "advice"),
        ("boosts your mood", "boost"),
    ],
)
def test_banned_words_are_found(text: str, id: str) -> None:
    assert id in broken(text)


@pytest.mark.parametrize(
    "text",
    [
        "lognormal priors",
        "The model expects more serotonin in platelets",
        "TPH1 knock-out mice have normal transit",
        "the rate at which it secures",
        "endoscopy",
    ],
)
def test_harmless_words_pass(text: str) -> None:
    assert broken(text) == set()


def test_words_read_aloud_are_checked_too() -> None:
    assert "treat" in {f.rule.id for f in check_wording('<svg aria-label="treats"></svg>')}


def test_verbatim_script_and_required_sentences_are_not_checked() -> None:
    quiet = "<p data-verbatim>Treatment of <b>risk of</b> colitis<br></p><script>dose</script>"
    assert {f.rule.rule for f in check_wording(quiet + f"<p>{sentence('complement')}</p>")} == {"required"}
    assert "treat" in broken("</p><p data-verbatim>x</p><p>treated")


def test_a_missing_sentence_is_named() -> None:
    missing = {f.rule.id for f in check_wording("<p>nothing</p>")}
    assert {"purpose", "complement", "professional", "brain", "medicines"} <= missing


def test_finding_tells_place_and_reason() -> None:
    (finding,) = [f for f in check_wording("<p>it treats colds</p>") if f.rule.rule == "banned"]
    assert "it treats colds" in str(finding)
    assert finding.rule.reason in str(finding)


def test_unknown_sentence_names_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="complement"):
        sentence("complment")


def test_readouts_and_contested_statements_of_the_package_keep_the_rules() -> None:
    folder = files("enterotone.assessment")
    texts: list[str] = []
    for name in ("readouts.tsv", "contested.tsv"):
        table = folder.joinpath(name)
        if table.is_file():
            rows = csv.DictReader(
                table.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
            )
            texts += [" ".join(v for k, v in row.items() if v and not k.endswith("source")) for row in rows]
    assert [(text[:60], broken(text)) for text in texts if broken(text)] == []
