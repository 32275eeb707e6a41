"""The wording guard: what a report must say, and what it must not."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest

from enterotone.assessment.result import Assessment
from enterotone.errors import UnknownIdError
from enterotone.interventions import intervention, intervention_files
from enterotone.report import render_html
from enterotone.report.wording import banned, check_wording, read_rules, sentence, visible_text

BANNED = [rule for rule in read_rules() if rule.rule == "banned"]


def broken(text: str) -> set[str]:
    return {found.rule.id for found in banned(text)}


def test_report_keeps_every_rule(assessment: Assessment) -> None:
    assert [str(finding) for finding in check_wording(render_html(assessment))] == []


def test_what_must_be_said_is_said_before_anything_else(assessment: Assessment) -> None:
    # Written out here, so that a change of the list cannot drop the meaning unseen.
    top = visible_text(render_html(assessment)).partition("The model simulated")[0]
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
        ("You can stop your SSRI", "change medicine"),
        ("raise the antidepressant", "change medicine"),
        ("take 100 mg in the evening", "milligrams"),
        ("You may have low serotonin", "you have"),
        ("an alarming result", "frightening"),
        ("a miracle food", "promises"),
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
        "Simulated, not measured; no diagnosis.",
        "How much serotonin you have, in your blood, gut or brain.",
    ],
)
def test_harmless_words_pass(text: str) -> None:
    assert broken(text) == set()


def test_a_rule_of_one_edition_does_not_hold_in_the_other() -> None:
    assert not banned("tryptophan: 904 mg a day", "professional")
    assert {found.rule.id for found in banned("tryptophan: 904 mg a day", "consumer")} == {"milligrams"}


def test_each_edition_has_its_own_required_sentences() -> None:
    missing = {edition: {f.rule.id for f in check_wording("", edition)} for edition in ("professional", "consumer")}
    assert {"purpose"} == missing["professional"] & missing["consumer"]
    assert {"learning", "professional-plain", "medicines-plain", "brain-plain"} <= missing["consumer"]


def test_words_read_aloud_are_checked_too() -> None:
    assert "treat" in {f.rule.id for f in check_wording('<svg aria-label="treats"></svg>')}


def test_verbatim_script_and_required_sentences_are_not_checked() -> None:
    quiet = "<p data-verbatim>Treatment of <b>risk of</b> colitis<br></p><script>dose</script>"
    assert {f.rule.rule for f in check_wording(quiet + f"<p>{sentence('complement')}</p>")} == {"required"}
    page = "<p></p><p data-verbatim>x</p><p>treated</p>"
    assert "treat" in {f.rule.id for f in check_wording(page)}


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


def rows_of(folder: str, name: str) -> list[dict[str, str]]:
    lines = files(folder).joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", ["readouts.tsv", "contested.tsv", "capacities.tsv"])
def test_texts_of_the_tables_that_are_printed_keep_the_rules(name: str) -> None:
    rows = rows_of("enterotone.assessment", name)
    texts = [" ".join(v for k, v in row.items() if v and not k.endswith("source")) for row in rows]
    assert [(text[:60], broken(text)) for text in texts if broken(text)] == []


def test_names_of_groups_keep_the_rules() -> None:
    texts = [" ".join(row.values()) for row in rows_of("enterotone.microbiome", "model_groups.tsv")]
    assert [(text[:60], broken(text)) for text in texts if broken(text)] == []


def test_interventions_that_may_be_printed_keep_the_rules() -> None:
    """Titles and limits of all that is not a medicine: those go into a report when they are tried."""
    every = [intervention(name) for name in intervention_files()]
    texts = [text for i in every if i.known.risk != "medicine" for text in (i.title, *i.known.limits)]
    assert [(text[:60], broken(text)) for text in texts if broken(text)] == []
