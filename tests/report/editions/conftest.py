"""Assessments at the extremes of what a report may have to print. All of them are made up."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from enterotone.assessment.extras import Effect, MeasurementWorth, Mechanism, Position, TrialFinding, WhatIf
from enterotone.assessment.result import Assessment, CapacityShare, DayCourse, Interval, LabUse, Ledger
from enterotone.report.editions import EDITIONS, document_of
from enterotone.report.editions.blocks import Document

#: Acts in HTML, in typst, in a terminal, in a spreadsheet; reads backwards; is in no font.
HOSTILE = (
    "=1+1 \"><script>alert('x')</script><img src=http://evil.example/x onerror=alert(1)>&{{7*7}}</style>"
    '#import "@preview/x:1.0.0": y #panic() $x^2$ @cite <label> *b* _i_ `raw` \\ // /* [#eval("1")] ~ \x00\u202e'
    "\U0001f9a0\u4e2d\u6587"
)


def what_if(id: str, risk: str, changes: dict[str, tuple[float, float, float]], readouts: list[str]) -> WhatIf:
    def effect(readout: str) -> Effect:
        median, low, high = changes.get(readout, (0.0, -0.02, 0.02))
        told = "higher" if low > 0 else "lower" if high < 0 else "cannot tell"
        return Effect(readout, Interval(median, low, high), 0.97 if low > 0 else 0.4, told)

    trial = TrialFinding(
        "stools in a week", 0.7, 0.3, 1.1, "1/week", "adults", "252", "4", "made-up trial", "assumption", "stool_form"
    )
    return WhatIf(
        id=id,
        title=id,
        plain="a fibre that some bacteria eat",
        dose="10 g/day",
        weeks=4.0,
        effects=tuple(effect(readout) for readout in readouts),
        trials=(trial,),
        grade="moderate",
        risk=risk,
        limits=("It may cause wind in the first days.",),
    )


@pytest.fixture(scope="session")
def full(assessment: Assessment) -> Assessment:
    """Every section has something to show."""
    ids = [readout.id for readout in assessment.readouts]
    changes = {"butyrate_distal": (0.15, 0.08, 0.24), "transit_colon": (-0.12, -0.2, -0.06)}
    before, after = Interval(41.2, 24.1, 71.3), Interval(47.4, 40.2, 58.6)
    wide = Interval(61.0, 22.0, 93.0)
    ring = [(math.cos(k), math.sin(k)) for k in range(40)]
    return replace(
        assessment,
        readouts=tuple(replace(r, percentile=wide, population=r.reference) for r in assessment.readouts),
        microbiota=replace(
            assessment.microbiota,
            capacities=(
                CapacityShare("butyrate", "Butyrate", "make butyrate", 1.1, Interval(1.2, 0.6, 1.9), ("Roseburia",),
                              ("heinken2023",), True),
                CapacityShare("indole", "Indole", "make indole", 0.0, Interval(0.1, 0.0, 0.4), (), (), False),
            ),
        ),
        what_ifs=(
            *(what_if(f"fibre {k}", "low", changes, ids) for k in range(7)),
            what_if("a supplement", "advice", changes, ids),
            what_if("paroxetine", "medicine", changes, ids),
        ),
        mechanisms=(
            Mechanism("scfa", "SCFA raise TPH1", "gut_synthesis", Interval(0.1, 0.03, 0.17),
                      Interval(0.02, -0.02, 0.06), 0.8, "weak", "mouse"),
        ),
        worth=(MeasurementWorth("transit", "transit time", "transit_colon", Interval(0.6, 0.4, 0.75)),),
        position=Position((0.12, 0.1), (0.5, 0.2), tuple(ring[:5]), tuple(ring), 3.0, 80.0, 40.0, 20.0, 30.0,
                          "Reference samples are made up."),
        labs=(
            LabUse("plasma_tryptophan", "Plasma tryptophan", "umol/L", (46.0, 49.9), 0.1, True, before, after, 0.65,
                   "mind the hour"),
        ),
        effective=16.3,
        lab_power=0.5,
        context={"bristol_type": "4", "gad_7": "3 points"},
        questions=("Were bananas eaten the day before?",),
    )  # fmt: skip


@pytest.fixture(scope="session")
def bare(assessment: Assessment) -> Assessment:
    """Nearly nothing is known."""
    nan = Interval(float("nan"), float("nan"), float("nan"))
    profile = replace(assessment.microbiota.profile, depth=None, tool="", database="", warnings=())
    first = replace(assessment.readouts[0], person=nan, reference=nan, change=nan, rests_on=(), human_range=None)
    return replace(
        assessment,
        person={},
        readouts=(first,),
        microbiota=replace(
            assessment.microbiota, taxa=(), unrecognised=(), groups=(), recognised_by_rank={}, profile=profile
        ),
        day=DayCourse((), (), ()),
        ledger=Ledger(nan, (), 0.0),
        weak_links=(),
        contested=(),
        failures={},
        warnings=(),
        provenance=replace(assessment.provenance, created="some time"),
    )


@pytest.fixture(scope="session")
def hostile(full: Assessment, assessment_named: Callable[[str], Assessment]) -> Assessment:
    """Every text that a user or a file can bring in acts somewhere."""
    bad = assessment_named(HOSTILE)
    taxon = replace(full.microbiota.taxa[0], name=HOSTILE, resolved=HOSTILE, group=HOSTILE)
    readout = replace(full.readouts[0], name=HOSTILE, plain_name=HOSTILE, explanation=HOSTILE, rests_on=(HOSTILE,))
    flow = replace(full.ledger.flows[0], source=HOSTILE, target="Gut lumen")
    option = replace(full.what_ifs[0], title=HOSTILE, plain=HOSTILE, dose=HOSTILE, limits=(HOSTILE,))
    return replace(
        full,
        person={HOSTILE: HOSTILE},
        context={HOSTILE: HOSTILE},
        questions=(HOSTILE,),
        microbiota=replace(
            full.microbiota, taxa=(taxon,), unrecognised=(taxon,), profile=replace(bad.microbiota.profile, tool=HOSTILE)
        ),
        readouts=(readout, *full.readouts[1:]),
        ledger=replace(full.ledger, flows=(flow, *full.ledger.flows[1:])),
        what_ifs=(option,),
        warnings=(HOSTILE,),
        failures={HOSTILE: 1},
        contested=(HOSTILE,),
    )


@pytest.fixture(scope="session")
def extremes(assessment: Assessment, full: Assessment, bare: Assessment, hostile: Assessment) -> dict[str, Assessment]:
    """Assessments by what is extreme about them."""

    def all_are(verdict: str, change: Interval, share: float) -> Assessment:
        readouts = (replace(r, verdict=verdict, change=change, share_higher=share) for r in full.readouts)
        return replace(full, readouts=tuple(readouts))

    return {
        "usual": assessment,
        "full": full,
        "bare": bare,
        "hostile": hostile,
        "all higher": all_are("higher", Interval(0.4, 0.2, 3.0), 1.0),
        "all lower": all_are("lower", Interval(-0.4, -0.9, -0.2), 0.0),
        "nothing different": all_are("cannot tell", Interval(0.0, -0.001, 0.002), 0.5),
        "no what-ifs": replace(full, what_ifs=()),
        "one individual": replace(full, n_used=1, n_individuals=8),
    }


@pytest.fixture(scope="session")
def documents(extremes: dict[str, Assessment]) -> dict[tuple[str, str], Document]:
    """Both editions of every extreme, by its name and edition."""
    return {(name, edition): document_of(a, edition) for name, a in extremes.items() for edition in EDITIONS}
