"""A single long endurance event, such as a marathon.

Mechanism
---------
Working muscle frees fatty acids, which displace tryptophan from albumin; it turns kynurenine into kynurenic acid; it
releases interleukin-6 without TNF, and interleukin-10 follows. Blood is drawn away from the gut, whose barrier opens.

Acts on
-------
``exercise`` of the body (fatty acids, kynurenine aminotransferase, adrenal drive, protein synthesis), ``tnf_source``,
``without_TNF_IL6`` and ``without_TNF_IL10`` of the immune system, ``barrier__endotoxin_influx`` and
``barrier__lactulose_mannitol``.

Equations
---------
A dose is the hours that it takes; while it is under way ``on = 1`` (`enterotone.interventions._event`).
``exercise = before + (1 - before) intensity on``; cytokine sources are in proportion to ``on``.

Assumptions
-----------
1. Intensity is that of a marathon throughout; ``exercise = 1`` was set for one.
2. Cytokine sources are fitted to the peaks after a marathon of 3.4 h.
3. The barrier is that of an hour of running at 80 % of capacity.

Not modelled
------------
What is eaten and drunk on the way (carbohydrate holds fatty acids back), heat, muscle damage, lactate into the gut and
*Veillonella* (see `endurance_athlete`), the days after.

References
----------
See long_event.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._event import event
from enterotone.interventions.intervention import Intervention

ID = "long_event"
TITLE = "a long endurance event"
KIND = "exercise"
GRADE = "strong"
RISK = "advice"
LIMITS = (
    "A marathon at race pace; shorter and easier events do much less (an hour on a bicycle raised free tryptophan by a "
    "quarter to a half).",
    "After a marathon the sugar test of the barrier was normal in runners without painkillers; the opening is that of "
    "hard running in the laboratory.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    on = f"{ID}__on"
    opening = f"{{before}} * (1 + E_barrier_{ID} * {on})"
    acts = {
        "exercise": f"{{before}} + (1 - {{before}}) * intensity_{ID} * {on}",
        "tnf_source": f"{{before}} + tnf_{ID} * {on}",
        "without_TNF_IL6": f"{{before}} + il6_{ID} * {on}",
        "without_TNF_IL10": f"{{before}} + il10_{ID} * {on}",
        "barrier__endotoxin_influx": opening,
        "barrier__lactulose_mannitol": opening,
    }
    return event(ID, TITLE, parameters, acts, "h")
