"""The summary says what the verdicts say, in three to six sentences, and says 'cannot tell' where it must."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enterotone.assessment.result import Assessment
from enterotone.report.summary import agreement, by_group, by_verdict, in_short


def with_verdicts(assessment: Assessment, verdict: str, n: int = 15) -> Assessment:
    readouts = tuple(replace(r, verdict=verdict) for r in assessment.readouts[:n])
    return replace(assessment, readouts=readouts)


def test_three_to_six_sentences(assessment: Assessment) -> None:
    for case in (
        assessment,
        with_verdicts(assessment, "cannot tell"),
        with_verdicts(assessment, "higher"),
        with_verdicts(assessment, "lower", 1),
        with_verdicts(assessment, "cannot tell", 1),
        replace(assessment, readouts=()),
    ):
        sentences = in_short(case)
        assert 3 <= len(sentences) <= 6
        assert all(s.text.endswith(".") for s in sentences)


def test_counts_and_agreement_are_named(assessment: Assessment) -> None:
    text = " ".join(s.text for s in in_short(assessment))
    assert "64 individuals" in text
    assert "push of bacteria on serotonin making (64 of 64 individuals agree)" in text
    assert "butyrate (64 of 64 individuals agree)" in text
    assert "For 9 of 15 readouts the model cannot tell" in text


def test_undecided_is_set_off(assessment: Assessment) -> None:
    tones = [s.tone for s in in_short(assessment) if "cannot tell" in s.text]
    assert tones == ["undecided"]


def test_nothing_found_is_said_plainly(assessment: Assessment) -> None:
    texts = [s.text for s in in_short(with_verdicts(assessment, "cannot tell"))]
    assert (
        "The model cannot tell this profile and an average microbiota apart in any of its readouts (15 of 15)." in texts
    )
    assert not any("expects" in text for text in texts)


@pytest.mark.parametrize(("grades", "words"), [
    (["strong", "strong"], "All 2 differences rest on moderate or strong evidence"),
    (["weak", "contested"], "All 2 differences rest on weak or contested evidence"),
    (["weak", "strong", "strong"], "1 of these 3 differences rests on weak"),
    (["weak", "weak", "strong"], "2 of these 3 differences rest on weak"),
    (["moderate"], "This difference rests on moderate evidence"),
])  # fmt: skip
def test_evidence_behind_the_differences(assessment: Assessment, grades: list[str], words: str) -> None:
    readouts = tuple(replace(r, verdict="higher", grade=g) for r, g in zip(assessment.readouts, grades, strict=False))
    text = " ".join(s.text for s in in_short(replace(assessment, readouts=readouts)))
    assert words in text


def test_agreement_counts_those_on_the_side_of_the_verdict(assessment: Assessment) -> None:
    readout = replace(assessment.readouts[0], share_higher=0.25)
    assert agreement(replace(readout, verdict="lower"), 64).n == 48
    assert agreement(replace(readout, verdict="higher"), 64).n == 16
    assert agreement(replace(readout, verdict="cannot tell"), 64).n == 16


def test_every_readout_is_in_one_list_and_one_group(assessment: Assessment) -> None:
    listed = [a.readout.id for found in by_verdict(assessment).values() for a in found]
    grouped = [r.id for members in by_group(assessment).values() for r in members]
    assert sorted(listed) == sorted(grouped) == sorted(r.id for r in assessment.readouts)
    assert list(by_group(assessment)) == ["Blood", "Gut movement", "Microbiota", "Serotonin in the gut", "Brain supply"]


def test_scattered_group_is_gathered(assessment: Assessment) -> None:
    first, *rest = assessment.readouts
    scattered = replace(assessment, readouts=(*rest, first))
    assert [r.id for r in by_group(scattered)["Blood"]][-1] == first.id
