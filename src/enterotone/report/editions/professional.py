"""The professional edition: what a referring professional needs to judge the answers, in the consensus's order."""

from __future__ import annotations

from collections.abc import Iterable

from enterotone.assessment.result import Assessment
from enterotone.report.editions.answers import evidence_section, labs_section, readouts_section
from enterotone.report.editions.blocks import Document, Facts, words
from enterotone.report.editions.closing import data_section, limits_section, provenance_section, references_section
from enterotone.report.editions.extras import mechanisms_section, what_ifs_section, worth_section
from enterotone.report.editions.flows import day_section, ledger_section
from enterotone.report.editions.opening import (
    method_section,
    person_section,
    short_section,
    specimen_section,
    use_section,
)
from enterotone.report.editions.sample import microbiota_section, taxa_section
from enterotone.report.editions.spans import day_of, quoted
from enterotone.report.number import percent
from enterotone.report.wording import sentence

__all__ = ["professional"]


def professional(a: Assessment, tables: Iterable[tuple[str, str]] = ()) -> Document:
    """Write the professional edition.

    Parameters
    ----------
    a : what the simulation answered.
    tables : name and description of each raw table that comes with it.
    """
    named = tuple(tables)
    sections = (
        use_section(),
        short_section(a),
        method_section(a),
        person_section(a),
        specimen_section(a),
        readouts_section(a),
        labs_section(a),
        what_ifs_section(a),
        mechanisms_section(a),
        evidence_section(a),
        worth_section(a),
        microbiota_section(a),
        taxa_section(a),
        day_section(a),
        ledger_section(a),
        limits_section(a),
        provenance_section(a),
        data_section(named) if named else None,
        references_section(a),
    )
    sample = a.microbiota.profile.sample
    individuals = f"{a.n_used}" if a.n_used == a.n_individuals else f"{a.n_used} of {a.n_individuals} asked for"
    return Document(
        edition="professional",
        title="Gut serotonin, simulated from a stool profile",
        lead=(
            "A model of the body’s tryptophan and serotonin was run for simulated individuals who share what is known "
            "about this person, with this person’s stool profile and with an average microbiota. This report compares "
            "the two."
        ),
        facts=Facts(
            (
                ("Sample", words(quoted(sample))),
                ("Date", words(day_of(a.provenance.created))),
                ("Simulated individuals", words(individuals)),
                ("Sample recognised", words(percent(a.microbiota.recognised))),
            )
        ),
        sections=tuple(section for section in sections if section is not None),
        sample=sample,
        created=a.provenance.created,
        day=day_of(a.provenance.created),
        software=a.provenance.software,
        foot=sentence("complement"),
    )
