"""A rich synthetic assessment: every section of a report has something to show.

Numbers are plausible and made up; citations are those of the model's own readout table where it has one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from enterotone.assessment.result import (
    Assessment,
    Course,
    DayCourse,
    Flow,
    GroupShare,
    Interval,
    Ledger,
    MicrobiotaSummary,
    ProfileSummary,
    Provenance,
    Readout,
    TaxonShare,
    WeakLink,
)

# id, name, plain name, group, unit, person, reference, change (fractions), share higher, verdict, grade, human range
_READOUTS = [
    ("plasma_tryptophan", "Plasma tryptophan, fasting", "Tryptophan in blood", "Blood", "umol/L",
     (52.31, 38.24, 71.3), (52.42, 38.11, 71.6), (-0.0021, -0.0104, 0.0061), 0.41, "cannot tell", "strong",
     (40.0, 90.0)),
    ("kynurenine_ratio", "Kynurenine to tryptophan ratio, fasting", "Tryptophan burnt on the other route", "Blood",
     "umol/mmol", (29.4, 18.2, 44.9), (29.3, 18.1, 44.6), (0.004, -0.011, 0.021), 0.59, "cannot tell", "strong",
     (18.0, 36.0)),
    ("platelet_serotonin", "Platelet serotonin per 10^9 platelets", "Serotonin stored in platelets", "Blood", "nmol",
     (3.42, 2.11, 5.13), (3.05, 1.92, 4.61), (0.121, 0.043, 0.214), 0.969, "higher", "strong", (1.5, 5.1)),
    ("plasma_serotonin", "Free plasma serotonin, venous", "Free serotonin in blood", "Blood", "nmol/L",
     (0.74, 0.021, 3.92), (0.68, 0.019, 3.41), (0.09, -0.04, 0.24), 0.83, "cannot tell", "moderate", (0.27, 1.49)),
    ("urinary_hiaa", "Urinary 5-HIAA", "Serotonin waste in urine", "Blood", "umol/day",
     (19.8, 13.1, 30.2), (17.9, 11.9, 27.4), (0.108, 0.041, 0.183), 0.984, "higher", "strong", (12.0, 36.0)),
    ("transit_colon", "Colonic transit time", "Time food spends in the colon", "Gut movement", "h",
     (28.4, 12.1, 63.8), (30.6, 12.9, 66.1), (-0.072, -0.19, 0.034), 0.17, "cannot tell", "contested", (10.0, 59.0)),
    ("stool_form", "Stool form (Bristol scale)", "Stool form (1 hard to 7 watery)", "Gut movement", "dimensionless",
     (3.91, 2.7, 5.1), (3.83, 2.6, 5.0), (0.021, -0.012, 0.064), 0.83, "cannot tell", "moderate", (3.0, 5.0)),
    ("bowel_movements", "Bowel movements", "Bowel movements in a week", "Gut movement", "1/week",
     (7.4, 4.1, 13.2), (7.1, 3.9, 12.7), (0.042, -0.031, 0.118), 0.81, "cannot tell", "weak", (3.0, 21.0)),
    ("butyrate_distal", "Butyrate, distal colon", "Butyrate", "Microbiota", "mmol/L",
     (9.1, 5.2, 15.4), (13.8, 8.3, 21.9), (-0.34, -0.47, -0.19), 0.0, "lower", "moderate", (8.0, 25.0)),
    ("scfa_produced", "SCFA produced", "Fatty acids made in a day", "Microbiota", "mmol/day",
     (432.0, 318.0, 577.0), (451.0, 333.0, 602.0), (-0.041, -0.083, -0.004), 0.031, "lower", "moderate",
     (340.0, 575.0)),
    ("indole", "Indole formed", "Indole made by bacteria", "Microbiota", "umol/day",
     (141.0, 31.0, 388.0), (92.0, 22.0, 261.0), (0.52, -0.31, 1.84), 0.766, "cannot tell", "weak", None),
    ("gut_synthesis", "Serotonin made in the gut", "Serotonin made in the gut in a day", "Serotonin in the gut",
     "umol/day", (25.1, 16.8, 38.3), (22.8, 15.1, 34.9), (0.101, 0.038, 0.172), 0.984, "higher", "moderate", None),
    ("colonic_tph1", "Colonic TPH1 activity relative to a typical microbiota", "Push of bacteria on serotonin making",
     "Serotonin in the gut", "dimensionless", (1.18, 1.05, 1.36), (1.0, 0.96, 1.04), (0.18, 0.07, 0.33), 1.0,
     "higher", "weak", None),
    ("colonic_serotonin", "Interstitial serotonin of the colonic mucosa", "Serotonin around nerve endings in the colon",
     "Serotonin in the gut", "nmol/L", (212.0, 61.0, 741.0), (188.0, 55.0, 655.0), (0.13, -0.02, 0.31), 0.92,
     "cannot tell", "contested", None),
    ("brain_influx", "Tryptophan entering the brain", "Tryptophan entering the brain", "Brain supply", "umol/h",
     (221.0, 148.0, 330.0), (221.4, 148.1, 331.0), (-0.0018, -0.012, 0.007), 0.42, "cannot tell", "moderate", None),
]  # fmt: skip

_LINKS = {
    "Blood": ("Diet and protein turnover set plasma tryptophan (human)", "clearance of kynurenine is assumed"),
    "Gut movement": ("Mucosal serotonin is a gain, not the generator (mouse knock-outs, contested)",),
    "Microbiota": ("Group shares from the sample (human)", "absorption of 95 % (human)"),
    "Serotonin in the gut": ("SCFA raise TPH1 (human cell line, mouse)", "crypt concentrations are assumed"),
    "Brain supply": ("LAT1 kinetics (rat)", "available share of bound tryptophan is assumed"),
}

_GROUPS = [
    ("butyrate", "Butyrate producers", "bacteria that make butyrate from fibre",
     0.112, (0.118, 0.071, 0.18), (0.115, 0.068, 0.175), (0.221, 0.15, 0.3)),
    ("bacteroides", "Bacteroides and relatives", "generalists that make acetate and propionate",
     0.523, (0.512, 0.41, 0.61), (0.508, 0.4, 0.61), (0.38, 0.29, 0.48)),
    ("bifido", "Bifidobacteria and lactate makers", "live on simple sugars and fructans",
     0.083, (0.08, 0.034, 0.15), (0.079, 0.031, 0.14), (0.06, 0.021, 0.13)),
    ("methanogens", "Hydrogen users", "methane, sulphide and acetate from hydrogen",
     0.0, (0.0011, 0.00002, 0.009), (0.0012, 0.00003, 0.01), (0.006, 0.0005, 0.03)),
    ("protein", "Protein fermenters", "live on protein that escaped digestion",
     0.054, (0.06, 0.021, 0.12), (0.058, 0.02, 0.12), (0.04, 0.016, 0.085)),
]  # fmt: skip

_TAXA = [
    ("k__Bacteria|p__Bacteroidota|c__Bacteroidia|o__Bacteroidales|f__Bacteroidaceae|g__Bacteroides",
     "Bacteroides", "genus", "Bacteroides and relatives", 0.312),
    ("g__Phocaeicola", "Phocaeicola", "genus", "Bacteroides and relatives", 0.144),
    ("g__Faecalibacterium", "Faecalibacterium", "genus", "Butyrate producers", 0.062),
    ("g__Bifidobacterium", "Bifidobacterium", "genus", "Bifidobacteria and lactate makers", 0.055),
    ("g__Escherichia", "Escherichia", "genus", "Protein fermenters", 0.031),
    ("[Eubacterium] rectale group", "Agathobacter", "genus", "Butyrate producers", 0.024),
    ("f__Lachnospiraceae", "Lachnospiraceae", "family", "Butyrate producers", 0.022),
    ("g__Prevotella_9", "Prevotella", "genus", "Bacteroides and relatives", 0.019),
    ("g__Parabacteroides", "Parabacteroides", "genus", "Bacteroides and relatives", 0.017),
    ("g__Lactobacillus", "Lactobacillus", "genus", "Bifidobacteria and lactate makers", 0.012),
    ("g__Streptococcus", "Streptococcus", "genus", "Bifidobacteria and lactate makers", 0.009),
    ("g__Alistipes", "Alistipes", "genus", "Protein fermenters", 0.008),
    ("g__Clostridium_sensu_stricto_1", "Clostridium", "genus", "Protein fermenters", 0.006),
    ("g__Roseburia", "Roseburia", "genus", "Butyrate producers", 0.004),
    ("g__Anaerostipes", "Anaerostipes", "genus", "Butyrate producers", 0.0009),
    ("g__Oxalobacter", "Oxalobacter", "genus", "Hydrogen users", 0.00003),
]  # fmt: skip

# source, target, median, low, high [umol/day]
_FLOWS = [
    ("Diet", "Gut lumen", 4400, 3900, 4900),
    ("Gut lumen", "Portal blood", 3960, 3480, 4440),
    ("Gut lumen", "Microbiota", 231, 120, 402),
    ("Gut lumen", "Stool", 209, 110, 380),
    ("Microbiota", "Microbial protein, lost with stool", 84, 41, 160),
    ("Microbiota", "Indole and its relatives", 147, 61, 290),
    ("Portal blood", "Body pool", 3960, 3480, 4440),
    ("Body pool", "Kynurenine route, liver", 3441, 2950, 3920),
    ("Body pool", "Kynurenine route, other organs", 401, 210, 690),
    ("Body pool", "Urine, as tryptophan", 53.2, 31, 88),
    ("Body pool", "Growth, skin and hair", 40.1, 22, 71),
    ("Body pool", "Serotonin of the gut", 22.9, 15.1, 35.2),
    ("Body pool", "Serotonin of the brain", 1.21, 0.5, 2.6),
    ("Serotonin of the gut", "5-HIAA in urine", 17.2, 11.2, 26.9),
    ("Serotonin of the gut", "Platelets, then 5-HIAA", 1.02, 0.61, 1.7),
    ("Serotonin of the gut", "Other products", 4.7, 2.2, 8.9),
    ("Serotonin of the brain", "5-HIAA in urine", 1.2, 0.5, 2.6),
    ("Kynurenine route, other organs", "Body pool", 3.0, 1.0, 6.0),
]

_MEALS = (7.5, 13.0, 19.0)


def _interval(numbers: Sequence[float]) -> Interval:
    return Interval(*numbers)


def _readout(row: tuple) -> Readout:
    id, name, plain, group, unit, person, reference, change, share, verdict, grade, human = row
    return Readout(
        id=id,
        name=name,
        plain_name=plain,
        group=group,
        unit=unit,
        person=_interval(person),
        reference=_interval(reference),
        change=_interval(change),
        share_higher=share,
        verdict=verdict,
        grade=grade,
        rests_on=_LINKS[group],
        explanation=f"{name} follows what reaches the colon and what the host makes of it; probes differ 0.1 to 2 uM.",
        plain=f"{plain} is one of the numbers that the simulation keeps track of.",
        human_range=human,
        human_range_source="Lee 2014 (motility capsule)" if human else "",
    )


def _courses() -> DayCourse:
    hours = tuple(k * 0.25 for k in range(97))
    shapes = [
        ("Plasma tryptophan", "umol/L", 52.0, 11.0, 0.18),
        ("Serotonin released in the small bowel", "umol/h", 0.7, 0.9, 0.35),
        ("Free plasma serotonin", "nmol/L", 0.7, 0.3, 0.6),
        ("Butyrate, proximal colon", "mmol/L", 18.0, 4.0, 0.25),
        ("Urinary 5-HIAA", "umol/h", 0.8, 0.15, 0.2),
        ("Tryptophan entering the brain", "umol/h", 221.0, -38.0, 0.2),
    ]
    courses = []
    for name, unit, base, rise, spread in shapes:
        lag = [sum(math.exp(-((h - m - 1.5) ** 2) / 2.5) for m in _MEALS) for h in hours]
        median = tuple(base + rise * x for x in lag)
        courses.append(
            Course(
                id=name.lower().replace(" ", "_"),
                name=name,
                unit=unit,
                median=median,
                low=tuple(v * (1 - spread) for v in median),
                high=tuple(v * (1 + 1.4 * spread) for v in median),
                reference_median=tuple(v * 0.93 for v in median),
            )
        )
    return DayCourse(hours, _MEALS, tuple(courses))


def _microbiota(sample: str) -> MicrobiotaSummary:
    return MicrobiotaSummary(
        profile=ProfileSummary(
            path="stool_metaphlan.tsv",
            format="MetaPhlAn profile",
            tool="MetaPhlAn 4",
            database="mpa_vJun23_CHOCOPhlAnSGB",
            sample=sample,
            rank="genus",
            depth=41_300.0,
            n_taxa=22,
            warnings=("The file does not say how the sample was stored; shares of hardy groups may be too high.",),
        ),
        recognised=0.7264,
        recognised_by_rank={"genus": 0.7044, "family": 0.022},
        unrecognised=tuple(TaxonShare(f"g__Incertae_{k}", "", "genus", "", 0.1 / (k + 1)) for k in range(6)),
        taxa=tuple(TaxonShare(*row) for row in _TAXA),
        groups=tuple(
            GroupShare(id, name, plain, observed, _interval(drawn), _interval(simulated), _interval(reference))
            for id, name, plain, observed, drawn, simulated, reference in _GROUPS
        ),
        shannon=2.41327,
        richness=22,
    )


def make_assessment(sample: str = "stool-0042", individuals: object = None) -> Assessment:
    """The assessment with a sample id of the caller's choice."""
    return Assessment(
        person={"age": "41 year", "sex": "female", "body_weight": "64 kg", "diet": "omnivore, 17 g fibre a day"},
        microbiota=_microbiota(sample),
        readouts=tuple(_readout(row) for row in _READOUTS),
        day=_courses(),
        ledger=Ledger(
            Interval(4400.0, 3900.0, 4900.0),
            tuple(Flow(source, target, _interval(amount)) for source, target, *amount in _FLOWS),
            0.00021,
        ),
        weak_links=(
            WeakLink(
                "EC50_SCFA_TPH1",
                "SCFA at half of their push on TPH1",
                ("colonic_tph1", "gut_synthesis"),
                0.71,
                "fitted",
                "mouse",
                "reigstad2015",
                "from colonoids; crypt concentration assumed to be 0.2 of luminal",
            ),
            WeakLink(
                "share_small_bowel",
                "share of gut serotonin made in the small bowel",
                ("gut_synthesis",),
                -0.48,
                "assumed",
                "none",
                "assumption",
                "no count of both segments in one person; dose of tracer unknown",
            ),
            WeakLink(
                "bias_lysis",
                "loss of hard-to-lyse groups",
                ("butyrate_distal",),
                0.44,
                "measured",
                "human",
                "Servetas et al., Communications Biology 2026",
                "spread between providers",
            ),
        ),
        contested=(
            "Whether mucosal serotonin generates propulsion or only modulates it: knock-out mice have normal transit.",
            "Whether SCFA release serotonin at once: yes in rat tissue, no in isolated mouse cells.",
        ),
        n_individuals=64,
        n_used=64,
        n_draws=91,
        matched=0.984,
        failures={"plasma tryptophan outside 20 to 150 µmol/L": 19, "transit longer than 120 h": 8},
        warnings=("One individual's simulated stool did not reach its drawn composition; it was kept.",),
        provenance=Provenance(
            software="enterotone 0.1.0",
            model="enterotone core 1, 74 states",
            model_hash="9c1f" * 16,
            evidence_hash="07ab" * 16,
            seed=20260101,
            solver="LSODA (SciPy)",
            relative_tolerance=1e-6,
            absolute_tolerance=1e-9,
            created="2026-01-17T09:42:11+00:00",
            python="3.11.9",
            platform="Linux x86_64",
        ),
        individuals=individuals,
    )


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    """The rich synthetic assessment."""
    return make_assessment()


@pytest.fixture(scope="session")
def assessment_named():
    """Builder of the same assessment with another sample id: ``assessment_named("<b>")``."""
    return make_assessment
